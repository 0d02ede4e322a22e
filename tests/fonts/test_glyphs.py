"""Which font prints a character: glyph by glyph, and nothing for what prints nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.fonts.choice import choose_fonts
from ipexport.fonts.glyphs import FontStack, Glyphs, MissingGlyph
from ipexport.fonts.report import font_stack
from ipexport.style import load_style
from ipexport.typography.clusters import is_invisible
from tests.fonts.made import made_font, saved

TITLE = choose_fonts(load_style("official"))["title"]


@pytest.fixture
def stack(tmp_path: Path) -> FontStack:
    first = Glyphs(saved(made_font(characters="知识A-"), tmp_path / "1.ttf"))
    second = Glyphs(saved(made_font(characters="知产权1"), tmp_path / "2.ttf"))
    return FontStack([first, second])


@pytest.fixture
def with_latin(tmp_path: Path) -> FontStack:
    chinese = Glyphs(saved(made_font(characters="知识产权A1·—"), tmp_path / "1.ttf"))
    latin = Glyphs(saved(made_font(characters="A1é·—- "), tmp_path / "latin.ttf"))
    return FontStack([chinese], latin)


def runs(stack: FontStack, text: str) -> list[tuple[int, str]]:
    stack.advances(text)
    return list(stack.runs(text))


def test_each_character_comes_from_the_first_font_that_has_it(stack: FontStack) -> None:
    assert stack.advances("知产A1") == [1.0, 1.0, 0.5, 0.5]
    assert runs(stack, "知识产权1知") == [(0, "知识"), (1, "产权1"), (0, "知")]


def test_text_that_the_first_font_has_is_one_run(stack: FontStack) -> None:
    assert runs(stack, "知识A") == [(0, "知识A")]


def test_a_character_that_no_font_has_is_an_error_that_names_it(stack: FontStack) -> None:
    with pytest.raises(
        MissingGlyph, match=r"no font has the character '😀' \(U\+1F600\); write it with another"
    ):
        stack.advances("知😀")


def test_a_private_character_has_no_glyph_even_where_a_font_has_one(tmp_path: Path) -> None:
    stack = FontStack([Glyphs(saved(made_font(characters="知\ue863"), tmp_path / "1.ttf"))])
    with pytest.raises(MissingGlyph, match=r"U\+E863 of the private use area"):
        stack.advances("\ue863")


def test_letters_digits_and_signs_come_from_the_latin_font(with_latin: FontStack) -> None:
    assert runs(with_latin, "知A1é识·—1") == [(0, "知"), (1, "A1é"), (0, "识·—"), (1, "1")]


def test_what_the_latin_font_lacks_comes_from_the_others(tmp_path: Path) -> None:
    chinese = Glyphs(saved(made_font(characters="知A%"), tmp_path / "1.ttf"))
    latin = Glyphs(saved(made_font(characters="A"), tmp_path / "latin.ttf"))
    assert runs(FontStack([chinese], latin), "A%知") == [(1, "A"), (0, "%知")]


@pytest.mark.parametrize(
    "character",
    ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\ufe0f", "\U000e0100", "\u200f", "\u202e"],
)
def test_what_prints_nothing_needs_no_glyph_and_stays_with_what_is_before_it(
    stack: FontStack, character: str
) -> None:
    assert stack.advances(f"知{character}") == [1.0, 0.0]
    assert runs(stack, f"产{character}知{character}") == [(1, f"产{character}"), (0, f"知{character}")]
    assert runs(stack, f"{character}产知") == [(1, f"{character}产"), (0, "知")]


def test_a_soft_hyphen_prints_at_the_end_of_a_line_only(stack: FontStack) -> None:
    assert stack.advances("A\xadA") == [0.5, 0.0, 0.5]
    assert stack.advances("A\xad") == [0.5, 0.5]
    assert stack.advances("\xad") == [0.5]
    assert runs(stack, "产A\xad") == [(1, "产"), (0, "A"), (0, "\xad")]


@pytest.mark.parametrize("character", ["a", "知", " ", "\u0301", "\u3000", "\u1160", "·"])
def test_what_has_ink_or_width_is_not_invisible(character: str) -> None:
    assert not is_invisible(character)


@given(st.text(st.sampled_from("知识𬭚㛃䶮A1\u200d\ufe0f\xad—")))
def test_the_runs_of_a_text_are_the_text(text: str) -> None:
    stack = font_stack(TITLE)
    assert "".join(words for _, words in runs(stack, text)) == text


@given(st.text(st.sampled_from("知识𬭚㛃䶮A1\u200d\ufe0f"), min_size=1))
def test_every_run_is_in_a_font_that_has_all_of_it(text: str) -> None:
    stack = font_stack(TITLE)
    for number, words in runs(stack, text):
        assert all(stack.fonts[number][c] for c in words if not is_invisible(c))
