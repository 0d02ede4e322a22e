"""ipexport: work-plan tables as Word, Excel and PDF, from one dataset.

    source/*.yaml ──▶ dataset ──▶ model ──▶ table ──▶ formats/docx  formats/xlsx  formats/pdf
    (canonical)                                └──▶ layout ──▶ (pages of Word, all of PDF)

The model is the document without any layout; the table is the one layout model; `layout` sets
tables in lines by the rules of `typography` and breaks them into pages; a writer draws them and
knows one format. `compare` finds what differs between two models, `translation` what differs between
two languages; `exchange` sends forms out to the regions and merges what comes back. Flow: cli -> this
API, exchange -> handouts, compare, convert (many files, two, one) -> translation, formats -> dataset,
table, style -> model. Nothing lower imports anything higher.

Public are `read`, `write`, `check`, `diff`, `build`, `__version__` and `IpexportError`, and the values
that they take and give back. Everything is imported when it is used: `import ipexport` is instant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ipexport.compare.changes import Change
    from ipexport.errors import Finding, IpexportError
    from ipexport.handouts import BuildResult
    from ipexport.model import WorkPlan
    from ipexport.recognition import TrackedChanges

__all__ = ["IpexportError", "__version__", "build", "check", "diff", "read", "write"]
__version__ = "0.1.0"


def read(
    path: str | PathLike[str], *, max_size: int | None = None, changes: TrackedChanges = "accepted"
) -> WorkPlan:
    """The work plan in a dataset folder, or in a file of any format that can be read.

    A Word file is read as if all its tracked `changes` were "accepted", or "rejected".
    `max_size` is the number of bytes that one source file may have (64 MiB when not given).
    Raises `IpexportError`: its message has a line for everything that is wrong.
    """
    from ipexport.convert import read_any

    return read_any(path, max_size, changes).work_plan


def write(
    work_plan: WorkPlan,
    path: str | PathLike[str],
    *,
    language: str = "zh",
    style: str | PathLike[str] = "official",
    regions: Sequence[str] = (),
    source: str | PathLike[str] | None = None,
    reference: str | PathLike[str] | None = None,
    report: Callable[[str], None] | None = None,
) -> list[Path]:
    """Writes one file, its format given by the extension, or a dataset folder.

    A folder is an existing one, a path that ends with "/", or a name without an extension.
    `style` is a name or the path of a style sheet; `regions` are ids, all when empty. `source` is
    where the work plan was read from: it is never overwritten, and a folder `styles` beside it is
    searched before the built-in styles. A Word file looks like the Word file `reference`: its styles,
    pages, headers and footers; `report` is called with a line about the styles that it lacks.

    Returns the files written. Raises `IpexportError`; what was there before is then still there.
    """
    from ipexport.convert import write_any

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


def check(path: str | PathLike[str], *, max_size: int | None = None) -> list[Finding]:
    """Everything that is wrong with the data, errors and warnings, in the order of the source.

    Raises `IpexportError` when the source cannot be read at all (missing, not YAML, too large).
    """
    from ipexport.convert import check_any

    return check_any(path, max_size)


def diff(before: WorkPlan, after: WorkPlan, *, languages: Sequence[str] = ()) -> tuple[Change, ...]:
    """What changed between two work plans, in the order of the second; () when nothing did.

    A change says what a reader of both sees: a region, focus area, task, cell or item that was added,
    removed, moved, reworded (with the words) or renumbered, or a plan cell that covers other tasks.
    Parts are matched by id, else by their text. `languages` are those compared, all when empty.
    `compare.changes` has the classes, `ipexport schema changes` prints what they are in JSON.

    Raises `IpexportError` for a language that there is not.
    """
    from ipexport.compare.differences import diff as compare
    from ipexport.compare.languages import known_languages

    return compare(before, after, known_languages(languages))


def build(
    source: str | PathLike[str] = "source",
    out: str | PathLike[str] = "out",
    *,
    formats: Sequence[str] = (),
    regions: Sequence[str] = (),
    languages: Sequence[str] = (),
    style: str | PathLike[str] = "official",
    jobs: int = 1,
    force: bool = False,
    max_size: int | None = None,
    report: Callable[[int, int, Path], None] | None = None,
    reference: str | PathLike[str] | None = None,
    form: bool = False,
) -> BuildResult:
    """Builds the handouts that changed: OUT/LANGUAGE/workplan.EXT, OUT/LANGUAGE/regions/REGION.EXT.

    Empty `formats` are docx, xlsx and pdf, empty `languages` those that the dataset has complete;
    empty `regions` are the whole document and each region, else only those regions. `jobs` is the
    number of processes; with more than one, a script needs the usual `if __name__ == "__main__":`.
    `force` builds what has not changed, too. `report` is called after each file with the number of
    files done, of files to do, and the file. Word files look like the Word file `reference` (see
    `write`). With `form`, the forms of the regions are built instead, as form.yaml beside the dataset
    says: OUT/LANGUAGE/forms/REGION.xlsx.

    Raises `IpexportError`; files that were finished by then stay and are in the manifest.
    """
    from ipexport.handouts import build_handouts

    return build_handouts(
        source,
        out,
        formats=formats,
        regions=regions,
        languages=languages,
        style=style,
        jobs=jobs,
        force=force,
        max_size=max_size,
        report=report,
        reference=reference,
        form=form,
    )


def __getattr__(name: str) -> object:
    if name == "IpexportError":
        from ipexport.errors import IpexportError

        return IpexportError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
