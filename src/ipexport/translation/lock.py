"""The lock: which English was confirmed for which Chinese.

`translation.lock` beside the dataset has a line for each confirmed translation: the key of the
text, and digests of its Chinese and of its English. Where the Chinese changes, what it says now is
not in the lock: its translation is stale until it is confirmed again. Lines have no positions, so
that a text that is added or moved leaves the others as they are, and are sorted, so that version
control merges them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from ipexport.errors import Finding, Place, SourceError
from ipexport.nodes import MAX_SIZE, decode, read_file
from ipexport.output import write_file
from ipexport.translation.texts import PlacedText

FILE = "translation.lock"

State = Literal["missing", "stale", "current"]
"""Of a translation: there is none; it may not say what the Chinese says; it does."""

_HEAD = """\
# The translations that were confirmed: each text, and digests of its Chinese and of its English.
# Written by `ipexport translate confirm`. Where a merge has a conflict, keep the lines of both sides.
"""
_LINE = re.compile(r"(\S+) ([0-9a-f]{16}) ([0-9a-f]{16})")


class Line(NamedTuple):
    """A translation that was confirmed: the key of its text, the digests of its two languages."""

    key: str
    zh: str
    en: str


class Lock:
    """What was confirmed, with an answer to what that says about a text."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = frozenset(lines)
        self._chinese = {(line.key, line.zh) for line in self.lines}
        self._english = {(line.key, line.en) for line in self.lines}

    def state(self, one: PlacedText) -> State:
        """Whether the English says what the Chinese says, as far as somebody confirmed that.

        English that was changed while its Chinese stayed is a better translation of the same. English
        that belongs to another Chinese text, and English of a Chinese text never seen, are stale.
        """
        if one.text.en is None:
            return "missing"
        line = line_of(one)
        if line in self.lines:
            return "current"
        known = (line.key, line.zh) in self._chinese
        return "current" if known and not self.has_english(one) else "stale"

    def has_english(self, one: PlacedText) -> bool:
        """Whether the English was confirmed, for whatever Chinese of the same key."""
        line = line_of(one)
        return (line.key, line.en) in self._english


def digest(words: str) -> str:
    """16 hexadecimal digits of a text."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def line_of(one: PlacedText) -> Line:
    """The line of the lock that confirms a translation as it is now."""
    return Line(one.key, digest(one.text.zh), digest(one.text.en or ""))


def load_lock(folder: Path) -> Lock | None:
    """The lock of a folder; None where there is none: there, nothing is stale.

    Raises `SourceError` with every line that is not one of a lock.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    lines = set()
    findings = []
    for number, words in enumerate(decode(read_file(path, MAX_SIZE), str(path)).splitlines(), 1):
        if found := _LINE.fullmatch(words):
            lines.add(Line(*found.groups()))
        elif words and not words.startswith("#"):
            message = f"{words[:40]!r} is not a line of the lock"
            hint = "delete it, and see what ipexport translate status says"
            findings.append(Finding("bad-lock", "error", Place(str(path), number, 1), message, hint))
    if findings:
        raise SourceError(findings)
    return Lock(lines)


def confirm(folder: Path, texts: Iterable[PlacedText], settled: Iterable[PlacedText]) -> int:
    """Confirms the `settled` translations among the `texts` of a dataset, and writes the lock.

    A line of the old lock stays as long as its key has a text with that Chinese or that English, so
    that what is stale stays stale. Returns how many translations were not confirmed before.
    """
    old = (load_lock(folder) or Lock(())).lines
    new = {line_of(one) for one in settled if one.text.en is not None}
    settled_chinese = {(line.key, line.zh) for line in new}
    settled_english = {(line.key, line.en) for line in new}
    there = [line_of(one) for one in texts]
    chinese = {(line.key, line.zh) for line in there} - settled_chinese
    english = {(line.key, line.en) for line in there} - settled_english
    kept = {line for line in old if (line.key, line.zh) in chinese or (line.key, line.en) in english}
    lines = "".join(f"{' '.join(line)}\n" for line in sorted(kept | new))
    write_file(folder / FILE, (_HEAD + lines).encode())
    return len(new - old)
