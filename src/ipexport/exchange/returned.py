"""What came back in one file: each region's part, what it answers, and what is wrong with it.

The readers of the formats find what a file shows; here it is put together for one region at a time,
and the rules of the form are checked again, since pasting passes by the checks of every spreadsheet.
Whether what came back is taken is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ipexport.dataset import load_json
from ipexport.errors import Finding, Place, RequestError, SourceError
from ipexport.form import Form, Rule, broken, taken
from ipexport.formats import readable_format_of, reading
from ipexport.model import Cell, Item, Language, Region, RegionId, TaskId, WorkPlan, each_of
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import Recognised
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
    `answers` are those that are not empty. `places` are where cells stand, by their ids
    ("hubei-reform-1:results", ":en" behind that where English has a column of its own), where that is
    known; `findings` those of the reader, and rules that are broken.
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
            raise RequestError(f"not a file that comes back from a region ({', '.join(_EXTENSIONS)})")
        read = reading(path, max_size, "accepted")
    except RequestError as error:
        raise SourceError([Finding("unreadable", "error", Place(said), str(error))]) from None
    except SourceError as error:
        raise SourceError([_named(finding, said) for finding in error.findings]) from None
    assert isinstance(read, Recognised), "the readers of documents recognise them"
    # What is wrong with the file as a whole is told once, with its first region.
    findings = tuple(_named(finding, said) for finding in read.findings)
    return tuple(
        _returned(read, region, form, said, () if number else findings)
        for number, region in enumerate(read.work_plan.regions)
    )


def _named(finding: Finding, name: str) -> Finding:
    return finding._replace(place=finding.place._replace(file=name))


def _returned(
    read: Recognised, region: Region, form: Form, name: str, findings: tuple[Finding, ...]
) -> Returned:
    tasks = {task.id for group in region.groups for task in group.tasks}
    places = {
        id: place._replace(file=name)
        for id, place in read.places.items()
        if TaskId(id.partition(":")[0]) in tasks
    }
    asked = tuple(
        Answer(answer.question, answer.task, answer.text, answer.place._replace(file=name))
        for answer in read.answers
        if answer.task in tasks
    )
    version = read.bases.get(region.id)
    languages = each_of(read.languages)
    broken_rules = (
        *_broken_cells(region, form, languages, places, Place(name)),
        *_broken_answers(asked, form, languages),
    )
    return Returned(
        name=name,
        region=region.id,
        work_plan=read.work_plan.extract([region.id]),
        languages=languages,
        base_version=version,
        base=_base(read, version, name),
        answers=tuple(_taken(asked, form)),
        places=places,
        findings=(*findings, *broken_rules),
    )


def _base(read: Recognised, version: str | None, name: str) -> WorkPlan | None:
    """What travelled inside and has the version; nothing else is looked at, whatever it may be."""
    for data in read.attached:
        if sha256(data).hexdigest() == version:
            try:
                return load_json(data, name)
            except SourceError:
                return None
    return None


def _taken(asked: tuple[Answer, ...], form: Form) -> Iterator[Answer]:
    """The answers that say something, as they count."""
    rules = {question.id: question.rule for question in form.questions}
    for answer in asked:
        text = taken(rules.get(answer.question, Rule()), answer.text)
        if text:
            yield Answer(answer.question, answer.task, text, answer.place)


def _broken_cells(
    region: Region,
    form: Form,
    languages: tuple[Language, ...],
    places: Mapping[str, Place],
    file: Place,
) -> Iterator[Finding]:
    for id, role, cell in _cells(region):
        rule = form.rule(role)
        for language in languages if rule else ():
            words = "\n".join(item.text.in_language(language) or "" for item in cell)
            beside = f"{id}:en" if language != languages[0] else id
            place = places.get(beside, places.get(id, file))
            yield from _broken(rule, words, (language,), f"the {role} cell of {id.partition(':')[0]}", place)


def _broken_answers(
    asked: tuple[Answer, ...], form: Form, languages: tuple[Language, ...]
) -> Iterator[Finding]:
    questions = {question.id: question for question in form.questions}
    for answer in asked:
        if question := questions.get(answer.question):
            label = question.label.in_language(languages[0]) or question.label.zh
            what = f"{label!r} of {answer.task}"
            yield from _broken(question.rule, answer.text, languages, what, answer.place)


def _broken(
    rule: Rule | None, text: str, languages: tuple[Language, ...], what: str, place: Place
) -> Iterator[Finding]:
    problem = broken(rule, text, *languages) if rule else None
    if problem:
        yield Finding(problem.code, "warning", place, f"{what} {problem.message}", problem.hint)


def _cells(region: Region) -> Iterator[tuple[str, Role, Cell]]:
    """The cells of a region with their ids and roles."""
    for group in region.groups:
        for task in group.tasks:
            yield f"{task.id}:task", "task", (Item(task.text),)
            for number, cell in enumerate(task.results, 1):
                yield f"{task.id}:results" + (f":{number}" if number > 1 else ""), "results", cell
        for plan in group.plans:
            yield f"{plan.tasks[0]}:plan", "plan", plan.items
