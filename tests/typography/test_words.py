"""Latin words that must break; pyphen is loaded only for them."""

from __future__ import annotations

import subprocess
import sys

from ipexport.typography.words import ADDRESS_SIGNS, hyphenations, is_latin, sign_break


def test_text_is_latin_when_all_of_it_has_word_spaces() -> None:
    assert is_latin("the R&D plan “2018” – 50%")
    assert not is_latin("the 知 plan")
    assert not is_latin("가")


def test_an_address_breaks_after_the_last_sign_that_fits() -> None:
    address = "example.org/a-b"
    assert sign_break(address, 0, 14, ADDRESS_SIGNS) == 14
    assert sign_break(address, 0, 13, ADDRESS_SIGNS) == 12
    assert sign_break(address, 0, 5, ADDRESS_SIGNS) is None


def test_a_decimal_point_is_no_sign_of_an_address() -> None:
    assert sign_break("3.14", 0, 3, ADDRESS_SIGNS) is None


def test_a_word_is_hyphenated_before_a_place_the_last_one_first() -> None:
    assert [("administration"[:n]) for n in hyphenations("administration", 0, 13)] == [
        "administra", "adminis", "admin", "ad",
    ]  # fmt: skip
    assert list(hyphenations("知administration", 1, 5)) == [3]


def test_short_words_and_numbers_are_not_hyphenated() -> None:
    assert list(hyphenations("2016-2017", 0, 7)) == []
    assert list(hyphenations("into", 0, 3)) == []


def test_chinese_text_is_broken_without_loading_the_dictionary() -> None:
    code = (
        "import sys; from ipexport.typography.breaking import break_lines; text = '推进R&D（GDP）工作。the plan ' * 9; "
        "break_lines(text, [1.0] * len(text), 9.3, hyphen=0.3); sys.exit('pyphen' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
