"""One work plan from and to one place: what `read`, `write`, `check` and `ipexport convert` do.

The modules of the dataset and those for writing are imported by whoever needs them: `read_ahead` reads
in another process than the one that writes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ipexport.errors import Finding, RequestError, SourceError
from ipexport.formats import Reading, format_of, reading, render
from ipexport.model import WorkPlan
from ipexport.nodes import MAX_SIZE

if TYPE_CHECKING:
    from ipexport.recognition import TrackedChanges
    from ipexport.style import Style

_UNREADABLE = {"unreadable", "no-dataset", "too-large", "not-utf-8", "control-character", "syntax"}
"""Codes of findings that say that there is no data to look at."""


def read_any(
    path: str | os.PathLike[str], max_size: int | None = None, changes: TrackedChanges = "accepted"
) -> Reading:
    """Reads a dataset folder, or a file by its extension. Raises `SourceError`."""
    limit = MAX_SIZE if max_size is None else max_size
    source = Path(path)
    if source.is_dir() or not source.suffix:
        from ipexport.dataset import load_dataset

        return load_dataset(source, limit)
    return reading(source, limit, changes)


def check_any(path: str | os.PathLike[str], max_size: int | None = None) -> list[Finding]:
    """Errors and warnings, of a dataset with those about its translation and the files beside it.

    Raises `SourceError` for a source that cannot be read at all.
    """
    try:
        if not _is_dataset(Path(path)):
            return list(read_any(path, max_size).findings)
        from ipexport.translation.checks import check_translation

        findings = check_translation(path, MAX_SIZE if max_size is None else max_size)
    except SourceError as error:
        if any(finding.code in _UNREADABLE for finding in error.findings):
            raise
        findings = list(error.findings)
    return findings + _beside(Path(path), max_size) if _is_dataset(Path(path)) else findings


def _beside(source: Path, max_size: int | None) -> list[Finding]:
    """What is wrong with the files beside a dataset, which are no part of it."""
    from ipexport.dataset.form_file import check_form

    try:
        return check_form(source, MAX_SIZE if max_size is None else max_size)
    except SourceError as error:
        return list(error.findings)


def _is_dataset(source: Path) -> bool:
    return source.is_dir() or not source.suffix or format_of(source).name in ("yaml", "json")


def write_any(
    work_plan: WorkPlan,
    path: str | os.PathLike[str],
    *,
    language: str,
    style: str | os.PathLike[str],
    regions: Sequence[str],
    source: str | os.PathLike[str] | None,
    reference: str | os.PathLike[str] | None,
    report: Callable[[str], None] | None,
) -> list[Path]:
    """Writes a dataset folder, or a file by its extension; see `ipexport.write`."""
    from ipexport.output import inside
    from ipexport.request import chosen_regions, chosen_style

    if regions:
        work_plan = work_plan.extract(chosen_regions(work_plan, regions))
    if is_folder(path):
        if reference is not None:
            raise RequestError("a reference is for one file, and a folder is to be written")
        from ipexport.dataset import dump_folder

        names = dump_folder(work_plan)
        files = {inside(Path(path), name): data for name, data in names.items()}
    else:
        sheet = chosen_style(style, source, reference)
        files = {Path(path): _one_file(work_plan, path, language, sheet, reference is not None, report)}
    return write_files(files, source)


def write_files(files: Mapping[Path, bytes], source: str | os.PathLike[str] | None) -> list[Path]:
    """Writes files, none over what was read. Raises `RequestError`."""
    from ipexport.output import write_file

    if source is not None:
        spare(Path(source), files)
    for file, data in files.items():
        write_file(file, data)
    return list(files)


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether a path to write to means a dataset folder."""
    name = os.fspath(path)
    return os.path.isdir(name) or name.endswith(("/", os.sep)) or not Path(name).suffix  # noqa: PTH112


def _one_file(
    work_plan: WorkPlan,
    path: str | os.PathLike[str],
    language: str,
    style: Style,
    asked: bool,
    report: Callable[[str], None] | None,
) -> bytes:
    """The bytes of a file; `asked` is whether the user named the style's reference beside it."""
    from ipexport.request import check_reference, chosen_languages, dated, untranslated

    format = format_of(path)
    if format.kind == "data":
        check_reference(style, asked, (format,), ())
        return render(format, work_plan, "zh", style)
    (chosen,) = chosen_languages(work_plan, [language])
    said = check_reference(style, asked, (format,), (chosen,))
    for line in filter(None, (said, untranslated(work_plan, (chosen,)))):
        if report:
            report(line)
    return render(format, dated(work_plan), chosen, style)


def spare(source: Path, files: Iterable[Path]) -> None:
    """Raises `RequestError` when a file to write is the source, or YAML inside its folder."""
    for file in files:
        target = Path(os.path.realpath(file))
        places = (target, *target.parents) if target.suffix in (".yaml", ".yml") else (target,)
        for place in places:
            # Compared as files, since two spellings can name one file.
            if place.exists() and source.exists() and place.samefile(source):
                raise RequestError(f"{file}: would be written over what was read; name another output")
