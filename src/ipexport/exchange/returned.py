"""What came back in one file: each region's part, what it answers, and what is wrong with it.

The readers of the formats find what a file shows; here it is put together for one region at a time,
and the rules of the form are checked again, since pasting passes by the checks of every spreadsheet.
Whether what came back is taken is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ipexport.errors import Finding, Place, RequestError, SourceError
from ipexport.form import Form, broken
from ipexport.formats import readable_format_of, reading
from ipexport.model import LANGUAGES, Cell, Item, Language, Region, RegionId, TaskId, WorkPlan, texts
from ipexport.nodes import MAX_SIZE
from ipexport.table import Role

_EXTENSIONS = (".xlsx", ".docx")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a region answers to a question of the form, for one task."""

    question: str
    task: TaskId
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Returned:
    """One region's part of a file that came back.

    `name` is what messages call the file, `work_plan` has this region only, as the file shows it, in
    the `languages` that the file can say. `base_version` is what the file says it was made from
    (`versions.base_version`), `base` the document that travelled inside, where it has that version.
    `places` are where cells stand, by their ids ("hubei-reform-1:results"), where that is known;
    `findings` those of the reader, and rules that are broken.
    """

    name: str
    region: RegionId
    work_plan: WorkPlan
    languages: tuple[Language, ...]
    base_version: str | None
    base: WorkPlan | None
    answers: tuple[Answer, ...]
    places: Mapping[str, Place]
    findings: tuple[Finding, ...]


def read_returned(path: Path, form: Form, name: str = "", max_size: int = MAX_SIZE) -> tuple[Returned, ...]:
    """Everything that came back in a Word or Excel file, a value for each region found in it.

    Places name the file as `name`, as its path when that is empty. Raises `SourceError` for a file
    that cannot be read at all.
    """
    said = name or str(path)
    try:
        if readable_format_of(path).extensions[0] not in _EXTENSIONS:
            raise RequestError(f"not a file that forms come back in ({', '.join(_EXTENSIONS)})")
        read = reading(path, max_size, "accepted")
    except RequestError as error:
        raise SourceError([Finding("unreadable", "error", Place(said), str(error))]) from None
    except SourceError as error:
        raise SourceError([_named(finding, said) for finding in error.findings]) from None
    findings = tuple(_named(finding, said) for finding in read.findings)
    return tuple(_returned(read.work_plan, region, form, said, findings) for region in read.work_plan.regions)


def _named(finding: Finding, name: str) -> Finding:
    return finding._replace(place=finding.place._replace(file=name))


def _returned(
    work_plan: WorkPlan, region: Region, form: Form, name: str, findings: tuple[Finding, ...]
) -> Returned:
    part = work_plan.extract([region.id])
    languages = _languages(part)
    return Returned(
        name=name,
        region=region.id,
        work_plan=part,
        languages=languages,
        base_version=None,
        base=None,
        answers=(),
        places={},
        findings=(*findings, *_broken_rules(region, form, languages, Place(name))),
    )


def _languages(work_plan: WorkPlan) -> tuple[Language, ...]:
    return tuple(
        language for language in LANGUAGES if any(text.in_language(language) for text in texts(work_plan))
    )


def _broken_rules(
    region: Region, form: Form, languages: tuple[Language, ...], place: Place
) -> Iterator[Finding]:
    for id, role, cell in _cells(region):
        rule = form.rule(role)
        for language in languages if rule else ():
            words = "\n".join(item.text.in_language(language) or "" for item in cell)
            problem = broken(rule, words, language) if rule else None
            if problem:
                message = f"the {role} of {id.partition(':')[0]} {problem.message}"
                yield Finding(problem.code, "warning", place, message, problem.hint)


def _cells(region: Region) -> Iterator[tuple[str, Role, Cell]]:
    """The cells of a region with their ids and roles."""
    for group in region.groups:
        for task in group.tasks:
            yield f"{task.id}:task", "task", (Item(task.text),)
            for number, cell in enumerate(task.results, 1):
                yield f"{task.id}:results" + (f":{number}" if number > 1 else ""), "results", cell
        for plan in group.plans:
            yield f"{plan.tasks[0]}:plan", "plan", plan.items
