"""What only a person can decide about what came back, and what was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from ipexport.compare.changes import What
from ipexport.compare.places import Place, Step
from ipexport.compare.text_report import part_name, short_title
from ipexport.errors import Place as SourcePlace
from ipexport.model import Language, RegionId

Kind = Literal["conflict", "rule", "row"]
"""A conflict is what both the dataset and the region changed, a rule what breaks one of the form's, a
row one that the region added, removed or moved."""

CellKey = tuple[str, str, int]
"""A cell by its task, its column, and its row of results, counted from 1."""

Taken = Literal["ours", "theirs", "edited"]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to decide. `base` is what was sent, `ours` what the dataset has, `theirs` what came back.

    `id` stays the same from run to run. Undecided (`taken` is None), `ours` stays.
    """

    id: str
    kind: Kind
    region: RegionId
    cell: CellKey
    what: What
    at: Place
    why: str
    file: str
    place: SourcePlace | None
    base: str
    ours: str
    theirs: str
    language: Language | None = None
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """A change of what the form does not ask for: it is not taken."""

    what: What
    at: Place
    file: str
    place: SourcePlace | None
    ours: str
    theirs: str


def case_id(owner: str, part: str, kind: str, language: Language | None, base: str, theirs: str) -> str:
    """ "hubei-reform-1.results.3f9a2c1b": what it is about, and a digest of what was sent and came back."""
    said = "\0".join((kind, language or "", base, theirs))
    return f"{owner}.{part}.{sha256(said.encode()).hexdigest()[:8]}"


def owner_of(place: Place) -> str:
    """The id of the task, else of the region, that a place is in."""
    step = place.task or place.region
    return step.id if step else "workplan"


def part_of(what: What, place: Place) -> str:
    """The column that a place is in, else what it is."""
    return place.cell or what


def where(one: Case | Locked) -> str:
    """For people: the way to something."""
    return f"{' › '.join(steps(one.at))}: {part_name(one.what, one.at)}"


def steps(place: Place) -> list[str]:
    """What the region, the focus area and the task of a place print, cut to part of a line."""
    return [short_title(step) for step in place[:3] if isinstance(step, Step)]
