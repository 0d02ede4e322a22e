"""A produced document against a golden one: how they differ, and the golden file written anew."""

from __future__ import annotations

import os
import tempfile
from os import PathLike
from pathlib import Path

from ipexport.compare.languages import languages_of
from ipexport.compare.sources import Source, compare_sources, read_path, read_source
from ipexport.compare.text_report import counts, text_report
from ipexport.convert import write_any
from ipexport.errors import SourceError
from ipexport.formats import format_of, readable_format_of
from ipexport.model import LANGUAGES, WorkPlan
from ipexport.output import write_file

Produced = str | PathLike[str] | bytes | WorkPlan
"""A path, the bytes of a file in the format of the golden one, or a work plan."""


def read_produced(produced: Produced, golden: Path) -> Source:
    """The produced document. Raises `IpexportError` when it cannot be read."""
    if isinstance(produced, WorkPlan):
        return Source("the work plan", produced, LANGUAGES)
    if isinstance(produced, bytes):
        name = f"the bytes (as {format_of(golden).title})"
        with tempfile.TemporaryDirectory(prefix="ipexport-") as folder:
            path = Path(folder, f"produced{golden.suffix}")
            path.write_bytes(produced)
            return read_path(path, name)
    return read_source(os.fspath(produced))


def problem_with(produced: Source, golden: Path, columns: int) -> str:
    """How the produced document is not as the golden one, for people; "" when it is.

    Lines are broken to fit `columns`. Raises `RequestError` where no golden document can ever be read
    or compared with the produced one.
    """
    if golden.suffix and not golden.is_dir():
        readable_format_of(golden)
    if not golden.exists():
        return f"{golden}: there is no such golden document"
    try:
        comparison = compare_sources(read_path(golden, str(golden)), produced)
    except SourceError as error:
        return str(error)
    if not comparison.changes:
        return ""
    note = f" ({comparison.note})" if comparison.note else ""
    found = counts(comparison.changes)
    report = text_report(comparison.changes, columns=columns)
    return f"{produced.name} is not as {golden}: {found}{note}\n\n{report.rstrip()}"


def accept(produced: Produced, source: Source, golden: Path) -> None:
    """Writes the golden document: the very bytes where the formats are one, else the work plan.

    Raises `IpexportError`; what was there before is then still there.
    """
    data = _same_bytes(produced, golden)
    if data is not None:
        write_file(golden, data)
    else:
        language = "-".join(languages_of(source.work_plan))
        write_any(
            source.work_plan,
            golden,
            language=language,
            style="official",
            regions=(),
            source=None,
            reference=None,
            report=None,
        )


def _same_bytes(produced: Produced, golden: Path) -> bytes | None:
    if isinstance(produced, bytes):
        return produced
    if isinstance(produced, WorkPlan) or not golden.suffix:
        return None
    path = Path(produced)
    return path.read_bytes() if path.is_file() and path.suffix.lower() == golden.suffix.lower() else None
