"""The dataset is the transcription with the listed corrections: nothing lost, nothing invented."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from ipexport.dataset import load_dataset
from ipexport.errors import SourceError
from ipexport.formats.transcription import read_transcription
from ipexport.model import Region
from ipexport.table import ROLES
from tests.sample import in_chinese

SOURCE = Path(__file__).parents[2] / "source"
TRANSCRIPTION = SOURCE / "transcription" / "workplan.txt"
CORRECTIONS = SOURCE / "transcription" / "corrections.yaml"


def test_the_transcription_with_its_corrections_is_the_dataset() -> None:
    dataset = load_dataset(SOURCE)
    assert dataset.findings == ()
    read = read_transcription(TRANSCRIPTION, dataset.work_plan)
    assert in_chinese(read) == in_chinese(dataset.work_plan)


def transcribed() -> dict[tuple[str, str], list[tuple[int, bool, str]]]:
    """Counted independently of the reader: (region, column) -> (line, first on its page, words).

    Words are without markup and white space, with each listed correction made.
    """
    corrections = yaml.safe_load(CORRECTIONS.read_text("utf-8"))["corrections"]
    cells: dict[tuple[str, str], list[tuple[int, bool, str]]] = defaultdict(list)
    region, first = "", False
    for number, line in enumerate(TRANSCRIPTION.read_text("utf-8").splitlines(), 1):
        parts = line.split("\t")
        if number > 20 and len(parts) == 1 and line.strip():
            region = line.split()[0]
        elif len(parts) == 4 and parts[0] == "工作重点":
            first = True
        elif len(parts) == 4:
            for column, part in zip(ROLES, parts, strict=True):
                words = re.sub(r"<[^>]*>|\s|\"(?=$|<)|^\"", "", part)
                for made in corrections:
                    if (made["line"], made["column"]) == (number, column):
                        assert words.count(made["printed"]) == made.get("count", 1)
                        words = words.replace(made["printed"], made["corrected"])
                cells[region, column].append((number, first, words))
            first = False
    return cells


def printed(region: Region) -> dict[str, str]:
    """Every character that the region's table prints, column by column, in order."""
    words: dict[str, str] = dict.fromkeys(ROLES, "")
    for group in region.groups:
        words["focus_area"] += group.wording.zh
        for task in group.tasks:
            words["task"] += task.text.zh
            for cell in task.results:
                words["results"] += "".join((item.label or "") + item.text.zh for item in cell)
        for plan in group.plans:
            words["plan"] += "".join((item.label or "") + item.text.zh for item in plan.items)
    return words


def test_every_character_of_every_cell_is_in_the_dataset_once_and_in_order() -> None:
    regions = {region.name.zh: printed(region) for region in load_dataset(SOURCE).work_plan.regions}
    cells = transcribed()
    assert {region for region, _ in cells} == set(regions)
    repeats = 0
    for (region, column), rows in cells.items():
        expected = last = ""
        for _, first, words in rows:
            # Pages print focus area and task again where they go on; nothing else is left out.
            if column in ("focus_area", "task") and first and words == last:
                repeats += 1
                continue
            expected += words
            last = words or last
        assert regions[region][column] == expected, (region, column)
    assert repeats > 20


def test_pages_and_contents_of_the_transcription_agree() -> None:
    lines = TRANSCRIPTION.read_text("utf-8").splitlines()
    contents = dict(re.findall(r"^(\S+?[省市]) .*\t(\d+)$", "\n".join(lines[:20]), re.M))
    pages, counted = 1, {}
    for line in lines[20:]:
        if line.startswith("工作重点\t"):
            pages += 1
        elif line.endswith("工作计划") and "\t" not in line:
            counted[line.split()[0]] = str(pages)
    assert counted == contents
    assert pages - 1 == 50
    names = [region.name.zh for region in load_dataset(SOURCE).work_plan.regions]
    assert names == list(contents)


def test_titles_and_headings_are_those_of_the_transcription() -> None:
    lines = [re.sub(r"\s", "", line) for line in TRANSCRIPTION.read_text("utf-8").splitlines()]
    work_plan = load_dataset(SOURCE).work_plan
    assert [line for line in lines[:8] if line] == [
        work_plan.title.zh,
        work_plan.subtitle.zh,
        work_plan.contents_title.zh,
    ]
    for region in work_plan.regions:
        assert work_plan.heading(region).zh in lines


def test_the_traps_are_read_by_their_meaning() -> None:
    regions = {str(region.id): region for region in load_dataset(SOURCE).work_plan.regions}
    groups = {(id, str(group.focus_area)): group for id, region in regions.items() for group in region.groups}
    # One plan over the six tasks of a focus area, cut by no page; one over five, cut by a page.
    assert [len(plan.tasks) for plan in groups["anhui", "reform"].plans] == [6]
    assert [len(plan.items) for plan in groups["anhui", "environment"].plans] == [4]
    # Three rows of results for one task.
    assert [len(task.results) for task in groups["anhui", "finance"].tasks] == [3]
    # Two rows in one line of the transcription.
    sichuan = groups["sichuan", "environment"]
    assert [len(task.results[0]) for task in sichuan.tasks] == [1, 2, 3]
    assert [item.label for item in sichuan.plans[0].items] == ["1.", "2.", "3."]
    # A list that counts 1, 2, 3, 3, 4, and a lead-in before a list.
    labels = [item.label for item in groups["jiangsu", "finance"].tasks[0].results[0]]
    assert labels == ["1.", "2.", "3.", "3.", "4."]
    assert groups["hunan", "environment"].plans[0].items[0].label is None
    # A wording and a column label of its own.
    assert groups["shanghai", "transfer"].wording.zh == "促进科技创新成果转化"
    assert regions["shanghai"].columns.results.zh == "2016-2017年工作绩效"
    assert regions["jiangsu"].columns.results.zh == "2016-2017年工作成绩"
    # A row cut by a page has all its items.
    assert len(groups["guizhou", "services"].tasks[0].results[0]) == 5


def changed(tmp_path: Path, old: str, new: str) -> str:
    folder = tmp_path / "transcription"
    folder.mkdir()
    text = CORRECTIONS.read_text("utf-8")
    assert old in text
    (folder / "corrections.yaml").write_text(text.replace(old, new, 1), "utf-8")
    (folder / "workplan.txt").write_bytes(TRANSCRIPTION.read_bytes())
    with pytest.raises(SourceError) as caught:
        read_transcription(folder / "workplan.txt", load_dataset(SOURCE).work_plan)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("printed: 平台and知识产权", "printed: 平台und知识产权", "stands 0 times in line 55, task"),
        ("line: 55", "line: 56", "line 56 is no row"),
        ("task: 加强知识产权行政执法", "task: 不存在", "no paragraph of task begins with '不存在"),
        ("column: task", "column: tusk", "no such column (focus_area, task, results, plan)"),
        ("- line: 55\n", "- lime: 55\n", "a correction has no key 'lime' (did you mean 'line'?)"),
        ("- line: 55\n", "- lime: 55\n", "a correction lacks line"),
        ("line: 55", "line: fifty", "a correction has a wrong line, count or certain"),
        ("certain: yes", "certain: perhaps", "a correction has a wrong line, count or certain"),
        ("  second_row_begins:", "  begins:", "a split lacks second_row_begins"),
        ("splits:\n", "split:\n", "corrections has no key 'split' (did you mean 'splits'?)"),
    ],
)
def test_a_correction_that_does_not_fit_is_found(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in changed(tmp_path, old, new)
