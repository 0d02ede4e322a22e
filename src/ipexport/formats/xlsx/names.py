"""Names that Excel accepts: of sheets, and of the cells that hold a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 31
_NOT_AT_ENDS = " '"
_FULL_WIDTH = str.maketrans("[]:*?/\\", "［］：＊？／＼")
_NOT_IN_XML = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """A name for each sheet, as near to the wanted one as Excel allows.

    At most 31 UTF-16 units, none of []:*?/\\, no apostrophe at either end, not "History", and no
    two names that differ in case only.
    """
    return _unique((_valid(name) for name in wanted), {"history"})


def defined_names(kind: str, ids: Iterable[str]) -> list[str]:
    """A name for each of some ranges: what they are ("table", say) and the id of what they hold."""
    return _unique((f"{kind}_" + re.sub("[^0-9A-Za-z_]", "_", id) for id in ids), set(), "{}_{}")


def quoted(sheet: str) -> str:
    """A sheet's name in a reference to its cells."""
    return "'" + sheet.replace("'", "''") + "'"


def _valid(name: str) -> str:
    plain = _NOT_IN_XML.sub(" ", name).translate(_FULL_WIDTH)
    return _cut(plain.strip(_NOT_AT_ENDS), _LONGEST) or "Sheet"


def _cut(name: str, units: int) -> str:
    """The longest beginning of the name that has at most so many UTF-16 units."""
    return name.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip(_NOT_AT_ENDS)


def _unique(names: Iterable[str], taken: set[str], form: str = "{} ({})") -> list[str]:
    """The names, numbered where one comes again; `taken` are those that nobody may have."""
    unique: list[str] = []
    counts: dict[str, int] = {}
    for name in names:
        key = _key(name)
        chosen = name
        while _key(chosen) in taken:
            counts[key] = counts.get(key, 1) + 1
            number = counts[key]
            room = _LONGEST - len(form.format("", number))
            chosen = form.format(_cut(name, room), number)
        taken.add(_key(chosen))
        unique.append(chosen)
    return unique


def _key(name: str) -> str:
    return name.lower().casefold()
