"""OUT/manifest.json: what was built, from what, with which bytes.

The manifest says of each handout its region, language, style and format, its size and SHA-256,
and a digest of all that decided its bytes (`inputs`). It has no clock: the same handouts have
the same manifest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from ipexport.output import write_file

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A handout or form that was built; `path` is relative to the output folder, with "/"; `format` is
    "form" for forms."""

    path: str
    region: str | None
    language: str
    style: str
    format: str
    inputs: str
    size: int
    sha256: str

    def describes(self, file: Path) -> bool:
        """Whether the file is still as it was built."""
        try:
            return file.stat().st_size == self.size and sha256(file.read_bytes()).hexdigest() == self.sha256
        except OSError:
            return False


def handout_path(region: str | None, language: str, extension: str) -> str:
    """Where a handout lies in the output folder; the whole document has no region."""
    return f"{language}/workplan{extension}" if region is None else f"{language}/regions/{region}{extension}"


def form_path(region: str, language: str, extension: str) -> str:
    """Where the form of a region lies in the output folder."""
    return f"{language}/forms/{region}{extension}"


def read_manifest(out: Path) -> dict[str, Entry]:
    """The entries by path; none where there is no manifest, or one that is not ours."""
    try:
        listed = json.loads((out / NAME).read_bytes())["files"]
        entries = [Entry(**said) for said in listed]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}
    return {entry.path: entry for entry in entries if _is_ours(entry)}


def _is_ours(entry: Entry) -> bool:
    """Every value has its type, and the path is no other than that of the handout or form."""
    texts = (entry.path, entry.language, entry.style, entry.format, entry.inputs, entry.sha256)
    if not all(isinstance(text, str) for text in (*texts, entry.region or "")):
        return False
    suffix = Path(entry.path).suffix
    paths = [handout_path(entry.region, entry.language, suffix)]
    if entry.region is not None:
        paths.append(form_path(entry.region, entry.language, suffix))
    return isinstance(entry.size, int) and entry.path in paths


def write_manifest(out: Path, entries: Iterable[Entry]) -> None:
    """Writes the manifest, in the order of the paths, when it says something new."""
    files = [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.path)]
    data = (json.dumps({"files": files}, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    path = out / NAME
    try:
        same = path.read_bytes() == data
    except OSError:
        same = False
    if not same:
        write_file(path, data)
