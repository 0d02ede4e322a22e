"""Found blocks -> work plan: titles, regions, vocabulary, and what could not be understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import NamedTuple

from ipexport.dataset.groups import ID
from ipexport.dataset.text_checks import check_text
from ipexport.errors import Finding, Place, SourceError
from ipexport.model import Columns, Languages, Region, RegionId, Text, WorkPlan, each_of, texts
from ipexport.nodes import Findings
from ipexport.recognition.columns import ColumnRoles, header
from ipexport.recognition.found import FoundDocument, FoundRow, FoundTable, FoundText, TextRole
from ipexport.recognition.groups import Answered, Rows, Vocabulary
from ipexport.recognition.regions import UNKNOWN_CODE, Identity, identify, title_of
from ipexport.recognition.words import shown, text_of
from ipexport.table import ROLES, Paragraph, Role

_SHOWN = 20
_MOST_LEFT_OUT = 200
"""Texts and tables outside the work plan that are said one by one."""
_NO_DATE = Date(1980, 1, 1)
_NEEDED = frozenset(("task", "results", "plan"))


class Recognised(NamedTuple):
    """The work plan that a file shows, the warnings that came with it, and what else it says.

    `places` are where cells stand, by their ids (`table.Cell`); `answers` those to questions of a form;
    `bases` the versions that regions were made from; `attached` datasets that travelled in the file.
    """

    work_plan: WorkPlan
    findings: tuple[Finding, ...]
    languages: Languages
    places: Mapping[str, Place]
    answers: tuple[Answered, ...]
    bases: Mapping[str, str]
    attached: tuple[bytes, ...]


def recognise(document: FoundDocument) -> Recognised:
    """The work plan of a found document.

    In a file in English every text has English only, and its Chinese is empty. What a file of
    others does not show is made up from what it shows, and said so.

    Raises `SourceError` when no table is one of a work plan, or a finding is an error.
    """
    return _Recogniser(document).recognised()


@dataclass(slots=True)
class _Region:
    """A region while its tables come in."""

    place: Place
    identity: Identity
    heading: Text
    labels: dict[Role, Text]
    rows: Rows
    base: str


class _Recogniser:
    def __init__(self, document: FoundDocument) -> None:
        self.document = document
        self.languages = document.languages
        self.properties = dict(document.properties)
        self.findings = Findings()
        self.findings.found.extend(document.findings)
        self.vocabulary = Vocabulary(self._named("focus_areas."), bool(document.properties))
        self.front: dict[TextRole, Text] = {}
        self.regions: list[_Region] = []
        self.task_ids: set[str] = set()
        self.last_roles: ColumnRoles = {}
        self.left_out = 0

    def recognised(self) -> Recognised:
        pending: list[FoundText] = []
        for block in self.document.blocks:
            if isinstance(block, FoundText):
                pending.append(block)
            elif self._table(block, pending):
                pending = []
        self._unread(pending)
        if (more := self.left_out - _MOST_LEFT_OUT) > 0:
            message = f"{more:,} more texts and tables are no part of a work plan; they are left out"
            self.findings.add("unread-text", self.document.place, message, severity="warning")
        regions = tuple(filter(None, map(self._region, self.regions)))
        if not regions:
            hint = "its columns are headed 工作任务, …绩效 or …成绩, and …计划"
            self.findings.add("no-table", self.document.place, "no table of a work plan was found", hint)
            raise SourceError(self.findings.found)
        work_plan = self._work_plan(regions)
        self._check_texts(work_plan)
        if self.findings.errors:
            raise SourceError(self.findings.found)
        kept = {region.id for region in regions}
        found = [region for region in self.regions if region.identity.id in kept]
        return Recognised(
            work_plan=work_plan,
            findings=tuple(self.findings.found),
            languages=self.languages,
            places={id: place for region in found for id, place in region.rows.places.items()},
            answers=tuple(answer for region in found for answer in region.rows.answers),
            bases={region.identity.id: region.base for region in found if region.base},
            attached=self.document.attached,
        )

    def _said(self, name: str, properties: Mapping[str, str]) -> Text | None:
        """A text among the properties, in each language that it has there."""
        first, *others = each_of(self.languages)
        if name not in properties:
            return None
        words = [Paragraph(properties[name], None, first)]
        words += [Paragraph(properties.get(f"{other}:{name}", ""), None, other) for other in others]
        return text_of(words, self.languages)

    def _named(self, prefix: str) -> dict[str, Text]:
        """The properties whose names begin with `prefix`, by the rest of their names."""
        names = [name for name in self.properties if name.startswith(prefix)]
        said = ((name, self._said(name, self.properties)) for name in names)
        return {name[len(prefix) :]: text for name, text in said if text is not None}

    def _table(self, table: FoundTable, pending: Sequence[FoundText]) -> bool:
        """Reads a table with the texts before it; whether it is one of a work plan."""
        properties = dict(table.properties)
        known: dict[str, Role] = {}
        for role in ROLES:
            label = self._said(f"columns.{role}", self.properties) or Text("")
            known.update((words, role) for words in (label.zh, label.en) if words)
        rows, roles = header(table, known, is_ours=bool(properties))
        if not roles and not pending and _fits(table, self.last_roles):
            self.regions[-1].rows.read(table.rows, self.last_roles, properties)
            return True
        if not set(roles.values()) >= _NEEDED:
            words = " | ".join(cell.words for cell in table.rows[0].cells) if table.rows else ""
            message = f"a table that begins with {_quoted(words)} is none of a work plan; it is left out"
            self._leave_out("unknown-table", table.place, message)
            return False
        heading = self._heading_before(pending)
        region = self._begin_region(table, properties, heading, self._labels(rows[-1], roles, properties))
        body = table.rows[len(rows) :]
        if not properties:
            body = tuple(row for row in body if not _repeats(row, rows))
        region.rows.read(body, roles, properties)
        self.last_roles = roles
        return True

    def _labels(self, row: FoundRow, roles: ColumnRoles, properties: Mapping[str, str]) -> dict[Role, Text]:
        labels = {}
        for role in dict.fromkeys(roles.values()):
            cells = [cell for cell in row.cells if roles.get(cell.column) == role]
            labels[role] = text_of((part for cell in cells for part in cell.paragraphs), self.languages)
        if (said := self._said("columns.focus_area", properties)) is not None:
            labels["focus_area"] = said
        return labels

    def _heading_before(self, pending: Sequence[FoundText]) -> Text | None:
        """The heading among the texts before a table; before the first one stand the titles, too."""
        headings = [text for text in pending if text.role == "heading"]
        heading = next(reversed(headings or [text for text in pending if text.role == "text"]), None)
        rest = [text for text in pending if text is not heading]
        if not self.regions:
            rest = self._titles(rest)
        self._unread(rest)
        return text_of(heading.words, self.languages) if heading else None

    def _titles(self, found: Sequence[FoundText]) -> list[FoundText]:
        """Takes the titles, first those that say what they are; gives back the others."""
        rest = []
        for text in found:
            if text.role in ("title", "subtitle", "contents_title") and text.role not in self.front:
                self.front[text.role] = text_of(text.words, self.languages)
            else:
                rest.append(text)
        if rest and "title" not in self.front:
            self.front["title"] = text_of(rest.pop(0).words, self.languages)
        if rest and "subtitle" not in self.front and "contents_title" in self.front:
            self.front["subtitle"] = text_of(rest.pop(0).words, self.languages)
        return rest

    def _unread(self, found: Iterable[FoundText]) -> None:
        for text in found:
            self._leave_out(
                "unread-text", text.place, f"{_quoted(text.text)} is no part of a table; it is left out"
            )

    def _leave_out(self, code: str, place: Place, message: str) -> None:
        self.left_out += 1
        if self.left_out <= _MOST_LEFT_OUT:
            self.findings.add(code, place, message, severity="warning")

    def _begin_region(
        self,
        table: FoundTable,
        properties: Mapping[str, str],
        heading: Text | None,
        labels: dict[Role, Text],
    ) -> _Region:
        """The region of a table: a new one, or the one before where no heading begins another."""
        if self.regions and heading is None and not properties:
            return self.regions[-1]
        name = self._said("name", properties)
        said = Identity(properties.get("region", ""), properties.get("code", ""), name) if name else None
        title = self._said("region_title", self.properties) or Text("")
        found = identify(heading or Text(""), said, title)
        identity = self._unique(found._replace(id=found.id or table.region), table.place)
        rows = Rows(identity.id, self.languages, self.vocabulary, self.task_ids, self.findings)
        base = table.base or properties.get("base", "")
        self.regions.append(_Region(table.place, identity, heading or Text(""), labels, rows, base))
        return self.regions[-1]

    def _unique(self, identity: Identity, place: Place) -> Identity:
        taken = {region.identity.id for region in self.regions}
        id = identity.id if ID.fullmatch(identity.id) else ""
        hint = "its region gets a made-up id"
        if not id:
            said = _quoted(shown(identity.name)) if shown(identity.name) else "no heading"
            message = f"the heading of a table names no province-level division: {said}"
            self.findings.add("unknown-region", place, message, hint, "warning")
        elif id in taken:
            message = f"the region {id!r} has a second table under a heading of its own"
            self.findings.add("duplicate-id", place, message, hint, "warning")
        if not id or id in taken:
            stem = f"{id or 'region'}-"
            start = 2 if id else len(self.regions) + 1
            id = next(f"{stem}{n}" for n in range(start, start + len(taken) + 1) if f"{stem}{n}" not in taken)
        code = identity.code if len(identity.code) == 6 and identity.code.isdecimal() else UNKNOWN_CODE
        name = identity.name if shown(identity.name) else Text(f"（{id}）")
        return Identity(id, code, name)

    def _region(self, found: _Region) -> Region | None:
        groups = found.rows.groups()
        if not groups:
            said = shown(found.identity.name)
            message = f"the region {said!r} has no tasks and is left out"
            self.findings.add("empty", found.place, message, severity="warning")
            return None
        default = self._columns()
        return Region(
            id=RegionId(found.identity.id),
            code=found.identity.code,
            name=found.identity.name,
            columns=Columns(**{role: found.labels.get(role, default[role]) for role in ROLES}),
            groups=groups,
        )

    def _columns(self) -> dict[Role, Text]:
        """The labels of the work plan's columns: as the file says, else as most regions print them."""
        said = self._named("columns.")
        labels: dict[Role, Text] = {}
        for role in ROLES:
            printed = Counter(region.labels[role] for region in self.regions if role in region.labels)
            labels[role] = said.get(role) or (printed.most_common(1)[0][0] if printed else Text("工作重点"))
        return labels

    def _work_plan(self, regions: tuple[Region, ...]) -> WorkPlan:
        document, front = self.document, self.front
        region_title = self._said("region_title", self.properties) or self._region_title()
        title, subtitle = _cut(front.get("title", Text("")), front.get("subtitle"))
        plain_title = Text(region_title.zh.replace("{region}", ""))
        subtitle = subtitle or (plain_title if plain_title.zh else Text("2016-2017"))
        title = title if shown(title) else subtitle
        names = Text("、".join(shown(region.identity.name) for region in self.regions))
        self._say_what_is_made_up()
        return WorkPlan(
            title=title,
            subtitle=subtitle,
            region_title=region_title,
            contents_title=front.get("contents_title", Text("目录")),
            author=self._said("author", self.properties) or self._property(document.author) or names,
            subject=self._said("subject", self.properties) or self._property(document.subject) or title,
            keywords=self._keywords(),
            date=document.date or _NO_DATE,
            columns=Columns(**self._columns()),
            focus_areas=self.vocabulary.focus_areas(),
            regions=regions,
        )

    def _property(self, words: str) -> Text | None:
        first = each_of(self.languages)[0]
        return text_of([Paragraph(words, None, first)], self.languages) if words else None

    def _keywords(self) -> tuple[Text, ...]:
        """One in each language after the other: first all in the first language."""
        words = self.document.keywords
        if len(each_of(self.languages)) == 1:
            return tuple(filter(None, map(self._property, words)))
        half = len(words) // 2
        pairs = zip(words[:half], words[half:], strict=False)
        return tuple(text_of([Paragraph(a), Paragraph(b, None, "en")], self.languages) for a, b in pairs)

    def _say_what_is_made_up(self) -> None:
        document = self.document
        made_up = [role for role in ("title", "subtitle", "contents_title") if role not in self.front]
        made_up += [name for name in ("author", "subject", "date") if not getattr(document, name)]
        if not document.properties:
            made_up += ["ids", "codes"]
        if made_up:
            message = f"the file does not show these, which are made up: {', '.join(made_up)}"
            self.findings.add("not-shown", document.place, message, "look at them", "warning")
        if self.languages == "en":
            message = "the file is in English; the Chinese of its texts is missing"
            self.findings.add("one-language", document.place, message, severity="warning")

    def _region_title(self) -> Text:
        titles = Counter(title_of(region.heading.zh, region.identity.name.zh) for region in self.regions)
        del titles[""]
        return Text(titles.most_common(1)[0][0] if titles else "{region}")

    def _check_texts(self, work_plan: WorkPlan) -> None:
        """What the dataset would say of the texts, once for each, at its first place."""
        problems = [(text.zh, check_text(text.zh)) for text in dict.fromkeys(texts(work_plan))]
        places: dict[str, Place] = {}
        for words, found in problems:
            for problem in found:
                places = places or _places(self.document)
                place = places.get(words, self.document.place)
                message = f"{problem.message}, in {_quoted(words)}"
                self.findings.add(problem.code, place, message, problem.hint, problem.severity)


def _cut(title: Text, subtitle: Text | None) -> tuple[Text, Text | None]:
    """Title and subtitle; where they are one text, it is cut after the title mark 》."""
    before, mark, after = title.zh.partition("》")
    if subtitle is not None or not after:
        return title, subtitle
    return Text(before + mark), Text(after)


def _places(document: FoundDocument) -> dict[str, Place]:
    """Where each text stands first."""
    places: dict[str, Place] = {}
    for block in document.blocks:
        if isinstance(block, FoundText):
            places.setdefault(block.text, block.place)
            continue
        for row in block.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    places.setdefault(paragraph.text, cell.place or row.place)
    return places


def _fits(table: FoundTable, roles: ColumnRoles) -> bool:
    """Whether a table without a header can be a further part of one with these columns."""
    widest = max((cell.column + cell.column_span for row in table.rows for cell in row.cells), default=0)
    return bool(roles) and widest == max(roles) + 1


def _repeats(row: FoundRow, header_rows: Sequence[FoundRow]) -> bool:
    """Whether a row prints the header again, as other programs do on every page."""
    words = [cell.words for cell in row.cells]
    return any([cell.words for cell in header.cells] == words for header in header_rows)


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
