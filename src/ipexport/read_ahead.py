"""What `ipexport convert` does: reads in a second process while this one loads the writer.

With a small document either takes as long as the other. With a large one, handing over what was
read would take longer. Where it can be, half of a dataset folder is read, set and drawn in each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ipexport.second_process import Pair, SecondProcess, can_fork, together

if TYPE_CHECKING:
    from ipexport.errors import Finding
    from ipexport.model import WorkPlan
    from ipexport.recognition import TrackedChanges

_SMALL = 2**20
"""Bytes of a source that is small: handing over what was read takes no longer than reading it."""

_BYTES = 3
"""Of a Chinese character in UTF-8."""

_MOST_TOLD = 10
"""Warnings about a document that are told one by one."""


def convert(
    source: str,
    path: str,
    *,
    language: str,
    style: str,
    regions: Sequence[str],
    max_size: int | None,
    changes: TrackedChanges = "accepted",
    reference: str | None = None,
    report: Callable[[str], None] | None = None,
) -> list[Path]:
    """Reads one thing and writes another; see `ipexport.read` and `ipexport.write`.

    `report` is also called with each warning about a document that was read.
    """
    size = _size(Path(source)) if can_fork() else 0
    if size and not regions and language == "zh" and reference is None and Path(source).is_dir():
        data = _in_halves(Path(source), size, path, style, max_size)
        if data is not None:
            from ipexport.convert import write_files

            return write_files({Path(path): data}, source)
    reading = None
    if 0 < size <= _SMALL:
        reading = SecondProcess(lambda: _read_for_another(source, max_size, changes))
    # Imported only now: the other process does not wait for it.
    from ipexport.convert import is_folder, read_any, write_any
    from ipexport.formats import format_of, load_writer

    if not is_folder(path):
        load_writer(format_of(path))
    received = _received(reading.result()) if reading is not None else None
    if received is None:
        read = read_any(source, max_size, changes)
        received = read.work_plan, read.findings
    work_plan, findings = received
    # Of a dataset `ipexport check` tells; of a document only here it is seen what was not understood.
    if report and Path(source).is_file() and format_of(source).kind == "document":
        for finding in findings[:_MOST_TOLD]:
            report(str(finding))
        if len(findings) > _MOST_TOLD:
            report(f"{source}: {len(findings)} warnings in all; ipexport check prints them")
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


def _in_halves(folder: Path, size: int, path: str, style: str, max_size: int | None) -> bytes | None:
    """The Chinese file of a dataset folder, half of it made by each process.

    None where that cannot be, or where anything is wrong: whoever reads and writes all says what.
    (English says how much is not translated, which neither half knows.)
    """
    from ipexport.convert import is_folder
    from ipexport.formats import format_of, load_writer, render_half
    from ipexport.formats.halves import middle_of
    from ipexport.nodes import MAX_SIZE
    from ipexport.request import chosen_style, dated

    if is_folder(path):
        return None
    format = format_of(path)
    if not format.halves or size < format.halves_from:
        return None
    load_writer(format)

    def work(pair: Pair) -> bytes | None:
        from ipexport.dataset import dump_json, joined_json, load_part

        def own(sizes: list[int]) -> slice:
            middle = middle_of([size // _BYTES for size in sizes])
            return slice(middle, None) if pair.is_second else slice(middle)

        sheet = chosen_style(style, folder)
        part = load_part(folder, MAX_SIZE if max_size is None else max_size, own)
        others = pair.of_second(part.task_ids)
        if not part.work_plan.regions or (not pair.is_second and set(part.task_ids) & set(others)):
            return None
        work_plan = dated(part.work_plan)

        def dataset(pair: Pair) -> bytes:
            return joined_json(pair.both(dump_json(work_plan, indent=None, english=False)))

        return render_half(format, work_plan, sheet, dataset, pair)

    return together(work)


def _size(source: Path) -> int:
    """The bytes of a file, or of the files of a dataset folder."""
    files = [source] if source.is_file() else [*source.glob("*.yaml"), *source.glob("regions/*.yaml")]
    return sum(file.stat().st_size for file in files)


def _read_for_another(source: str, max_size: int | None, changes: TrackedChanges) -> bytes:
    import pickle

    from ipexport.convert import read_any

    read = read_any(source, max_size, changes)
    # Not the value itself: to get that back, the other process would have to import its reader.
    return pickle.dumps((read.work_plan, read.findings))


def _received(data: bytes | None) -> tuple[WorkPlan, tuple[Finding, ...]] | None:
    """What the other process read; None when it failed: it fails here, too, and is said."""
    import pickle

    return None if data is None else pickle.loads(data)
