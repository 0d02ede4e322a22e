"""How far the translation is: `ipexport translate status` and `confirm`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ipexport.choices import unknown
from ipexport.nodes import MAX_SIZE
from ipexport.translation.lock import FILE, State, confirm, load_lock
from ipexport.translation.texts import PlacedText, load_texts
from ipexport.translation.units import state_of


class PartStatus(NamedTuple):
    """How many texts of a region, or of the work plan itself, are in which state."""

    part: str
    texts: int
    missing: int
    stale: int

    @property
    def coverage(self) -> float:
        """The share of the texts that are translated and not stale, from 0 to 1."""
        return (self.texts - self.missing - self.stale) / self.texts if self.texts else 1.0


class Status(NamedTuple):
    """The parts in the order of the document, and each text that is missing or stale.

    Without a lock (`locked`), nothing is known to be stale.
    """

    parts: tuple[PartStatus, ...]
    open: tuple[tuple[State, PlacedText], ...]
    locked: bool

    @property
    def total(self) -> PartStatus:
        texts, missing, stale = (
            sum(numbers) for numbers in zip(*(part[1:] for part in self.parts), strict=True)
        )
        return PartStatus("total", texts, missing, stale)


class Confirmation(NamedTuple):
    """The lock file, how many translations were asked for, and how many of them are new in it."""

    file: Path
    asked: int
    new: int


def translation_status(source: str | os.PathLike[str], max_size: int = MAX_SIZE) -> Status:
    """The state of every text of a dataset. Raises `SourceError` when it has errors."""
    listed = load_texts(source, max_size)
    lock = load_lock(listed.folder)
    states = [(state_of(one, lock), one) for one in listed.texts]
    counts = Counter((one.part, state) for state, one in states)
    texts = Counter(one.part for one in listed.texts)
    parts = tuple(
        PartStatus(part, texts[part], counts[part, "missing"], counts[part, "stale"]) for part in listed.parts
    )
    return Status(parts, tuple(entry for entry in states if entry[0] != "current"), lock is not None)


def confirm_translation(
    source: str | os.PathLike[str], names: Sequence[str] = (), max_size: int = MAX_SIZE
) -> Confirmation:
    """Confirms what is translated of regions, tasks and texts by their ids, of everything when empty.

    Raises `RequestError` for a name that the dataset does not have; nothing is then confirmed.
    """
    listed = load_texts(source, max_size)
    names_of = [(one, {one.part, one.owner, one.key, one.id}) for one in listed.texts]
    known = set().union(*(has for _, has in names_of))
    for name in names:
        if name not in known:
            raise unknown("region or task", name, listed.parts)
    asked = [one for one, has in names_of if one.text.en is not None and (not names or has & set(names))]
    new = confirm(listed.folder, listed.texts, asked)
    return Confirmation(listed.folder / FILE, len(asked), new)
