"""A collection as text for a terminal: each region, what is taken, to decide, and not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ipexport.compare.terminal import Run, set_line
from ipexport.compare.text_report import counts, shown, text_report
from ipexport.compare.words import compare_words
from ipexport.exchange.cases import Case, Locked, where
from ipexport.exchange.collect import Collection, RegionReport
from ipexport.model import Region, TaskId

_LONG = 120
"""Characters of a passage that are shown whole."""

_TAKEN = {
    None: "to decide",
    "ours": "decided: ours",
    "theirs": "decided: theirs",
    "edited": "decided: edited",
}


def collection_text(collection: Collection, colour: bool = False, columns: int | None = None) -> str:
    """The report; lines are broken to fit `columns`. Without `colour`, words are marked by brackets."""
    lines: list[str] = []

    def add(runs: list[Run], indent: int = 4) -> None:
        lines.extend(set_line(runs, indent, colour, columns))

    for report in collection.regions:
        if not report.files:
            continue
        add([Run(_heading(report), "heading")])
        if report.changes:
            add([Run(f"  taken: {counts(report.changes)}")])
            lines += (
                f"    {line}"
                for line in text_report(report.changes, colour, columns and columns - 4).splitlines()
            )
        for case in report.cases:
            for runs in _case(case):
                add(runs, 6)
        for locked in report.locked:
            for runs in _locked(locked):
                add(runs, 6)
        for runs in _answers(report, collection):
            add(runs, 6)
        lines.append("")
    if collection.missing:
        names = ", ".join(report.region.name.zh or report.region.id for report in collection.missing)
        add([Run("missing: ", "heading"), Run(names)])
    for finding in collection.findings:
        add([Run(str(finding))])
    return "".join(f"{line}\n" for line in lines)


def _heading(report: RegionReport) -> str:
    return f"{report.region.name.zh or report.region.name.en} ({report.region.id}): {', '.join(report.files)}"


def _case(case: Case) -> Iterator[list[Run]]:
    at = f" ({case.place})" if case.place else ""
    yield [Run(f"  {_TAKEN[case.taken]}: {where(case)}: {case.why}{at} [{case.id}]")]
    for name, words in (("dataset", case.ours), ("returned", case.theirs)):
        yield [Run(f"      {name}: "), *_words(case.base, words)]


def _words(base: str, words: str) -> Iterator[Run]:
    """A text with what changed since it was sent."""
    if not words or words == base:
        yield Run("as it was sent" if words else "nothing", "quiet")
        return
    for run in shown(compare_words(base, words)):
        text = run.text if len(run.text) <= _LONG else f"{run.text[: _LONG // 2]}…{run.text[-_LONG // 4 :]}"
        yield run._replace(text=text)


def _locked(locked: Locked) -> Iterator[list[Run]]:
    at = f" ({locked.place})" if locked.place else ""
    yield [
        Run(f"  locked, not taken: {where(locked)}{at}: "),
        *shown(compare_words(locked.ours, locked.theirs)),
    ]


def _answers(report: RegionReport, collection: Collection) -> Iterator[list[Run]]:
    """Answers out of a list are counted, others told."""
    titles = task_titles(report.region)
    for question in collection.form.questions:
        answers = [one for one in report.answers if one.question == question.id and one.text]
        label = question.label.zh or question.label.en or question.id
        if question.rule.values:
            counted = Counter(one.text for one in answers)
            if counted:
                said = ", ".join(f"{value} {number}" for value, number in counted.items())
                yield [Run(f"  {label}: {said}")]
            continue
        for one in answers:
            title = titles.get(one.task, one.task)
            yield [Run(f"  {label}: {title[:24]}: "), Run(one.text.replace("\n", " / "), "plain")]


def task_titles(region: Region) -> dict[TaskId, str]:
    """What the tasks of a region print, by their ids."""
    return {task.id: task.text.zh or task.text.en or "" for group in region.groups for task in group.tasks}
