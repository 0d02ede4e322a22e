"""What can have changed between two documents, as data; `differences` finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ipexport.compare.places import Place, Step
from ipexport.compare.words import Part
from ipexport.model import Cell, FocusGroup, Item, Language, Plan, Region, Task, Text

What = Literal[
    "title",
    "subtitle",
    "region_title",
    "contents_title",
    "author",
    "subject",
    "date",
    "keyword",
    "column",
    "region",
    "code",
    "focus_area",
    "task",
    "results",
    "plan",
    "item",
]
"""What changed. A focus area without a region is one of the vocabulary; a column is its label."""


@dataclass(frozen=True, slots=True)
class Row:
    """A task with the plan cell that begins at it; None where a neighbour's covers it."""

    task: Task
    plan: Plan | None


Content = Region | FocusGroup | Row | Cell | Item | Text
"""What was added, removed or moved; of a region or focus area only what came or went with it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What changed in a text in one language."""

    language: Language
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """Something that is only in the new document, at `place`, with everything that is new in it."""

    what: What
    place: Place
    content: Content


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that is only in the old document, at `place`."""

    what: What
    place: Place
    content: Content


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that stands elsewhere; `content` is the item or the keyword, where it is one."""

    what: What
    before: Place
    after: Place
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class Reworded:
    """A text that says something else. (A date and a code have their figures as Chinese.)"""

    what: What
    before: Place
    after: Place
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Renumbered:
    """An item that prints another label, not only because others came, went or moved."""

    before: Place
    after: Place
    old: str | None
    new: str | None
    what: What = "item"


@dataclass(frozen=True, slots=True)
class Covers:
    """A plan cell that covers other tasks than before, of those that both documents have."""

    before: Place
    after: Place
    old: tuple[Step, ...]
    new: tuple[Step, ...]
    what: What = "plan"


Change = Added | Removed | Moved | Reworded | Renumbered | Covers
