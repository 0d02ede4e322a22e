"""Collecting what comes back: files and mails ──▶ forms ──▶ merged dataset, and what is to decide.

1. Everything given, and everything received before, is looked through for forms (`inputs`, `received`).
2. Each form is read (`returned`), and the document that it was made from is found.
3. Region by region, each file is merged into the dataset (`merging`); what was decided is followed
   (`decisions`).
4. With `write`, the originals are kept, and the files of the dataset edited in place: what is taken is
   written, what is to decide stays as the dataset has it. Each file is replaced as a whole, and a second
   run after any interruption does what the first one left.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Collection as Container
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from ipexport.compare.changes import Change
from ipexport.compare.differences import diff
from ipexport.compare.sources import read_source
from ipexport.dataset import load_dataset
from ipexport.dataset.form_file import load_form
from ipexport.dataset.updating import updated_files
from ipexport.errors import Finding, Place, SourceError
from ipexport.exchange import decisions as decisions_file
from ipexport.exchange import received as received_files
from ipexport.exchange.cases import Case, CellKey, Locked
from ipexport.exchange.decisions import Decisions, load_decisions, updated_decisions
from ipexport.exchange.inputs import Incoming, incoming
from ipexport.exchange.merging import Merged, empty_cells, merge_returned, place_in
from ipexport.exchange.origin import base_of, load_writers, misnamed, missent
from ipexport.exchange.received import Original
from ipexport.exchange.returned import Answer, Returned, read_returned
from ipexport.form import Form
from ipexport.model import Region, RegionId, Text, WorkPlan, texts
from ipexport.nodes import MAX_SIZE
from ipexport.output import write_file

_EXPECTED = {"one-language", "markup", "edge-space", "typed-space", "half-width"}
"""Codes of what a reader finds in any form, and of what is looked for again in what is new."""

_EMPTY = "required-empty"


@dataclass(frozen=True, slots=True)
class RegionReport:
    """What came back of a region: nothing, as long as `files` is empty.

    `changes` are those that are taken into the dataset.
    """

    region: Region
    files: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    cases: tuple[Case, ...] = ()
    locked: tuple[Locked, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def undecided(self) -> tuple[Case, ...]:
        """The cases that are left to decide."""
        return tuple(case for case in self.cases if case.taken is None)


@dataclass(frozen=True, slots=True)
class Collection:
    """What a run found and did; `before` is the dataset as it was, `work_plan` with what is taken.

    `to_translate` counts texts whose English is missing or may be stale now. `decisions` is the file in
    which to decide; `written` are the files that were written.
    """

    before: WorkPlan
    work_plan: WorkPlan
    form: Form
    regions: tuple[RegionReport, ...]
    findings: tuple[Finding, ...]
    to_translate: int
    decisions: Path
    written: tuple[Path, ...] = ()

    @property
    def missing(self) -> tuple[RegionReport, ...]:
        """The regions of which nothing came back."""
        return tuple(one for one in self.regions if not one.files)

    @property
    def undecided(self) -> tuple[Case, ...]:
        """Every case that is left to decide."""
        return tuple(case for region in self.regions for case in region.undecided)

    @property
    def is_done(self) -> bool:
        """Whether everything came back, and nothing is left to look at."""
        return not (self.missing or self.undecided or self.findings)


def collect(
    source: str | os.PathLike[str],
    paths: Sequence[str] = (),
    *,
    base: str | None = None,
    received: str | os.PathLike[str] | None = None,
    decisions: str | os.PathLike[str] | None = None,
    write: bool = False,
    max_size: int = MAX_SIZE,
) -> Collection:
    """Collects files, folders and mails into a dataset; see the module.

    `base` is what files were made from that do not say it; `received` is the folder of received files
    (beside the dataset), `decisions` the file with decisions (in that folder). Without `write`, nothing
    is written. Raises `IpexportError` when the dataset, the base or a file of ours cannot be read.
    """
    folder = Path(received) if received is not None else _beside(source) / "received"
    file = Path(decisions) if decisions is not None else folder / decisions_file.FILE
    now = load_dataset(source, max_size).work_plan
    run = _Run(
        now,
        load_form(source, max_size),
        load_writers(Path(source), now),
        None if base is None else read_source(base, max_size).work_plan,
        load_decisions(file, max_size),
        max_size,
    )
    index = received_files.load_index(folder)
    run.look_through(received_files.kept_files(folder, index, max_size), index)
    run.look_through(incoming(paths, max_size), index)
    collection = run.collection(file)
    if write:
        written = _write(Path(source), folder, run, collection)
        collection = replace(collection, written=tuple(written))
    return collection


def _beside(source: str | os.PathLike[str]) -> Path:
    """The folder that the dataset is in."""
    return Path(os.path.normpath(Path(source) / os.pardir))


@dataclass(slots=True)
class _Form:
    """A region's part of a file, and the document that it was made from, if that is known."""

    original: Original
    returned: Returned
    base: WorkPlan | None


@dataclass(slots=True)
class _Run:
    """One run, from the first file to the last."""

    now: WorkPlan
    form: Form
    writers: Mapping[str, Container[RegionId]]
    given: WorkPlan | None
    decisions: Decisions
    max_size: int
    originals: dict[str, Original] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    forms: dict[RegionId, list[_Form]] = field(default_factory=lambda: defaultdict(list))
    refused: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def look_through(self, found: Iterable[Incoming | Finding], index: dict[str, Original]) -> None:
        """Reads the files that are not known yet; what is no form is a finding."""
        for one in found:
            if isinstance(one, Finding):
                self.findings.append(one)
                continue
            original = received_files.original(one)
            if original.sha256 in self.originals:
                continue
            original = index.get(original.sha256, original)
            findings, forms = self._read(one, original)
            versions: dict[str, str | None] = {
                form.returned.region: form.returned.base_version for form in forms
            }
            self.originals[original.sha256] = replace(original, versions=versions or original.versions)
            self.data[original.sha256] = one.data
            for form in forms:
                self.forms[form.returned.region].append(form)
            if not original.settled:
                self.findings += findings
                if any(form.base is None for form in forms) or not forms:
                    self.refused.add(original.sha256)

    def _read(self, file: Incoming, original: Original) -> tuple[list[Finding], list[_Form]]:
        with tempfile.TemporaryDirectory(prefix="ipexport-") as folder:
            # Never under a name that came in a mail.
            path = Path(folder) / f"form{PurePath(file.file_name).suffix.lower()}"
            path.write_bytes(file.data)
            try:
                parts = read_returned(path, self.form, file.name, self.max_size)
            except SourceError as error:
                return list(error.findings), []
        findings: list[Finding] = []
        forms = []
        known = {region.id: region for region in self.now.regions}
        for returned in parts:
            cells = set(returned.places.values())
            told = (one for one in returned.findings if not _is_told_elsewhere(one, cells))
            findings += (one for one in told if one not in findings)
            if returned.region not in known:
                message = f"is of {returned.region!r}, which is no region of the dataset"
                findings.append(Finding("unknown-region", "error", Place(file.name), message))
                continue
            findings += misnamed(file, known[returned.region], self.now)
            findings += missent(file, known[returned.region], self.writers)
            base = base_of(returned, self.now, self.given)
            if isinstance(base, Finding):
                findings.append(base)
            forms.append(_Form(original, returned, None if isinstance(base, Finding) else base))
        if not parts:
            message = "shows no region: no table of a work plan was found in it"
            findings.append(Finding("no-region", "error", Place(file.name), message))
        return findings, forms

    def collection(self, decisions: Path) -> Collection:
        """Merges region by region."""
        reports, merged = [], []
        for region in self.now.regions:
            forms = self.forms.get(region.id, [])
            report = self._region(region, forms) if forms else RegionReport(region)
            reports.append(report)
            merged.append(report.region)
        new = replace(self.now, regions=tuple(merged))
        cases = [case for report in reports for case in report.cases]
        findings = (*self.decisions.findings, *self.decisions.stale(cases), *self.findings)
        return Collection(
            self.now, new, self.form, tuple(reports), findings, _to_translate(self.now, new), decisions
        )

    def _region(self, region: Region, forms: Sequence[_Form]) -> RegionReport:
        old = self.now.extract([region.id])
        to_merge = [form for form in forms if form.base is not None and not form.original.settled]
        if len({form.returned.work_plan.regions for form in to_merge}) > 1:
            names = ", ".join(form.returned.name for form in to_merge)
            message = f"{region.id} came back in different versions: {names}"
            hint = "what they contradict each other in is to decide"
            self.findings.append(
                Finding("two-versions", "warning", Place(to_merge[-1].returned.name), message, hint)
            )
        new, cases, merged = _merged(old, to_merge, self.form, self.decisions)
        self.findings += (one for part in merged for one in part.findings if one not in self.findings)
        self.findings += _empty(new, self.form, forms[-1].returned)
        return RegionReport(
            region=new.regions[0],
            files=tuple(dict.fromkeys(form.returned.name for form in forms)),
            changes=diff(old, new),
            cases=cases,
            locked=tuple(dict.fromkeys(one for part in merged for one in part.locked)),
            answers=tuple(dict.fromkeys(answer for form in forms for answer in form.returned.answers)),
        )


def _is_told_elsewhere(finding: Finding, cells: Container[Place]) -> bool:
    """Whether it is found in any form, or looked for again in what is new, or in what is merged."""
    return finding.code in _EXPECTED or (finding.code == _EMPTY and finding.place in cells)


def _empty(work_plan: WorkPlan, form: Form, returned: Returned) -> Iterator[Finding]:
    """What a region had to fill in, and what is empty still, whichever file is settled."""
    for key in empty_cells(work_plan, form):
        place = place_in(returned, key) or Place(returned.name)
        yield Finding(
            _EMPTY, "warning", place, f"the {key[1]} of {key[0]} is empty", "it has to be filled in"
        )


def _merged(
    old: WorkPlan, forms: Sequence[_Form], form: Form, decisions: Decisions
) -> tuple[WorkPlan, tuple[Case, ...], list[Merged]]:
    """The files of one region merged one after the other, and the cases of all.

    A cell in which two files contradict each other stays as it is until that is decided, whichever came
    first.
    """
    held: set[CellKey] = set()
    contradictions: dict[str, Case] = {}
    while True:
        new, parts, found = old, [], set()
        for one in forms:
            assert one.base is not None
            base = one.base.extract([one.returned.region])
            part = merge_returned(new, base, one.returned, form, decisions.of, held)
            if new != old:
                alone = merge_returned(old, base, one.returned, form, decisions.of, held)
                own = {case.id for case in alone.cases}
                for case in part.cases:
                    if case.taken is None and case.kind == "conflict" and case.id not in own:
                        why = "another file of the region says something else"
                        contradictions[case.id] = replace(case, why=why)
                        found.add(case.cell)
            new = part.work_plan
            parts.append(part)
        if not found:
            cases = {case.id: case for part in parts for case in part.cases} | contradictions
            return new, tuple(cases.values()), parts
        held |= found


def _to_translate(old: WorkPlan, new: WorkPlan) -> int:
    """The texts that changed in Chinese alone, where a dataset is translated."""
    before = set(texts(old))
    english = {text.en for text in before if text.en}

    def is_open(text: Text) -> bool:
        return text not in before and (text.en is None or text.en in english)

    return sum(map(is_open, texts(new))) if english else 0


def _write(source: Path, folder: Path, run: _Run, collection: Collection) -> list[Path]:
    """The originals first, the dataset, what is to decide, and last that all this was done."""
    originals = list(run.originals.values())
    files = updated_files(source, run.now, collection.work_plan, run.max_size)
    written = received_files.keep(folder, ((one, run.data[one.sha256]) for one in originals))
    written += received_files.write_index(folder, originals)
    for path, data in files.items():
        write_file(path, data)
        written.append(path)
    cases = [case for region in collection.regions for case in region.cases]
    path = collection.decisions
    if path.is_file() or collection.undecided:
        data = updated_decisions(path, run.decisions, cases, run.max_size)
        if not path.is_file() or path.read_bytes() != data:
            write_file(path, data)
            written.append(path)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    open_regions = {region.region.id for region in collection.regions if region.undecided}
    done = [
        one
        if one.sha256 in run.refused or open_regions & one.versions.keys()
        else received_files.settled(one, now)
        for one in originals
    ]
    written += received_files.write_index(folder, done)
    return list(dict.fromkeys(written))
