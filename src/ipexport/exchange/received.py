"""The folder of received files: every original as it came, and what became of it.

A file is known by its SHA-256. `received.json` says for each one what it was called, the mail that it
came in, its regions and their base versions, and when everything in it was settled. What came back is
so never lost, and nothing is collected twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from ipexport.errors import Finding, Place, SourceError
from ipexport.exchange.inputs import Incoming, Mail
from ipexport.nodes import MAX_SIZE, read_file
from ipexport.output import write_file

INDEX = "received.json"
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Original:
    """A file that was received. `versions` are the base versions by region, None where a file names
    none; `settled` is the time when nothing of it was left to decide, "" before."""

    sha256: str
    file: str
    name: str
    mail: Mail | None
    versions: Mapping[str, str | None]
    settled: str = ""


def digest(data: bytes) -> str:
    """The SHA-256 of a file (hex)."""
    return sha256(data).hexdigest()


def original(incoming: Incoming) -> Original:
    """A file that has just come in."""
    found = digest(incoming.data)
    return Original(found, f"{found[:16]}-{_safe(incoming.file_name)}", incoming.name, incoming.mail, {})


def _safe(name: str) -> str:
    """A name that every system can have, with the extension."""
    path = PurePath(name)
    stem = re.sub(r"[^\w.-]+", "_", path.stem).strip("._") or "file"
    # Bytes, since that is what names of files are limited by.
    return stem.encode()[:_LONGEST_NAME].decode(errors="ignore") + path.suffix.lower()


def load_index(folder: Path) -> dict[str, Original]:
    """The files received so far, by their SHA-256; none where there is no index.

    Raises `SourceError` for an index that cannot be read.
    """
    path = folder / INDEX
    if not path.is_file():
        return {}
    try:
        return {one.sha256: one for one in map(_original, json.loads(read_file(path, MAX_SIZE))["files"])}
    except (ValueError, KeyError, TypeError, RecursionError):
        hint = "put back an older one, or delete it to collect everything again"
        raise SourceError(
            [Finding("damaged", "error", Place(str(path)), "is no index of received files", hint)]
        ) from None


def _original(shape: dict[str, Any]) -> Original:
    known = Original(**{**shape, "mail": shape["mail"] and Mail(**shape["mail"])})
    has_name = re.fullmatch(r"[0-9a-f]{64}", known.sha256) and not {"/", "\\"} & set(known.file)
    if not has_name or not isinstance(known.versions, dict):
        raise ValueError(known.file)
    return known


def kept_files(
    folder: Path, index: Mapping[str, Original], max_size: int = MAX_SIZE
) -> Iterator[Incoming | Finding]:
    """The files received so far; a finding for one that is gone or that somebody changed."""
    for known in index.values():
        path = folder / known.file
        if not path.is_file():
            message = f"was received as {known.name}, and is gone: the next --write forgets it"
            yield Finding(
                "lost-original", "warning", Place(str(path)), message, "put it back, if that is wrong"
            )
            continue
        try:
            data = read_file(path, max_size)
        except SourceError as error:
            yield from error.findings
            continue
        if digest(data) != known.sha256:
            message = f"is not the file that was received as {known.name}"
            yield Finding(
                "changed-original",
                "error",
                Place(str(path)),
                message,
                "collect a changed file from elsewhere",
            )
            continue
        yield Incoming(known.name, PurePath(known.file).name[17:], data, known.mail)


def keep(folder: Path, files: Iterable[tuple[Original, bytes]]) -> list[Path]:
    """Writes the originals that the folder does not have; returns their paths."""
    written = []
    for known, data in files:
        path = folder / known.file
        if not path.is_file() or digest(path.read_bytes()) != known.sha256:
            write_file(path, data)
            written.append(path)
    return written


def write_index(folder: Path, index: Sequence[Original]) -> list[Path]:
    """Writes the index where it says something new."""
    path = folder / INDEX
    shape = {"files": [asdict(one) for one in index]}
    data = (json.dumps(shape, ensure_ascii=False, indent=1) + "\n").encode()
    if path.is_file() and path.read_bytes() == data:
        return []
    write_file(path, data)
    return [path]


def settled(known: Original, now: str) -> Original:
    """A file of which nothing is left to decide, since `now` if not for longer."""
    return known if known.settled else replace(known, settled=now)
