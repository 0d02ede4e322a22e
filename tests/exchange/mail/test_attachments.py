"""Names of attachments: those of people, valid on every system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.errors import Place, RequestError
from ipexport.exchange.mail.attachments import KINDS, Attachment, check_size, chosen_kinds, file_name
from ipexport.nodes import Findings


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("上海市2016-2017年工作绩效及2018年工作计划", "上海市2016-2017年工作绩效及2018年工作计划.xlsx"),
        ("Shanghai: Performance in 2016–2017", "Shanghai - Performance in 2016–2017.xlsx"),
        ('a/b\\c:d*e?f"g<h>i|j\nk', "a_b_c_d_e_f_g_h_i_j k.xlsx"),
        (" ..a.. ", "a.xlsx"),
    ],
)
def test_a_heading_is_the_name_of_a_file(heading: str, name: str) -> None:
    assert file_name(heading, ".xlsx") == name


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_heading_is_a_name_that_every_system_takes(heading: str) -> None:
    name = file_name(heading, ".docx")
    assert len(name.encode()) <= 200
    assert name.endswith(".docx")
    assert not set(name) & set('<>:"/\\|?*\r\n\t\0')


def test_kinds_are_taken_in_the_order_asked_for_and_once() -> None:
    assert [kind.name for kind in chosen_kinds(["pdf", "docx", "pdf"], has_form=True)] == ["pdf", "docx"]
    assert [kind.name for kind in chosen_kinds([], has_form=False)] == ["xlsx"]
    assert [kind.name for kind in chosen_kinds([], has_form=True)] == ["form"]
    with pytest.raises(RequestError, match=r"unknown kind of attachment 'xls' .did you mean 'xlsx'"):
        chosen_kinds(["xls"], has_form=False)


def attached(**sizes: int) -> list[Attachment]:
    return [
        Attachment(KINDS[kind], f"zh/regions/a.{kind}", f"甲.{kind}", bytes(size))
        for kind, size in sizes.items()
    ]


def test_attachments_may_have_the_limit_together() -> None:
    findings = Findings()
    assert check_size(attached(xlsx=2**20, pdf=2**20), 2 * 2**20, Place("r.yaml", 4), findings)
    assert findings.found == []


def test_more_than_the_limit_is_a_finding_that_names_the_biggest_and_suggests_the_pdf() -> None:
    findings = Findings()
    assert not check_size(attached(xlsx=3 * 2**20, pdf=2**20), 3 * 2**20, Place("r.yaml", 4), findings)
    assert str(findings.found[0]) == (
        "r.yaml:4: error: 甲.xlsx makes the mail too large: the attachments have 4 MB (xlsx 3,072 KB, pdf 1,024 KB) "
        "(the limit is 3 MB: attach only the PDF with --attach pdf, or allow more with --max-attachment) [too-large]"
    )


def test_a_pdf_that_is_too_large_alone_is_not_suggested() -> None:
    findings = Findings()
    assert not check_size(attached(pdf=3 * 2**20), 2**20, Place("r.yaml", 4), findings)
    assert "--attach pdf" not in findings.found[0].hint
