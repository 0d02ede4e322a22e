"""Files for translators, out and back: `ipexport translate export` and `import`.

Out: the texts asked for, as PO or XLIFF by the extension. Back: each text against the dataset as it
is now (`merging`); what is taken is written into the YAML files, where nothing else changes.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from ipexport.choices import unknown
from ipexport.dataset.editing import with_english
from ipexport.errors import Finding, RequestError
from ipexport.nodes import MAX_SIZE, decode, read_file
from ipexport.output import write_file
from ipexport.translation.glossary import load_glossary
from ipexport.translation.lock import State, confirm, load_lock
from ipexport.translation.merging import merge
from ipexport.translation.texts import PlacedText, load_texts
from ipexport.translation.units import Job, make_units

FORMATS = {".po": "po", ".xlf": "xliff", ".xliff": "xliff"}
"""The module for each extension. It has `write` (job to bytes) and `read` (bytes, name to texts)."""

STATES: tuple[State, ...] = ("missing", "stale", "current")


class Imported(NamedTuple):
    """What an import did: English written, translations confirmed, texts without news, conflicts."""

    written: tuple[PlacedText, ...]
    settled: int
    kept: int
    findings: tuple[Finding, ...]


def export_file(
    source: str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    regions: Sequence[str] = (),
    only: Collection[State] = (),
    max_size: int = MAX_SIZE,
) -> int:
    """Writes the texts of these regions (all when empty) in these states (all when empty).

    Returns how many. Raises `RequestError` when there is none: nothing is then written.
    """
    write = _format_of(path).write
    listed = load_texts(source, max_size)
    for name in regions:
        if name not in listed.parts:
            raise unknown("region", name, listed.parts)
    glossary = load_glossary(listed.folder, max_size)
    units = make_units(listed, load_lock(listed.folder), glossary, regions or listed.parts, only or STATES)
    if not units:
        raise RequestError("there is no such text: nothing is written")
    title = listed.work_plan.title
    write_file(path, write(Job(title.en or title.zh, listed.work_plan.date, units)))
    return len(units)


def import_file(
    source: str | os.PathLike[str], path: str | os.PathLike[str], *, max_size: int = MAX_SIZE
) -> Imported:
    """Takes over the English of a file, and confirms what the translator settled.

    Raises `SourceError` when the file or the dataset cannot be read; nothing is then changed.
    """
    read = _format_of(path).read
    listed = load_texts(source, max_size)
    lock = load_lock(listed.folder)
    merged = merge(listed, lock, read(read_file(path, max_size), os.fspath(path)))
    for file, data in _edited(merged.changed, max_size).items():
        write_file(file, data)
    settled = 0
    if lock is not None and merged.settled:
        new = {one.id: one for one in merged.changed}
        settled = confirm(listed.folder, [new.get(one.id, one) for one in listed.texts], merged.settled)
    return Imported(merged.changed, settled, merged.kept, merged.findings)


def _format_of(path: str | os.PathLike[str]) -> Any:
    """The module that writes and reads a file. Raises `RequestError` for another extension."""
    extension = Path(path).suffix.lower()
    if extension not in FORMATS:
        raise RequestError(f"{os.fspath(path)}: {unknown('extension', extension, FORMATS)}")
    return import_module(f"ipexport.translation.{FORMATS[extension]}")


def _edited(changed: Sequence[PlacedText], max_size: int) -> dict[Path, bytes]:
    """The files of the dataset with the new English; all are made before one is written."""
    english: dict[Path, dict[tuple[int, int], str]] = defaultdict(dict)
    for one in changed:
        place = one.zh_place
        english[Path(place.file)][place.line, place.column] = one.text.en or ""
    files = {}
    for file, words in english.items():
        if file.suffix.lower() == ".json":
            raise RequestError(f"{file}: English is written into YAML; make it with ipexport convert first")
        data = read_file(file, max_size)
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        files[file] = mark + with_english(decode(data, str(file)), words).encode()
    return files
