"""Loading: every shape, and every wrong input with its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.dataset import dump_folder, dump_json, dump_yaml, load_dataset, load_placed
from ipexport.errors import SourceError
from ipexport.model import Item, Task, Text, WorkPlan
from tests.sample import items, plan, work_plan


def write_folder(folder: Path, changes: dict[str, tuple[str, str]]) -> Path:
    """The sample as a dataset folder, in each named file one piece of text replaced."""
    for name, data in dump_folder(work_plan()).items():
        text = data.decode()
        if name in changes:
            old, new = changes[name]
            assert old in text
            text = text.replace(old, new, 1)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder


def errors(folder: Path, file: str, old: str, new: str) -> str:
    with pytest.raises(SourceError) as caught:
        load_dataset(write_folder(folder, {file: (old, new)}))
    return str(caught.value)


def warnings(folder: Path, file: str, old: str, new: str) -> list[str]:
    loaded = load_dataset(write_folder(folder, {file: (old, new)}))
    return [f"{finding.code}" for finding in loaded.findings]


def test_a_folder_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert load_dataset(write_folder(tmp_path, {})).work_plan == work_plan()


@pytest.mark.parametrize(
    ("english", "message"),
    [
        ('"One\\ntwo."', "a line break or tab inside a paragraph"),
        ('"Bell \\a"', "the character U+0007 cannot stand in a document"),
        ("''", "title en is empty (write the English, or leave `en` out)"),
        ("[a]", "title en is one text, not a list"),
    ],
)
def test_english_that_cannot_be_printed_is_found(tmp_path: Path, english: str, message: str) -> None:
    said = errors(
        tmp_path, "workplan.yaml", "title: 《知识产权工作方案》", f"title:\n  zh: 方案\n  en: {english}"
    )
    assert "workplan.yaml:3:7: error: " in said
    assert message in said


def test_the_places_of_both_languages_can_be_had(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"workplan.yaml": ("title: 《", "title:\n  en: Plan\n  zh: 《")})
    placed = load_placed(folder)
    title = placed.places[id(placed.work_plan.title)]
    assert (title.zh[1:3], title.en and title.en[1:3]) == ((3, 7), (2, 7))
    subtitle = placed.places[id(placed.work_plan.subtitle)]
    assert (subtitle.zh[1:3], subtitle.en) == ((4, 11), None)


def test_one_document_is_read_as_it_was_written(tmp_path: Path) -> None:
    for name, dump in (("a.yaml", dump_yaml), ("a.json", dump_json)):
        path = tmp_path / name
        path.write_bytes(dump(work_plan()))
        assert load_dataset(path).work_plan == work_plan()


def _with(work: WorkPlan, task: Task, items: tuple[Item, ...]) -> WorkPlan:
    region = work.regions[0]
    group = replace(region.groups[0], tasks=(task,), plans=(plan(items, task.id),))
    return replace(work, regions=(replace(region, groups=(group,)),))


texts = st.builds(
    Text,
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(
        lambda text: text.strip() != "" and not set(text) & set("\u2028\u2029\ufffe\uffff\x85")
    ),
    st.none() | st.just("Task: 1"),
)
cells = st.lists(
    st.builds(Item, texts, st.none() | st.sampled_from(["1.", "2.", "3.", "7.", "（一）", "-"])), max_size=5
).map(tuple)


@given(texts, st.lists(cells, min_size=1, max_size=3).map(tuple), cells)
def test_any_document_is_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory,
    text: Text,
    results: tuple[tuple[Item, ...], ...],
    planned: tuple[Item, ...],
) -> None:
    work = _with(work_plan(), Task(work_plan().regions[0].groups[0].tasks[0].id, text, results), planned)
    folder = tmp_path_factory.mktemp("any")
    for name, data in {**dump_folder(work), "a.yaml": dump_yaml(work), "a.json": dump_json(work)}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    for path in (folder, folder / "a.yaml", folder / "a.json"):
        assert load_dataset(path).work_plan == work


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("workplan.yaml", "title: 《", "titel: 《", "workplan.yaml:1:1: error: the work plan has no key 'titel' (did you mean 'title'?)"),
        ("workplan.yaml", "title: 《", "titel: 《", "the work plan lacks 'title'"),
        ("workplan.yaml", "regions:\n", "regions: x\nold:\n", "regions is a list (- …), not the text 'x'"),
        ("workplan.yaml", "- jiangsu", "- jiangsoo", "no file regions/jiangsoo.yaml for the region 'jiangsoo' (did you mean 'jiangsu'?)"),
        ("workplan.yaml", "- jiangsu", "- anhui", "the region 'anhui' stands twice"),
        ("workplan.yaml", "'2018-01-31'", "31.1.2018", "'31.1.2018' is not a date (as in 2018-01-31)"),
        ("workplan.yaml", "{region}", "", "region_title lacks {region}"),
        ("workplan.yaml", "title:", "title: [", "error: not valid YAML"),
        ("regions/anhui.yaml", "id: anhui\n", "id: hubei\n", "the file of 'anhui' has the id 'hubei'"),
        ("regions/anhui.yaml", "id: anhui\n", "id: ../anhui\n", "'../anhui' is not an id"),
        ("regions/anhui.yaml", "focus_area: reform", "focus_area: refrom", "(did you mean 'reform'?)"),
        ("regions/anhui.yaml", "id: anhui-reform-2", "id: anhui-reform-1", "the id 'anhui-reform-1' stands twice, first in"),
        ("regions/anhui.yaml", "      - anhui-reform-2", "      - anhui-reform-9", "the plan names 'anhui-reform-9', which is no task of its focus area (did you mean 'anhui-reform-"),
        ("regions/anhui.yaml", "      - anhui-reform-1\n      - anhui-reform-2", "      - anhui-reform-2\n      - anhui-reform-1", "which are not neighbours in this order"),
        ("regions/anhui.yaml", "      - anhui-reform-2\n", "", "the task 'anhui-reform-2' has no plan"),
        ("regions/anhui.yaml", "    results: 已将", "    plan: []\n    results: 已将", "the task 'anhui-reform-2' has a second plan"),
        ("regions/anhui.yaml", "    task: 将知识", "    results: x\n    task: 将知识", "'results' stands twice in a task"),
        ("regions/anhui.yaml", "code: '340000'", "code: 34", "code: '34' is not six digits"),
        ("regions/jiangsu.yaml", "    results: []", "    results: {a: b}", "an item of results has no key 'a'|results has no key 'a'"),
        ("regions/jiangsu.yaml", "label: '3.'", "label: ''", "'' is not a label"),
        ("regions/jiangsu.yaml", "- 印发通知。", "- ''", "is empty (write a text, or [] for an empty cell)"),
        ("regions/jiangsu.yaml", "印发通知。", "\"印发\\a通知。\"", "the character U+0007 cannot stand in a document"),
        ("regions/jiangsu.yaml", "印发通知。", "\"印发\\n通知。\"", "a line break or tab inside a paragraph"),
        ("regions/jiangsu.yaml", "印发通知。", "*x", "not valid YAML|anchors and aliases"),
    ],
)  # fmt: skip
def test_wrong_input_is_found_at_its_place(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    said = errors(tmp_path, file, old, new)
    assert any(part in said for part in message.split("|")), said
    assert "Traceback" not in said


def test_an_empty_region_is_found(tmp_path: Path) -> None:
    write_folder(tmp_path, {})
    (tmp_path / "regions/anhui.yaml").write_text(
        "id: anhui\ncode: 340000\nname: 安徽省\nfocus_areas: []\n", "utf-8"
    )
    with pytest.raises(SourceError, match=r"anhui.yaml:4:14: error: the region 'anhui' has no tasks"):
        load_dataset(tmp_path)


def test_all_findings_come_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    write_folder(tmp_path, {"workplan.yaml": ("author", "autor"), "regions/anhui.yaml": ("code", "kode")})
    with pytest.raises(SourceError) as caught:
        load_dataset(tmp_path)
    assert {finding.place.line for finding in caught.value.findings} >= {1}
    assert "did you mean 'author'?" in str(caught.value)


def test_a_wrong_region_does_not_hide_another(tmp_path: Path) -> None:
    write_folder(
        tmp_path, {"regions/anhui.yaml": ("code:", "kode:"), "regions/jiangsu.yaml": ("name:", "nmae:")}
    )
    with pytest.raises(SourceError) as caught:
        load_dataset(tmp_path)
    assert "did you mean 'code'?" in str(caught.value)
    assert "did you mean 'name'?" in str(caught.value)


def test_a_folder_without_a_dataset_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no workplan\.yaml"):
        load_dataset(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("印发通知。", "印发 通知2份。", ["typed-space"]),
        ("印发通知。", "印发,通知。", ["half-width"]),
        ("印发通知。", "印发<br>通知。", ["markup"]),
        ("印发通知。", "'印发通知。 '", ["edge-space"]),
        ("印发通知。", "印发通知。\u00a0", ["edge-space"]),
        ("印发通知。", "印发R&D通知（GDP等3项），共1,000件。", []),
    ],
)
def test_unclean_text_is_a_warning_and_is_kept(tmp_path: Path, old: str, new: str, codes: list[str]) -> None:
    # The sample itself has one text with markup, found twice.
    found = warnings(tmp_path, "regions/jiangsu.yaml", old, new)
    assert sorted(found) == sorted([*codes, "markup", "markup"])


def test_the_irregular_is_said_and_the_regular_is_not(tmp_path: Path) -> None:
    text = (write_folder(tmp_path, {}) / "regions/jiangsu.yaml").read_text("utf-8")
    assert text.count("label:") == 2  # the second 3., and the lead-in that has no label
    assert "4." not in text
    assert items("a", "b")[1].label == "2."


def test_numbers_and_words_that_yaml_would_convert_stay_text(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"regions/jiangsu.yaml": ("- 印发通知。", "- no")})
    cell = load_dataset(folder).work_plan.regions[1].groups[0].tasks[0].results[0]
    assert cell[0].text.zh == "no"
