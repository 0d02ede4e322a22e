"""What is compared or merged: a file or folder of any format that can be read, or one of a git revision."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ipexport.compare.alignment import Alignment, align
from ipexport.compare.changes import Change
from ipexport.compare.differences import changes
from ipexport.compare.git import checked_out
from ipexport.compare.languages import languages_of, only
from ipexport.compare.merging.decisions import Side
from ipexport.compare.merging.merge import Merge, merge
from ipexport.convert import read_any
from ipexport.errors import RequestError, SourceError
from ipexport.formats import format_of
from ipexport.model import LANGUAGES, Language, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import TrackedChanges

_LANGUAGE_NAMES: dict[Language, str] = {"zh": "Chinese", "en": "English"}


class Source(NamedTuple):
    """A work plan, what it is called, and the languages that it can say."""

    name: str
    work_plan: WorkPlan
    languages: tuple[Language, ...]


class Comparison(NamedTuple):
    """Two sources, aligned in the languages that both can say, and the changes.

    `note` says which language could not be compared; it is empty when all were.
    """

    before: Source
    after: Source
    alignment: Alignment
    changes: tuple[Change, ...]
    note: str


def compare(
    before: str, after: str, max_size: int | None = None, changes: TrackedChanges = "accepted"
) -> Comparison:
    """Reads and compares two sources. Raises `IpexportError` when one cannot be read."""
    return compare_sources(*(read_source(name, max_size, changes) for name in (before, after)))


def compare_sources(before: Source, after: Source) -> Comparison:
    """Compares what was read."""
    languages = tuple(language for language in before.languages if language in after.languages)
    if not languages:
        raise RequestError(f"{before.name} and {after.name} have no language in common")
    old, new = before.work_plan, after.work_plan
    note = ""
    if languages != LANGUAGES:
        left_out = [
            one for one in LANGUAGES if one in {*languages_of(old), *languages_of(new)} - {*languages}
        ]
        for language in left_out:
            lacking = before if language not in before.languages else after
            note = f"{lacking.name} has no {_LANGUAGE_NAMES[language]}, so that is not compared"
        old, new = only(old, languages), only(new, languages)
    alignment = align(old, new)
    return Comparison(before, after, alignment, changes(alignment), note)


def merge_sources(
    base: str, ours: str, theirs: str, *, prefer: Side | None, max_size: int | None = None
) -> Merge:
    """Reads and merges three sources. Raises `IpexportError` when one cannot be read."""
    old, mine, their = (read_source(name, max_size) for name in (base, ours, theirs))
    return merge(old.work_plan, mine.work_plan, their.work_plan, prefer, (mine.languages, their.languages))


def read_source(name: str, max_size: int | None = None, changes: TrackedChanges = "accepted") -> Source:
    """Reads a path, or `REVISION:PATH` where there is no such path. Raises `IpexportError`."""
    with located(name, max_size) as path:
        return read_path(path, name, max_size, changes)


def read_path(
    path: Path, name: str, max_size: int | None = None, changes: TrackedChanges = "accepted"
) -> Source:
    """Reads a path that messages call `name`. Raises `IpexportError`."""
    try:
        work_plan = read_any(path, max_size, changes).work_plan
    except SourceError as error:
        raise _renamed(error, str(path), name) from None
    drawn = path.is_file() and format_of(path).kind == "document"
    return Source(name, work_plan, languages_of(work_plan) if drawn else LANGUAGES)


@contextmanager
def located(name: str, max_size: int | None) -> Iterator[Path]:
    """The path to read, for as long as it is read."""
    if not name:
        raise RequestError("a document has to have a name (a path, or REVISION:PATH of git)")
    if os.path.lexists(name) or not _is_revision(name):
        yield Path(name)
        return
    with tempfile.TemporaryDirectory(prefix="ipexport-") as folder:
        yield checked_out(name, Path(folder), MAX_SIZE if max_size is None else max_size)


def _is_revision(name: str) -> bool:
    """`HEAD~1:source`, but not `C:\\source`, and no option of git's."""
    return re.match(r"(?![A-Za-z]:[\\/])[^-:][^:]*:", name) is not None


def _renamed(error: SourceError, path: str, name: str) -> SourceError:
    """The error with the name that the user gave in the place of the temporary one."""
    return SourceError(
        [
            finding._replace(place=finding.place._replace(file=name + finding.place.file.removeprefix(path)))
            if finding.place.file.startswith(path)
            else finding
            for finding in error.findings
        ]
    )
