"""Messages stay one line, whatever is in them."""

from __future__ import annotations

from ipexport.cli.messages import counted, one_line


def test_control_characters_are_escaped_and_chinese_is_not() -> None:
    assert one_line("省\u3000。 a\nb\x1b[31m\u202e\udc80") == "省\u3000。 a\\nb\\x1b[31m\\u202e\\udc80"


def test_one_is_singular() -> None:
    assert [counted(number, "error") for number in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]
