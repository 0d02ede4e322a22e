"""What a cell says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.xlsx.blocks import Ruler
from ipexport.formats.xlsx.words import Said, put_together, said
from ipexport.style import load_style
from ipexport.table import Paragraph

RULER = Ruler(load_style("official"))


def test_a_cell_has_its_paragraphs_in_lines_and_a_space_after_each_label() -> None:
    words = said((Paragraph("重点完成："), Paragraph("细化分类。", "1.")), "zh")
    assert words == Said("重点完成：\n1. 细化分类。", "zh")


def test_paragraphs_in_two_languages_keep_theirs() -> None:
    words = said((Paragraph("细化\n分类。", "1."), Paragraph("Refine.", "", "en")), "zh")
    assert words.paragraphs() == [("1. 细化", "zh"), ("分类。", "zh"), ("Refine.", "en")]


Paragraphs = st.lists(
    st.builds(
        Paragraph,
        st.text(alphabet="知识，。12ab \n", max_size=40),
        st.sampled_from([None, "1.", ""]),
        st.sampled_from(["zh", "en"]),
    ),
    min_size=1,
    max_size=4,
)


@given(Paragraphs, st.integers(40, 400), st.data())
def test_the_parts_of_a_text_on_two_pages_are_the_text(
    paragraphs: list[Paragraph], pixels: int, data: st.DataObject
) -> None:
    words = said(paragraphs, "zh")
    lines = RULER.lines(words, "results", pixels)
    assert len(lines) == RULER.measured(words, "results", pixels)[0].number
    cut = data.draw(st.integers(1, max(len(lines) - 1, 1)))
    first, second = put_together(lines[:cut], "zh"), put_together(lines[cut:], "zh")
    assert first.text + second.text == words.text
    assert put_together(lines, "zh") == words
    for part in (first, second):
        assert not part.languages or len(part.languages) == len(part.text.split("\n"))
