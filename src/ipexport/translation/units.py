"""What goes to translators and what comes back, whatever the format of the file.

A `Unit` is a text with all that a translator needs; `Returned` is what a file says of it later.
Each carries a digest of the English at the time of the export, so that afterwards it can be told
on which side it changed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date as Date
from pathlib import Path
from typing import NamedTuple

from ipexport.errors import Place
from ipexport.translation.glossary import Glossary, Term
from ipexport.translation.lock import Lock, State, digest
from ipexport.translation.texts import PlacedText, TextList


class Unit(NamedTuple):
    """A text to translate: `file` and `line` say where its Chinese stands in the dataset."""

    id: str
    part: str
    file: str
    line: int
    zh: str
    en: str | None
    state: State
    terms: tuple[Term, ...]

    @property
    def exported(self) -> str:
        """What the file says of the English as it is now."""
        return digest_of(self.en)


class Job(NamedTuple):
    """What is exported together. `date` is the dataset's."""

    title: str
    date: Date
    units: tuple[Unit, ...]


class Returned(NamedTuple):
    """A text as it came back, from `place`.

    `settled` is whether the translator holds it to be done; `exported` is the digest that the unit
    had, None where the file has lost it.
    """

    id: str
    zh: str
    en: str
    settled: bool
    exported: str | None
    place: Place


NOTHING = "nothing"
STALE_NOTE = "The Chinese has changed since this was translated."


def make_units(
    listed: TextList, lock: Lock | None, glossary: Glossary, parts: Collection[str], states: Collection[State]
) -> tuple[Unit, ...]:
    """The texts of these parts that are in one of these states."""
    units = []
    for one in listed.texts:
        state = state_of(one, lock)
        if one.part in parts and state in states:
            units.append(
                Unit(
                    id=one.id,
                    part=one.part,
                    file=_file(one, listed),
                    line=one.zh_place.line,
                    zh=one.text.zh,
                    en=one.text.en,
                    state=state,
                    terms=glossary.found_in(one.text.zh),
                )
            )
    return tuple(units)


def state_of(one: PlacedText, lock: Lock | None) -> State:
    """The state of a translation; without a lock, none is stale."""
    if lock is not None:
        return lock.state(one)
    return "missing" if one.text.en is None else "current"


def digest_of(english: str | None) -> str:
    """The digest of an English text, "nothing" where there is none."""
    return NOTHING if english is None else digest(english)


def _file(one: PlacedText, listed: TextList) -> str:
    """The file's name within the dataset: the same wherever the dataset lies."""
    return Path(one.zh_place.file).relative_to(listed.folder).as_posix()
