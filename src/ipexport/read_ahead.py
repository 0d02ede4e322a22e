"""What `ipexport convert` does: reads in a second process while this one loads the writer.

With a small document either takes as long as the other. With a large one, handing over what was
read would take longer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ipexport.second_process import SecondProcess, can_fork

if TYPE_CHECKING:
    from ipexport.model import WorkPlan

_SMALL = 2**20
"""Bytes of a source that is small."""


def convert(
    source: str,
    path: str,
    *,
    language: str,
    style: str,
    regions: Sequence[str],
    max_size: int | None,
    reference: str | None = None,
    report: Callable[[str], None] | None = None,
) -> list[Path]:
    """Reads one thing and writes another; see `ipexport.read` and `ipexport.write`."""
    reading = None
    if can_fork() and _size(Path(source)) <= _SMALL:
        reading = SecondProcess(lambda: _read_for_another(source, max_size))
    # Imported only now: the other process does not wait for it.
    from ipexport.convert import is_folder, read_any, write_any
    from ipexport.formats import format_of, load_writer

    if not is_folder(path):
        load_writer(format_of(path))
    received = _received(reading.result()) if reading is not None else None
    if received is None:
        read = read_any(source, max_size)
        received = read.work_plan, len(read.findings)
    work_plan, warnings = received
    if warnings and report is not None and _is_document(source):
        many = f"{warnings} warning{'s' if warnings > 1 else ''}"
        report(f"{source}: {many}; ipexport check prints what was not understood")
    return write_any(
        work_plan,
        path,
        language=language,
        style=style,
        regions=regions,
        source=source,
        reference=reference,
        report=report,
    )


def _is_document(source: str) -> bool:
    """Whether a warning says that something was left out, not that something can be improved."""
    from ipexport.formats import format_of

    return not Path(source).is_dir() and bool(Path(source).suffix) and format_of(source).kind == "document"


def _size(source: Path) -> int:
    """The bytes of a file, or of the files of a dataset folder."""
    files = [source] if source.is_file() else [*source.glob("*.yaml"), *source.glob("regions/*.yaml")]
    return sum(file.stat().st_size for file in files)


def _read_for_another(source: str, max_size: int | None) -> bytes:
    import pickle

    from ipexport.convert import read_any

    reading = read_any(source, max_size)
    return pickle.dumps((reading.work_plan, len(reading.findings)))


def _received(data: bytes | None) -> tuple[WorkPlan, int] | None:
    """What the other process read, and the number of warnings; None when it failed: it fails here,
    too, and is said."""
    import pickle

    return None if data is None else pickle.loads(data)
