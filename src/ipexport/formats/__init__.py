"""The registry of formats: what they are called and where their writers and readers live.

A new format is a folder in here and a line in `FORMATS`. Writers and readers are named, not
imported: a command pays only for the format that it uses.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, cast

from ipexport.choices import unknown
from ipexport.errors import Finding, RequestError

if TYPE_CHECKING:
    from ipexport.form import Form
    from ipexport.model import Languages, WorkPlan
    from ipexport.recognition import TrackedChanges
    from ipexport.second_process import Pair
    from ipexport.style import Style
    from ipexport.table import Document


class Reading(Protocol):
    """What a reader gives back: a work plan, and the warnings that came with it."""

    @property
    def work_plan(self) -> WorkPlan: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...


DocumentWriter = Callable[["Document", "Style"], bytes]
AttachingWriter = Callable[["Document", "Style", Callable[[], bytes]], bytes]
HalfWriter = Callable[["Document", "Style", Callable[["Pair"], bytes], "Pair"], bytes]
DataWriter = Callable[["WorkPlan"], bytes]
FormWriter = Callable[["Document", "Style", "Form", bytes], bytes]
Reader = Callable[[Path, int], Reading]
TrackingReader = Callable[[Path, int, "TrackedChanges"], Reading]
ReferenceCheck = Callable[["Style", "Languages"], tuple[str, ...]]


class Format(NamedTuple):
    """A file format.

    A "document" is drawn from tables with a style, in one language; its writer is a
    `DocumentWriter`, or an `AttachingWriter` that is told how to get the dataset of what is drawn,
    as JSON (`attaches`). A "form" is drawn for one region, with what it was made from as JSON; its writer
    is a `FormWriter`. "data" holds the model as it is; its writer is a `DataWriter`. `writer` and
    `reader` (a `Reader`: path, most bytes of a file; a `TrackingReader` where files have tracked
    changes, `tracks`) are "module:function", empty where there is
    none. `embeds` is whether fonts are in the file, `libraries` are the distributions that have a
    say in the bytes. `reference` is what looks at the user's file that a style names as a reference,
    for a format whose files can look like that: "module:function", a `ReferenceCheck`. `halves` is
    what writes a file whose regions two processes have: "module:function", a `HalfWriter`; that is
    faster for datasets of `halves_from` bytes or more.
    """

    name: str
    extensions: tuple[str, ...]
    title: str
    kind: Literal["document", "form", "data"]
    writer: str = ""
    reader: str = ""
    libraries: tuple[str, ...] = ()
    attaches: bool = False
    embeds: bool = False
    reference: str = ""
    tracks: bool = False
    halves: str = ""
    halves_from: int = 0


_DATASET = "ipexport.dataset:load_dataset"
_DUMP_JSON = "ipexport.dataset:dump_json"
FORMATS: tuple[Format, ...] = (
    Format(
        name="docx",
        extensions=(".docx",),
        title="Word",
        kind="document",
        writer="ipexport.formats.docx.writer:write",
        reader="ipexport.formats.docx.reader:read",
        libraries=("python-docx", "lxml"),
        tracks=True,
        reference="ipexport.formats.docx.reference:missing_styles",
        halves="ipexport.formats.docx.writer:write_half",
        halves_from=2**20,
    ),
    Format(
        name="xlsx",
        extensions=(".xlsx",),
        title="Excel",
        kind="document",
        writer="ipexport.formats.xlsx.writer:write",
        reader="ipexport.formats.xlsx.reader:read",
    ),
    Format(
        name="pdf",
        extensions=(".pdf",),
        title="PDF",
        kind="document",
        writer="ipexport.formats.pdf.writer:write",
        reader="ipexport.formats.pdf.reader:read",
        libraries=("uharfbuzz",),
        attaches=True,
        embeds=True,
        halves="ipexport.formats.pdf.writer:write_half",
        halves_from=2**16,
    ),
    Format("yaml", (".yaml", ".yml"), "YAML", "data", writer="ipexport.dataset:dump_yaml", reader=_DATASET),
    Format("json", (".json",), "JSON", "data", writer=_DUMP_JSON, reader=_DATASET),
    Format("transcription", (".txt",), "Transcription", "data", reader="ipexport.formats.transcription:read"),
)

FORM = Format("form", (".xlsx",), "Form", "form", writer="ipexport.formats.xlsx.form.writer:write")
"""What regions fill in; its files are read as those of its extension."""


def format_of(path: str | os.PathLike[str]) -> Format:
    """The format that a path's extension names. Raises `RequestError` when there is none."""
    extension = PurePath(path).suffix.lower()
    for format in FORMATS:
        if extension in format.extensions:
            return format
    known = (extension for format in FORMATS for extension in format.extensions)
    raise RequestError(f"{os.fspath(path)}: {unknown('extension', extension, known)}")


def readable_format_of(path: str | os.PathLike[str]) -> Format:
    """The format of a file to read. Raises `RequestError` when nothing reads such a file."""
    format = format_of(path)
    if not format.reader:
        raise RequestError(f"{os.fspath(path)}: cannot be read ({_those_with('reader')} can)")
    return format


def reading(path: Path, max_size: int, changes: TrackedChanges) -> Reading:
    """Reads a file, in a view of the tracked changes that it may have.

    Raises `RequestError` when nothing reads such a file, `SourceError` when it cannot be read.
    """
    format = readable_format_of(path)
    reader = _load(format.reader)
    if format.tracks:
        return cast(TrackingReader, reader)(path, max_size, changes)
    return cast(Reader, reader)(path, max_size)


def load_writer(format: Format) -> None:
    """Imports what writes a format. Raises `RequestError` when nothing does."""
    _writer(format)


def render(format: Format, work_plan: WorkPlan, languages: Languages, style: Style) -> bytes:
    """The bytes of a file; languages and style are those of a document, data has all languages."""
    writer = _writer(format)
    if format.kind == "data":
        return cast(DataWriter, writer)(work_plan)
    document, style = _drawn(work_plan, languages, style)
    if format.attaches:
        dump_json = cast(Callable[..., bytes], _load(_DUMP_JSON))

        def dataset() -> bytes:
            return dump_json(work_plan, indent=None, english=languages != "zh")

        return cast(AttachingWriter, writer)(document, style, dataset)
    if len(document.sections) == 1:
        document = document.made_from(cast(Callable[..., bytes], _load(_DUMP_JSON))(work_plan, indent=None))
    return cast(DocumentWriter, writer)(document, style)


def render_form(work_plan: WorkPlan, languages: Languages, style: Style, form: Form) -> bytes:
    """The bytes of the form of a work plan with one region."""
    document, style = _drawn(work_plan, languages, style)
    base = cast(Callable[..., bytes], _load(_DUMP_JSON))(work_plan, indent=None)
    return cast(FormWriter, _load(FORM.writer))(document.made_from(base), style, form, base)


def _drawn(work_plan: WorkPlan, languages: Languages, style: Style) -> tuple[Document, Style]:
    """The tables of a work plan, and the style that they are drawn in."""
    from ipexport.table import tabulate

    style = style.spoken(languages)
    document = tabulate(work_plan, languages, style.table.focus_area, style.bilingual.arrangement)
    if style.table.widths == "auto":
        from ipexport.layout.widths import with_widths

        style = with_widths(style, document)
    return document, style


def render_half(
    format: Format, work_plan: WorkPlan, style: Style, dataset: Callable[[Pair], bytes], pair: Pair
) -> bytes | None:
    """The bytes of a file in Chinese, the regions of which the two processes of a pair have; the second
    one gets nothing, and neither gets anything where the style has to look at all of them, or at a
    file of the user's, of which there is something to say."""
    from ipexport.table import tabulate

    if style.table.widths == "auto" or (format.reference and style.docx.reference is not None):
        return None
    style = style.spoken("zh")
    document = tabulate(work_plan, "zh", style.table.focus_area)
    return cast(HalfWriter, _load(format.halves))(document, style, dataset, pair)


def missing_styles(format: Format, style: Style, languages: Languages) -> tuple[str, ...]:
    """The names of the styles that the style's reference lacks, and that come from the style sheet.

    None where the format follows no reference, or the style names none. Raises `RequestError` for a
    reference that cannot be taken.
    """
    if not format.reference or style.docx.reference is None:
        return ()
    return cast(ReferenceCheck, _load(format.reference))(style.spoken(languages), languages)


def _writer(format: Format) -> object:
    if not format.writer:
        raise RequestError(f"the format {format.name} cannot be written ({_those_with('writer')} can)")
    return _load(format.writer)


def _load(entry: str) -> object:
    module, _, function = entry.partition(":")
    return getattr(import_module(module), function)


def _those_with(part: str) -> str:
    return ", ".join(format.name for format in FORMATS if getattr(format, part))
