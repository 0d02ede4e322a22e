"""What the command line says: messages and progress on standard error, results on standard output."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from typing import TypedDict


def say(message: str) -> None:
    """One line on standard error."""
    print(f"ipexport: {one_line(message)}", file=sys.stderr, flush=True)


def one_line(message: str) -> str:
    """The message with control characters, which names and data can have, written as escapes."""
    return "".join(
        repr(c)[1:-1] if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in message
    )


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def print_json(value: object) -> None:
    """JSON on standard output, in characters that its encoding has."""
    import json

    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not utf8, indent=1))


class Terminal(TypedDict):
    """How standard output shows text: with colours or not, and in how many columns (None: any)."""

    colour: bool
    columns: int | None


def terminal() -> Terminal:
    """Colours and lines that fit where a person looks at it; see https://no-color.org/ for NO_COLOR."""
    if not sys.stdout.isatty():
        return {"colour": False, "columns": None}
    import shutil

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {"colour": colour, "columns": max(shutil.get_terminal_size().columns, 20)}


class Progress:
    """Tells each file that is done: in one line that is written over, or with `lines` in its own.

    The one line is shown only where a person looks at it.
    """

    def __init__(self, *, shown: bool, lines: bool) -> None:
        self.lines = shown and lines
        self.shown = shown and not lines and sys.stderr.isatty()
        self.width = 0

    def __call__(self, done: int, total: int, file: Path) -> None:
        if self.lines:
            say(f"wrote {file}")
        elif self.shown:
            import shutil

            room = shutil.get_terminal_size().columns - 1
            self._show(f"{done}/{total} {file.as_posix()}"[:room])

    def end(self) -> None:
        """Wipes the line, so that what follows begins on an empty one."""
        if self.width:
            self._show("")
            print("\r", end="", file=sys.stderr, flush=True)

    def _show(self, line: str) -> None:
        print("\r" + line.ljust(self.width), end="", file=sys.stderr, flush=True)
        self.width = len(line)
