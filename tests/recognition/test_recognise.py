"""Found tables -> model: what was written comes back, what was changed is understood or found."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from ipexport.dataset import dump_yaml, load_dataset
from ipexport.errors import SourceError
from ipexport.model import Languages, Text, WorkPlan
from ipexport.recognition import FoundCell, FoundRow, FoundText, recognise
from ipexport.table import FocusLayout, Paragraph
from tests.generated import work_plans
from tests.recognition.made import FILE, codes, found, read, with_rows
from tests.sample import with_english, work_plan

any_work_plan = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
LAYOUTS: tuple[FocusLayout, ...] = ("column", "band")


@pytest.mark.parametrize("focus", LAYOUTS)
def test_the_sample_comes_back(focus: FocusLayout) -> None:
    assert read(found(focus=focus)) == (work_plan(), [])


@pytest.mark.parametrize("focus", LAYOUTS)
@any_work_plan
@given(work=work_plans())
def test_any_work_plan_comes_back(focus: FocusLayout, work: WorkPlan) -> None:
    assert recognise(found(work, focus=focus)).work_plan == work


@pytest.mark.parametrize("focus", LAYOUTS)
@any_work_plan
@given(work=work_plans("zh-en"))
def test_any_work_plan_comes_back_in_both_languages(focus: FocusLayout, work: WorkPlan) -> None:
    assert recognise(found(work, "zh-en", focus)).work_plan == work


def test_a_text_that_is_not_translated_has_no_english() -> None:
    work = with_english(work_plan(), lambda zh: None if zh.startswith("推动") else f"en {len(zh)}")
    for languages in ("zh-en", "en"):
        read_back = recognise(found(work, languages)).work_plan
        task = read_back.regions[0].groups[0].tasks[0]
        assert task.text == Text("推动管理体制改革。")


def test_what_others_do_not_print_is_made_up_and_said() -> None:
    work, said = read(found(ours=False))
    assert said == ["not-shown"]
    assert [(region.id, region.code) for region in work.regions] == [
        ("anhui", "340000"),
        ("jiangsu", "320000"),
    ]
    assert work.region_title == work_plan().region_title
    assert [task.id for task in work.regions[0].groups[0].tasks] == ["anhui-area-1-1", "anhui-area-1-2"]
    # Wordings that are alike are one focus area.
    assert [group.focus_area for group in work.regions[1].groups] == ["area-2"]


@pytest.mark.parametrize("languages", ["zh"])
@any_work_plan
@given(work=work_plans())
def test_what_is_read_of_others_is_a_dataset(languages: Languages, work: WorkPlan) -> None:
    document = found(work, languages, ours=False)
    try:
        read_back = recognise(document).work_plan
    except SourceError:
        return
    # One plan in the place of every task, ids that are ids: a dataset of it can be loaded again.
    for region in read_back.regions:
        for group in region.groups:
            assert [id for plan in group.plans for id in plan.tasks] == [task.id for task in group.tasks]


def test_what_is_recognised_can_be_written_and_read(tmp_path: object) -> None:
    path = tmp_path / "a.yaml"  # type: ignore[operator]
    path.write_bytes(dump_yaml(recognise(found(ours=False)).work_plan))
    assert load_dataset(path).work_plan == recognise(found(ours=False)).work_plan


def test_a_row_that_was_added_gets_the_next_free_id() -> None:
    def add(rows: list[FoundRow]) -> list[FoundRow]:
        cells = tuple(FoundCell(column, (Paragraph(f"新{column}"),)) for column in (1, 2, 3))
        return [*rows[:3], FoundRow(FILE, cells), *rows[3:]]

    work, said = read(with_rows(found(), add))
    assert said == []
    assert [task.id for task in work.regions[0].groups[0].tasks] == [
        "anhui-reform-1",
        "anhui-reform-2",
        "anhui-reform-3",
    ]


def test_rows_that_changed_places_keep_their_ids() -> None:
    def turn(rows: list[FoundRow]) -> list[FoundRow]:
        return [rows[0], rows[2], rows[1]]

    work, said = read(with_rows(found(), turn, table=1))
    assert said == ["no-focus-area"]
    assert [task.id for task in work.regions[1].groups[0].tasks] == ["jiangsu-finance-1"]


def test_columns_are_known_by_their_words_in_any_order() -> None:
    def turn(rows: list[FoundRow]) -> list[FoundRow]:
        order = (3, 2, 1, 0)
        return [
            row._replace(cells=tuple(c._replace(column=order[c.column]) for c in row.cells)) for row in rows
        ]

    turned = with_rows(with_rows(found(ours=False), turn), turn, table=1)
    assert read(turned) == read(found(ours=False))


def test_a_header_that_is_printed_on_every_page_is_read_once() -> None:
    again = with_rows(
        found(ours=False), lambda rows: [*rows[:2], rows[0]._replace(is_header=False), *rows[2:]]
    )
    assert read(again) == read(found(ours=False))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((FoundCell(1, (Paragraph("任务"),)), FoundCell(2, ()), FoundCell(3, ())), "no-focus-area"),
        ((FoundCell(0, (Paragraph("重点"),)), FoundCell(2, (Paragraph("成绩"),))), "no-task"),
        ((FoundCell(0, (Paragraph("另一项"),), 1, 4),), "empty"),
        ((FoundCell(7, (Paragraph("边上"),)),), "unknown-column"),
    ],
)
def test_what_cannot_be_understood_is_found_at_its_place(row: tuple[FoundCell, ...], code: str) -> None:
    place = FILE._replace(part="page 3, row 9")
    recognised = recognise(with_rows(found(), lambda rows: [rows[0], FoundRow(place, row), *rows[1:]]))
    (finding,) = (finding for finding in recognised.findings if finding.code == code)
    assert str(finding).startswith("a.pdf: page 3, row 9: warning: ")


def test_a_text_between_the_tables_is_found() -> None:
    document = found()
    note = FoundText(FILE, (Paragraph("注：数据截至2017年底。"),))
    recognised = recognise(document._replace(blocks=(*document.blocks, note)))
    assert recognised.work_plan == work_plan()
    assert codes(recognised) == ["unread-text"]


def test_of_very_many_texts_outside_the_tables_the_number_is_said() -> None:
    document = found()
    noise = tuple(FoundText(FILE, (Paragraph("公文"),)) for _ in range(1000))
    findings = recognise(document._replace(blocks=(*document.blocks, *noise))).findings
    unread = [finding.message for finding in findings if finding.code == "unread-text"]
    assert len(unread) == 201
    assert unread[-1] == "800 more texts and tables are no part of a work plan; they are left out"


def test_a_name_that_was_changed_in_the_heading_counts() -> None:
    document = found()
    heading = document.blocks[3]
    assert isinstance(heading, FoundText)
    changed = heading._replace(words=(Paragraph(heading.text.replace("安徽省", "皖")),))
    work = recognise(
        document._replace(blocks=(*document.blocks[:3], changed, *document.blocks[4:]))
    ).work_plan
    assert (work.regions[0].id, work.regions[0].name) == ("anhui", Text("皖"))


def test_a_file_without_tables_is_an_error() -> None:
    document = found()
    with pytest.raises(SourceError, match="no table of a work plan was found"):
        recognise(document._replace(blocks=document.blocks[:3]))


def test_the_columns_of_both_languages_are_known_by_their_words() -> None:
    words = {"工作重点": "Focus area", "工作任务": "Task", "2018年工作计划": "Plan for 2018"}
    work = with_english(
        work_plan(), lambda zh: words.get(zh, "Results" if zh.startswith("2016") else "words")
    )
    document = found(work, "zh-en")

    def without_ids(rows: list[FoundRow]) -> list[FoundRow]:
        return [rows[0]._replace(cells=tuple(cell._replace(id="") for cell in rows[0].cells)), *rows[1:]]

    assert read(with_rows(with_rows(document, without_ids), without_ids, table=1)) == (work, [])
