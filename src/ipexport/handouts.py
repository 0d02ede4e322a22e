"""The handouts of a work plan, or its forms: which files, which are up to date, built and recorded.

`build_handouts` in five steps: read the dataset; decide the files; leave out those whose inputs
and bytes are what the manifest says; draw and write the others, the biggest first; write the
manifest, whatever happened.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zlib import ZLIB_RUNTIME_VERSION

import ipexport
from ipexport.convert import read_any
from ipexport.errors import Finding, RequestError
from ipexport.fonts.choice import font_digests
from ipexport.form import Form
from ipexport.formats import FORM, Format, render, render_form
from ipexport.manifest import Entry, form_path, handout_path, read_manifest, write_manifest
from ipexport.model import Languages, RegionId, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.output import inside, write_file
from ipexport.parallel import for_each
from ipexport.request import (
    check_reference,
    chosen_formats,
    chosen_languages,
    chosen_regions,
    chosen_style,
    dated,
    untranslated,
)
from ipexport.style import Style

Report = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    `left_over` are handouts of regions that have left the dataset: they are no longer in the
    manifest, and nothing was deleted. `findings` are the warnings about the dataset;
    `missing_styles` is a line about the styles that the reference lacks, if it does.
    """

    out: Path
    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    left_over: tuple[Path, ...]
    findings: tuple[Finding, ...]
    untranslated: str
    missing_styles: str | None


@dataclass(frozen=True, slots=True)
class Handout:
    """A file to be; `inputs` is the digest of all that decides its bytes, `length` its text's."""

    path: str
    region: RegionId | None
    language: Languages
    format: Format
    inputs: str
    length: int


@dataclass(frozen=True, slots=True)
class Job:
    """What all handouts of a build have in common; `form` is that of the forms, if these are built."""

    work_plan: WorkPlan
    style: Style
    out: Path
    form: Form | None


def build_handouts(
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    formats: Sequence[str],
    regions: Sequence[str],
    languages: Sequence[str],
    style: str | os.PathLike[str],
    jobs: int,
    force: bool,
    max_size: int | None,
    report: Report | None,
    reference: str | os.PathLike[str] | None,
    form: bool = False,
) -> BuildResult:
    """See `ipexport.build`."""
    if form and formats:
        raise RequestError("forms are Excel files: a format cannot be chosen")
    reading = read_any(source, max_size)
    job = Job(
        work_plan=dated(reading.work_plan),
        style=chosen_style(style, source, reference),
        out=Path(out),
        form=_form(source, max_size) if form else None,
    )
    handouts = tuple(_handouts(job, formats, regions, languages))
    drawn = tuple(dict.fromkeys(handout.format for handout in handouts))
    spoken = tuple(dict.fromkeys(handout.language for handout in handouts))
    missing = check_reference(job.style, reference is not None, drawn, spoken)
    files = {handout.path: inside(job.out, handout.path) for handout in handouts}

    recorded = read_manifest(job.out)
    entries, left_over = _kept(job, recorded)
    changed = [h for h in handouts if force or not _up_to_date(h, entries.get(h.path), files[h.path])]
    changed.sort(key=lambda handout: -handout.length)
    count = 0

    def record(entry: Entry) -> None:
        nonlocal count
        count += 1
        entries[entry.path] = entry
        if report:
            report(count, len(changed), files[entry.path])

    try:
        for_each(_make, job, changed, jobs, record)
    finally:
        if entries or recorded:
            write_manifest(job.out, entries.values())
    made = {handout.path for handout in changed}
    return BuildResult(
        out=job.out,
        written=tuple(file for path, file in files.items() if path in made),
        unchanged=tuple(file for path, file in files.items() if path not in made),
        left_over=left_over,
        findings=reading.findings,
        untranslated=untranslated(job.work_plan, spoken),
        missing_styles=missing,
    )


def _form(source: str | os.PathLike[str], max_size: int | None) -> Form:
    from ipexport.dataset.form_file import load_form

    return load_form(source, MAX_SIZE if max_size is None else max_size)


def _handouts(
    job: Job, formats: Sequence[str], regions: Sequence[str], languages: Sequence[str]
) -> Iterator[Handout]:
    """The files asked for: the whole document first, then the regions in its order; a form each for the
    regions only."""
    asked = chosen_regions(job.work_plan, regions)
    every = tuple(region.id for region in job.work_plan.regions)
    parts: tuple[RegionId | None, ...] = asked or (every if job.form else (None, *every))
    spoken = chosen_languages(job.work_plan.extract(asked) if asked else job.work_plan, languages)
    content = _Content(job.work_plan)
    wanted = (FORM,) if job.form else chosen_formats(formats)
    chosen = [(format, (*_made_by(format, job.style), repr(job.form))) for format in wanted]
    for language in spoken:
        for part in parts:
            for format, maker in chosen:
                yield Handout(
                    path=_path(part, language, format),
                    region=part,
                    language=language,
                    format=format,
                    inputs=_digest(*content.of(part), repr(job.style), language, format.name, *maker),
                    length=content.length(part),
                )


def _path(region: RegionId | None, language: Languages, format: Format) -> str:
    (extension, *_) = format.extensions
    if region is not None and format is FORM:
        return form_path(region, language, extension)
    return handout_path(region, language, extension)


class _Content:
    """Digests and lengths of the document's parts, each part looked at once."""

    def __init__(self, work_plan: WorkPlan) -> None:
        # The representation of the frozen values says every field, in order.
        self._frame = _digest(repr(replace(work_plan, regions=())))
        self._regions: dict[str, tuple[str, int]] = {}
        for region in work_plan.regions:
            said = repr(region)
            self._regions[region.id] = _digest(said), len(said)

    def of(self, region: str | None) -> tuple[str, ...]:
        ids = self._regions if region is None else (region,)
        return self._frame, *(self._regions[id][0] for id in ids)

    def length(self, region: str | None) -> int:
        ids = self._regions if region is None else (region,)
        return sum(self._regions[id][1] for id in ids)


def _made_by(format: Format, style: Style) -> tuple[str, ...]:
    """What else decides the bytes: this program, the libraries, the compression, fonts in the file."""

    def version_of(library: str) -> str:
        try:
            return f"{library} {version(library)}"
        except PackageNotFoundError:
            return library

    program = Path(ipexport.__file__).parent
    # The code itself, since a checkout changes more often than its version.
    code = (path.read_bytes().replace(b"\r\n", b"\n") for path in sorted(program.rglob("*.py")))
    return (
        f"ipexport {ipexport.__version__}",
        sha256(b"\0".join(code)).hexdigest(),
        *map(version_of, format.libraries),
        f"zlib {ZLIB_RUNTIME_VERSION}",
        *(font_digests(style) if format.embeds else ()),
        *(_reference_digest(style) if format.reference else ()),
    )


def _reference_digest(style: Style) -> tuple[str, ...]:
    """What the style's reference holds; what is wrong with it is said when it is looked at."""
    path = style.docx.reference
    try:
        return () if path is None else (sha256(path.read_bytes()).hexdigest(),)
    except OSError:
        return ()


def _digest(*words: str) -> str:
    return sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def _kept(job: Job, recorded: dict[str, Entry]) -> tuple[dict[str, Entry], tuple[Path, ...]]:
    """The entries of files that are there, and the files of regions that are no longer."""
    there = {path: entry for path, entry in recorded.items() if (job.out / path).is_file()}
    known = {None, *(region.id for region in job.work_plan.regions)}
    kept = {path: entry for path, entry in there.items() if entry.region in known}
    return kept, tuple(job.out / path for path in sorted(there) if path not in kept)


def _up_to_date(handout: Handout, entry: Entry | None, file: Path) -> bool:
    return entry is not None and entry.inputs == handout.inputs and entry.describes(file)


def _make(job: Job, handout: Handout) -> Entry:
    """Draws and writes one handout; runs in any process."""
    part = job.work_plan if handout.region is None else job.work_plan.extract([handout.region])
    if job.form is None:
        data = render(handout.format, part, handout.language, job.style)
    else:
        data = render_form(part, handout.language, job.style, job.form)
    write_file(inside(job.out, handout.path), data)
    return Entry(
        path=handout.path,
        region=handout.region,
        language=handout.language,
        style=job.style.name,
        format=handout.format.name,
        inputs=handout.inputs,
        size=len(data),
        sha256=sha256(data).hexdigest(),
    )
