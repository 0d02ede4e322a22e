"""Ten kinds of edit planted in the real document are found exactly, no more and no less: in every format,
between every two formats, and made by hand in Word and Excel files."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from edits import EDITS, edited

import ipexport
from ipexport.compare.differences import diff
from ipexport.compare.text_report import text_report
from ipexport.convert import read_any
from ipexport.formats import FORMATS
from ipexport.model import WorkPlan
from tests.compare.by_hand import EXCEL, WORD, in_excel, in_word
from tests.sample import in_chinese

SOURCE = Path(__file__).parents[2] / "source"
READABLE = tuple(format.name for format in FORMATS if format.writer and format.reader)
BY_HAND = {"docx": in_word, "xlsx": in_excel}

FOUND = {
    "a number in an item": (
        "四川省 › 促进科技创新成果转移转化 › 推进成都知识产权交易平台建设",
        "  ~ results, item 1: 推动成都技术转移（集团）有限公司等[-5-]{+6+}家公司联合出资1亿元，成…",
    ),
    "a word of a task": (
        "四川省 › 推进知识产权领域的改革创新 › 按照相关政策规定，支持",
        "  ~ task: 按照相关政策规定，[-鼓励-]{+支持+}国有企业赋予下属科研院所…",
    ),
    "an item added before others": (
        "江苏省 › 推动知识产权服务加快发展 › 完善知识产权公共服务体系建设",
        "  + results, item 1: {+1. 建立知识产权服务业统计制度。+}",
    ),
    "an item removed": (
        "江苏省 › 促进科技创新成果转移转化 › 开展江苏省知识产权区域布局试点工作",
        "  - results, item 2: [-2. 围绕创造潜力、创造能力、运用能力、运用需求和保护管理五大模块",
    ),
    "an item moved to the end": (
        "重庆市 › 促进科技创新成果转移转化 › 开展区域知识产权布局试点",
        "  > results, item 5: moved from item 1: 5. 对重庆38个区县的知识产权资源现状的分析和布局评价",
    ),
    "the label of an item": (
        "湖北省 › 推动知识产权服务加快发展 › 支持创办各类知识产权服务机构",
        "  # results, item 3: label [-3.-] {+2.+}",
    ),
    "a row added": (
        "上海市 › 推动知识产权服务加快发展 › 建立知识产权运营基金。",
        "  + task: {+建立知识产权运营基金。+}",
        "  + results: {+完成基金设立方案。+}",
        "  + plan: {+完成首期出资。+}",
    ),
    "a row removed": (
        "湖南省 › 营造保障创新的市场环境 › 加强知识产权执法协作",
        "  - task: [-加强知识产权执法协作，推动建设知识产权法院，探索跨地区知识产权案件异地审理机制。-]",
        "  - results: [-1. 签署《长江经济带十一省市专利联合执法与协作执法工作备忘录》",
        "  - results: [-2. 指导成立湖南省知识产权人民调解委员会",
        "  - results: [-3. 与长沙海关签订《推进进出口环节专利保护协作机制备忘录》",
        "  - results: [-4. 成立湖南首个知识产权检察机关",
        "  - results: [-5. 参加2017年度电子商务领域专利执法维权推进会",
        "  - plan: [-1. 率先在全国建成集专利、商标、版权“三权合一”",
        "  - plan: [-2. 进一步加强与长沙海关对进出口环节专利保护的协作",
    ),
    "a row moved": (
        "上海市 › 推进知识产权领域的改革创新 › 推进知识产权综合管理改革。",
        "  > task: moved from task 5",
    ),
    "a region moved to the end": ("浙江省", "  > region: moved from region 3"),
}
"""What is told of each edit: the beginnings of the lines."""


@pytest.fixture(scope="module")
def real() -> WorkPlan:
    return in_chinese(ipexport.read(SOURCE))


@pytest.fixture(scope="module")
def written(real: WorkPlan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The document in each format."""
    return saved(real, tmp_path_factory.mktemp("before"))


@pytest.fixture(scope="module")
def read(written: dict[str, Path]) -> dict[str, WorkPlan]:
    """What each of them is read as."""
    return {format: ipexport.read(path) for format, path in written.items()}


def saved(work: WorkPlan, folder: Path) -> dict[str, Path]:
    paths = {format: folder / f"plan.{format}" for format in READABLE}
    for path in paths.values():
        ipexport.write(work, path)
    return paths


def assert_found(before: WorkPlan, after: WorkPlan, *edits: str) -> None:
    """That exactly these edits are told, each in its lines."""
    changes = diff(before, after)
    assert len(changes) == len(edits)
    told = text_report(changes).rstrip("\n").split("\n\n")
    for edit in edits:
        heading = FOUND[edit][0]
        lines = next(part for part in told if part.startswith(heading)).split("\n")
        assert [line[: len(begin)] for line, begin in zip(lines, FOUND[edit], strict=True)] == [*FOUND[edit]]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_found_between_every_two_formats(
    edit: str, real: WorkPlan, read: dict[str, WorkPlan], tmp_path: Path
) -> None:
    after = {format: ipexport.read(path) for format, path in saved(EDITS[edit](real), tmp_path).items()}
    assert len(READABLE) == 5
    for one, other in product(READABLE, READABLE):
        assert_found(read[one], after[other], edit)


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("format", BY_HAND)
def test_an_edit_made_by_hand_in_the_file_is_found(
    format: str, edit: str, written: dict[str, Path], read: dict[str, WorkPlan], tmp_path: Path
) -> None:
    path = tmp_path / f"edited.{format}"
    path.write_bytes(BY_HAND[format](written[format].read_bytes(), edit))
    reading = read_any(path)
    assert_found(read[format], reading.work_plan, edit)
    assert_found(read["json"], reading.work_plan, edit)
    # The sheet with every item in a row is not what counts; that it says something else is told.
    assert {finding.code for finding in reading.findings} <= {"data-differs"}


@pytest.mark.parametrize("format", BY_HAND)
def test_all_ten_edits_made_by_hand_in_one_file_are_found(
    format: str, real: WorkPlan, written: dict[str, Path], read: dict[str, WorkPlan], tmp_path: Path
) -> None:
    path = tmp_path / f"edited.{format}"
    path.write_bytes(BY_HAND[format](written[format].read_bytes(), *EDITS))
    by_hand = ipexport.read(path)
    assert_found(read["pdf"], by_hand, *EDITS)
    assert diff(edited(real), by_hand) == ()


def test_every_edit_is_made_by_hand_in_each_office_format() -> None:
    assert EDITS.keys() == WORD.keys() == EXCEL.keys() == FOUND.keys()
    assert len(EDITS) == 10
