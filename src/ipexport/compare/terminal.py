"""Text for a terminal: columns of East Asian characters, lines that fit, colours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Look = Literal["plain", "removed", "added", "heading", "quiet"]
_CODES: dict[Look, str] = {
    "removed": "31;9",  # red and struck, green and underlined: not by colour alone
    "added": "32;4",
    "heading": "1",
    "quiet": "2",
}
_MARKS: dict[Look, tuple[str, str]] = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_TOKEN = re.compile(r"[^\W\d_\u2e80-\U0003ffff]+|\d+|\s|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：！？）》」』】”’％%,.;:!?)]}+-…")


class Run(NamedTuple):
    """A text in one look."""

    text: str
    look: Look = "plain"


def width(text: str) -> int:
    """Columns on a terminal: two for a wide or ambiguous character, none for a mark over another.

    Unicode Standard Annex #11; ambiguous ones are wide where the reader's fonts are Chinese.
    """
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def printable(text: str) -> str:
    """The text with control characters as escapes: text is data, and must not steer a terminal."""
    return "".join(
        repr(c)[1:-1] if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text
    )


def set_line(runs: Iterable[Run], indent: int, colour: bool, columns: int | None) -> Iterator[str]:
    """A line of text, broken where it is wider than `columns` (None: never), the rest indented."""
    line: list[Run] = []
    used = 0
    for run in _tokens(runs, colour):
        size = width(run.text)
        if columns is not None and line and used + size > columns and run.text[0] not in _NOT_FIRST:
            yield _painted(line, colour)
            line, used = [Run(" " * indent)], indent
            if run.text.isspace():
                continue
        line.append(run)
        used += size
    yield _painted(line, colour)


def _tokens(runs: Iterable[Run], colour: bool) -> Iterator[Run]:
    """What a line can be broken between; without colours, what changed is marked by brackets."""
    for run in runs:
        text = printable(run.text)
        opening, closing = ("", "") if colour else _MARKS.get(run.look, ("", ""))
        tokens = _TOKEN.findall(text) or [""]
        tokens[0] = opening + tokens[0]
        tokens[-1] += closing
        yield from (Run(token, run.look) for token in tokens if token)


def _painted(line: list[Run], colour: bool) -> str:
    if not colour:
        return "".join(run.text for run in line).rstrip()
    painted = []
    look: Look = "plain"
    for run in line:
        if run.look != look:
            painted.append("\033[0m" if look != "plain" else "")
            painted.append(f"\033[{_CODES[run.look]}m" if run.look != "plain" else "")
            look = run.look
        painted.append(run.text)
    painted.append("\033[0m" if look != "plain" else "")
    return "".join(painted)
