"""A collection as a workbook: overview, changes, what is to decide, what was locked, answers, findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipexport.compare.changes import Added, Change, Covers, Moved, Removed, Renumbered, Reworded, Row
from ipexport.compare.places import Place, Step, cell_text, spoken
from ipexport.compare.words import Part, compare_words
from ipexport.exchange.collect import Collection, RegionReport
from ipexport.exchange.phrases import PHRASES, Phrases, part_in, where_in
from ipexport.exchange.text_report import task_titles
from ipexport.formats.xlsx.lists import ListSheet, Value, added, removed, write_lists
from ipexport.formats.xlsx.strings import Run
from ipexport.model import FocusGroup, Item, Language, Region, Text

_LOOKS = {"removed": removed, "added": added}


def collection_workbook(collection: Collection) -> bytes:
    """The workbook, in the language of the document; a sheet for each kind of thing that there is."""
    language: Language = "zh" if collection.before.title.zh else "en"
    say = PHRASES[language]
    sheets = [
        ListSheet(
            say.overview,
            (
                (say.region, 110),
                (say.state, 90),
                (say.file, 420),
                *((label, 90) for label in (say.changes, say.cases)),
                (say.locked, 150),
                (say.answers, 90),
            ),
            [_overview(report, say) for report in collection.regions],
        ),
        ListSheet(
            say.changes,
            ((say.region, 90), (say.task, 260), (say.part, 150), (say.before, 420), (say.after, 420)),
            [row for report in collection.regions for row in _changes(report, language)],
        ),
        ListSheet(
            say.cases,
            (
                (say.region, 90),
                (say.where, 280),
                (say.why, 170),
                (say.sent, 290),
                (say.dataset, 290),
                (say.came, 290),
                (say.decision, 80),
                (say.id, 190),
            ),
            [row for report in collection.regions for row in _cases(report, say, language)],
        ),
        ListSheet(
            say.locked,
            ((say.region, 90), (say.where, 300), (say.place, 260), (say.dataset, 360), (say.came, 360)),
            [row for report in collection.regions for row in _locked(report, language)],
        ),
        ListSheet(
            say.answers,
            ((say.region, 90), (say.task, 420), (say.question, 120), (say.answer, 420), (say.place, 260)),
            [row for report in collection.regions for row in _answers(report, collection, language)],
        ),
        ListSheet(say.findings, ((say.findings, 1100),), [(str(one),) for one in collection.findings]),
    ]
    kept = [sheet for number, sheet in enumerate(sheets) if not number or sheet.rows]
    return write_lists(say.title, language, collection.before.date, kept)


def _name(region: Region) -> str:
    return region.name.zh or region.name.en or region.id


def _overview(report: RegionReport, say: Phrases) -> tuple[Value, ...]:
    numbers = (len(report.changes), len(report.undecided), len(report.locked), len(report.answers))
    state = say.returned if report.files else say.missing
    return _name(report.region), state, "\n".join(report.files), *numbers


def _changes(report: RegionReport, language: Language) -> Iterator[tuple[Value, ...]]:
    """A row for each change in a language."""
    for change in report.changes:
        place = change.place if isinstance(change, Added | Removed) else change.after
        step = next((one for one in reversed(place[:3]) if isinstance(one, Step)), None)
        title, part = step.title if step else "", part_in(language, change.what, place)
        for old, new in _sides(change):
            yield _name(report.region), title, part, old, new


def _sides(change: Change) -> Iterator[tuple[Value, Value]]:
    """What stands before and after, with the words that changed."""
    match change:
        case Reworded(_, _, _, wordings):
            yield from ((_runs(one.parts, "removed"), _runs(one.parts, "added")) for one in wordings)
        case Added():
            yield "", (added(_content(change)),)
        case Removed():
            yield (removed(_content(change)),), ""
        case Renumbered():
            yield change.old or "", change.new or ""
        case Covers():
            yield _titles(change.old), _titles(change.new)
        case Moved():
            yield _number(change.before), _number(change.after)


def _titles(steps: Sequence[Step]) -> str:
    return "\n".join(step.title for step in steps)


def _number(place: Place) -> str:
    steps = [step for step in place[:3] if isinstance(step, Step)]
    return str(place.item or place.row or (steps[-1].number if steps else ""))


def _runs(parts: Sequence[Part], side: str) -> Value:
    """One side of a change, with what changed marked."""
    runs: list[Run] = [
        _LOOKS[part.kind](part.text) if part.kind == side else (part.text, "")
        for part in parts
        if part.kind in ("kept", side)
    ]
    return tuple(runs) if any(look for _, look in runs) else "".join(text for text, _ in runs)


def _content(change: Added | Removed) -> str:
    match change.content:
        case Item(text, label):
            return f"{label} {spoken(text)}" if label else spoken(text)
        case Text() as text:
            return spoken(text)
        case Row(task, plan):
            cells = [*task.results, *([plan.items] if plan else [])]
            return "\n".join([spoken(task.text), *map(cell_text, cells)])
        case FocusGroup(wording=wording) | Region(name=wording):
            return spoken(wording)
        case cell:
            return cell_text(cell)


def _cases(report: RegionReport, say: Phrases, language: Language) -> Iterator[tuple[Value, ...]]:
    for case in report.cases:
        why = f"{say.kinds[case.kind]}\n{case.why}\n{case.place or case.file}"
        sides = (_runs(compare_words(case.base, one), "added") for one in (case.ours, case.theirs))
        yield (
            _name(report.region),
            where_in(language, case.what, case.at),
            why,
            case.base,
            *sides,
            say.taken[case.taken],
            case.id,
        )


def _locked(report: RegionReport, language: Language) -> Iterator[tuple[Value, ...]]:
    for one in report.locked:
        parts = compare_words(one.ours, one.theirs)
        sides = _runs(parts, "removed"), _runs(parts, "added")
        yield _name(report.region), where_in(language, one.what, one.at), str(one.place or one.file), *sides


def _answers(report: RegionReport, collection: Collection, language: Language) -> Iterator[tuple[Value, ...]]:
    titles = task_titles(report.region)
    labels = {one.id: one.label.in_language(language) or one.label.zh for one in collection.form.questions}
    for one in report.answers:
        label = labels.get(one.question, one.question)
        yield _name(report.region), titles.get(one.task, one.task), label, one.text, str(one.place)
