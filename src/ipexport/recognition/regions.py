"""Which region a table is: by its properties, else by the division that its heading names."""

from __future__ import annotations

import re
from typing import NamedTuple

from ipexport.dataset.divisions import DIVISIONS
from ipexport.model import Text

UNKNOWN_CODE = "000000"
_PLACE_HOLDER = "{region}"
_KINDS = re.compile("(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")


class Identity(NamedTuple):
    """A region's id, code and name; `id` is empty for one that is not known."""

    id: str
    code: str
    name: Text


def identify(heading: Text, said: Identity | None, region_title: Text) -> Identity:
    """The region under a heading; `said` is what the file says besides.

    A name that stands in the heading comes before what is said.
    """
    if said is None:
        printed = _division(heading.zh or heading.en or "")
        name = Text(_name(heading.zh, region_title.zh, printed.name), None)
        if heading.en is not None:
            name = Text(name.zh, _name(heading.en, region_title.en or "", printed.name))
        return Identity(printed.id, printed.code, name)
    zh = _held_place(heading.zh, region_title.zh, said.name.zh)
    en = _held_place(heading.en or "", region_title.en or "", said.name.en or "")
    return said._replace(name=Text(zh or said.name.zh, en or said.name.en))


def _name(heading: str, region_title: str, division: str) -> str:
    return _held_place(heading, region_title) or (division if heading else "") or heading


class _Division(NamedTuple):
    id: str
    code: str
    name: str


def _division(heading: str) -> _Division:
    for division in DIVISIONS:
        if division[2] in heading:
            return _Division(*division)
    words = re.findall("[a-z]+", heading.lower())
    for id, code, name in DIVISIONS:
        short = _KINDS.sub("", name)
        if short in heading:
            return _Division(id, code, short)
        if id in words:
            return _Division(id, code, id.capitalize())
    return _Division("", UNKNOWN_CODE, "")


def _held_place(heading: str, region_title: str, name: str = "") -> str:
    """What stands in a heading where `region_title` has the place holder.

    `name` is that if the heading has it there; a place holder that stands twice holds nothing else.
    """
    if name and region_title.replace(_PLACE_HOLDER, name) == heading:
        return name
    before, holder, after = region_title.partition(_PLACE_HOLDER)
    if not holder or _PLACE_HOLDER in after or len(heading) <= len(before) + len(after):
        return ""
    fits = heading.startswith(before) and heading.endswith(after)
    return heading[len(before) : len(heading) - len(after)] if fits else ""


def title_of(heading: str, name: str) -> str:
    """The heading with the place holder for the region's name; nothing where it has no name."""
    return heading.replace(name, _PLACE_HOLDER) if name and name in heading else ""
