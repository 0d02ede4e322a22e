"""What changed inside a text: the words that were kept, removed and added.

Chinese is compared by characters, digits and Latin by whole words and numbers. What two texts have
in common by accident, a character or two amid what was rewritten, is not shown as kept, and what
was added begins and ends at punctuation where it can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "[\u0300-\u036f\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
_TOKEN = re.compile(
    r"[0-9]+(?:[.,:][0-9]+)*"
    rf"|[^\W\d_{_HAN}]+(?:['’-][^\W\d_{_HAN}]+)*"
    r"|\s+"
    rf"|.{_MARKS}",
    re.DOTALL,
)
_SENTENCE_ENDS = frozenset("。；！？.;!?")
_PAUSES = frozenset("，、：,:）)》」』”")
_MOST_CELLS = 400_000_000
"""Of the table that comparing two texts fills (a bit each): beyond, a text counts as replaced."""
_COMPARED = 4_000
"""Characters of a text that its likeness to another is judged by."""


class Part(NamedTuple):
    """A run of a text that both versions have, only the old one, or only the new one."""

    kind: Literal["kept", "removed", "added"]
    text: str


class _Edit:
    """Tokens kept in front, and what was removed and added after them."""

    def __init__(self, kept: list[str], removed: list[str], added: list[str]) -> None:
        self.kept, self.removed, self.added = kept, removed, added

    def weight(self) -> int:
        return max(_weight(self.removed), _weight(self.added))


def compare_words(before: str, after: str) -> tuple[Part, ...]:
    """The parts of both texts in order; those not added give `before`, those not removed `after`."""
    edits, rest = _edits(_TOKEN.findall(before), _TOKEN.findall(after))
    edits = _without_confetti(edits)
    _slide(edits, rest)
    return tuple(_parts(edits, rest))


def likeness(before: str, after: str, at_least: float = 0.0) -> float:
    """From 0 (nothing in common) to 1 (the same); 0 when it is less than `at_least`."""
    return Indel.normalized_similarity(before[:_COMPARED], after[:_COMPARED], score_cutoff=at_least)


def _edits(before: list[str], after: list[str]) -> tuple[list[_Edit], list[str]]:
    """The edits in order, and the tokens kept after the last one."""
    if len(before) * len(after) > _MOST_CELLS:
        return [_Edit([], before, after)], []
    edits: list[_Edit] = []
    kept: list[str] = []
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            kept = kept + before[step.src_start : step.src_end]
            continue
        if kept or not edits:
            edits.append(_Edit(kept, [], []))
            kept = []
        edits[-1].removed += before[step.src_start : step.src_end]
        edits[-1].added += after[step.dest_start : step.dest_end]
    return edits, kept


def _without_confetti(edits: list[_Edit]) -> list[_Edit]:
    """Edits put together where less is kept between them than either of them changes."""
    done: list[_Edit] = []
    for edit in edits:
        while done and _sense(edit.kept) <= min(done[-1].weight(), edit.weight()):
            last = done.pop()
            edit = _Edit(  # noqa: PLW2901
                last.kept,
                last.removed + edit.kept + edit.removed,
                last.added + edit.kept + edit.added,
            )
        done.append(edit)
    return done


def _weight(tokens: Iterable[str]) -> int:
    return sum(not token.isspace() for token in tokens)


def _sense(tokens: Iterable[str]) -> int:
    """What is kept weighs more when it is whole words or numbers: these are no accident."""
    return sum(0 if token.isspace() else 1 + (len(token) > 1) for token in tokens)


def _slide(edits: list[_Edit], rest: list[str]) -> None:
    """Moves each pure addition or removal to where it begins and ends best, the text unchanged.

    "甲，[乙，]丙" and "甲[，乙]，丙" add the same.
    """
    for number, edit in enumerate(edits):
        changed = edit.added or edit.removed
        if edit.added and edit.removed:
            continue
        following = edits[number + 1].kept if number + 1 < len(edits) else rest
        text = edit.kept + changed + following
        first, length = len(edit.kept), len(changed)
        # At least one kept token stays between two edits.
        lowest, highest = first, first
        while lowest > (number > 0) and text[lowest - 1] == text[lowest + length - 1]:
            lowest -= 1
        while highest + length < len(text) - (number + 1 < len(edits)) and (
            text[highest] == text[highest + length]
        ):
            highest += 1
        best = max(
            range(lowest, highest + 1),
            key=lambda at: (_boundary(text, at) + _boundary(text, at + length), at == first, at),
        )
        edit.kept[:] = text[:best]
        changed[:] = text[best : best + length]
        following[:] = text[best + length :]


def _boundary(text: Sequence[str], at: int) -> int:
    """How well a text is cut before the token `at`."""
    if at in (0, len(text)):
        return 4
    if text[at - 1] in _SENTENCE_ENDS:
        return 3
    if text[at - 1] in _PAUSES:
        return 2
    return int(text[at].isspace())


def _parts(edits: list[_Edit], rest: list[str]) -> Iterable[Part]:
    for edit in edits:
        if edit.kept:
            yield Part("kept", "".join(edit.kept))
        if edit.removed:
            yield Part("removed", "".join(edit.removed))
        if edit.added:
            yield Part("added", "".join(edit.added))
    if rest:
        yield Part("kept", "".join(rest))
