"""A collection as one HTML file: an overview, and for each region what is taken, to decide, and not taken.

The page needs nothing but itself, and its policy lets it load nothing; texts are data, escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ipexport.compare.alignment import align
from ipexport.compare.differences import changes, region_changes
from ipexport.compare.html_report import navigation, page
from ipexport.compare.html_table import Tables, marked
from ipexport.compare.phrases import PHRASES as COMPARING
from ipexport.compare.words import compare_words
from ipexport.errors import Place
from ipexport.exchange.cases import Case, Locked
from ipexport.exchange.collect import Collection, RegionReport
from ipexport.exchange.phrases import PHRASES, Phrases, where_in
from ipexport.exchange.text_report import task_titles
from ipexport.model import Language


def collection_page(collection: Collection) -> str:
    """The page, in the language of the document."""
    language: Language = "zh" if collection.before.title.zh else "en"
    return page(PHRASES[language].title, language, "\n".join(_Page(collection, language).body()))


class _Page:
    """The parts of the page of one collection."""

    def __init__(self, collection: Collection, language: Language) -> None:
        self.collection, self.language = collection, language
        self.say: Phrases = PHRASES[language]
        self.tables = self._tables()

    def body(self) -> Iterator[str]:
        say, found = self.say, self.collection
        regions, findings = found.regions, found.findings
        count = sum(len(one.changes) + len(one.cases) + len(one.locked) for one in regions)
        taken = sum(len(one.changes) for one in regions)
        numbers = (
            len(regions) - len(found.missing),
            len(regions),
            taken,
            len(found.undecided),
            len(findings),
        )
        yield f"<header><h1>{say.title}</h1><p>{say.summary.format(*numbers)}</p></header>"
        yield from navigation(COMPARING[self.language], say.title, count > 0)
        yield f"<main><section><h2>{say.overview}</h2>{self._overview()}</section>"
        if found.undecided:
            yield f"<p>{say.how.format(f'<code>{escape(str(found.decisions))}</code>')}</p>"
        if findings:
            lines = "".join(f"<li>{escape(str(finding))}</li>" for finding in findings)
            yield f"<section><h2>{say.findings}</h2><ul>{lines}</ul></section>"
        for report in regions:
            if report.changes or report.cases or report.locked or report.answers:
                yield from self._region(report)
        yield "</main>"

    def _overview(self) -> str:
        say = self.say
        heads = (say.region, say.state, say.changes, say.cases, say.locked, say.answers)
        rows = []
        for one in self.collection.regions:
            name = escape(_name(one))
            state = "<br>".join(map(escape, one.files)) or f"<b>{say.missing}</b>"
            numbers = (len(one.changes), len(one.undecided), len(one.locked), len(one.answers))
            linked = f'<a href="#{one.region.id}">{name}</a>' if any(numbers) else name
            rows.append([linked, state, *(str(number or "") for number in numbers)])
        return _table(heads, rows)

    def _region(self, report: RegionReport) -> Iterator[str]:
        say = self.say
        yield f'<section><h2 id="{report.region.id}">{escape(_name(report))}</h2>'
        if report.cases:
            sides = (say.where, say.dataset, say.came)
            yield f"<h3>{say.cases}</h3>" + _table(
                (*sides, say.decision), map(self._case, report.cases), "change"
            )
        if report.changes:
            yield f"<h3>{say.changes}</h3>" + self.tables[report.region.id]
        if report.locked:
            sides = (say.where, say.dataset, say.came)
            yield f"<h3>{say.locked}</h3>" + _table(sides, map(self._locked, report.locked), "change")
        if report.answers:
            sides = (say.task, say.question, say.answer)
            yield f"<h3>{say.answers}</h3>" + _table(sides, self._answers(report))
        yield "</section>"

    def _case(self, case: Case) -> list[str]:
        """What the dataset and the region each changed is marked against what was sent."""
        say = self.say
        where = f'{escape(self._where(case))}<p class="quiet">{escape(_cell(case.place, case.file))}</p>'
        sides = [self._words(case.base, case.ours), self._words(case.base, case.theirs)]
        if case.ours == case.base:
            sides[0] = f"<p>{_lines(case.ours) or say.empty}</p>"
        why = f'<span class="kind">{say.kinds[case.kind]}</span><p>{escape(case.why)}</p>'
        return [
            where,
            *sides,
            f'{why}<p><b>{say.taken[case.taken]}</b></p><p class="quiet"><code>{case.id}</code></p>',
        ]

    def _where(self, one: Case | Locked) -> str:
        return where_in(self.language, one.what, one.at)

    def _words(self, old: str, new: str) -> str:
        """A text with what was taken out of it and put into it."""
        if not new:
            return f"<p>{self.say.empty}</p>"
        parts = compare_words(old, new)
        tags = {"removed": "del", "added": "ins"}
        words = (
            f"<{tags[part.kind]}>{_lines(part.text)}</{tags[part.kind]}>"
            if part.kind in tags
            else _lines(part.text)
            for part in parts
        )
        return f"<p>{''.join(words)}</p>"

    def _locked(self, locked: Locked) -> list[str]:
        where = (
            f'{escape(self._where(locked))}<p class="quiet">{escape(_cell(locked.place, locked.file))}</p>'
        )
        old, new = marked(compare_words(locked.ours, locked.theirs), self.language)
        return [where, old, new]

    def _answers(self, report: RegionReport) -> Iterator[list[str]]:
        titles = task_titles(report.region)
        labels = {
            one.id: one.label.in_language(self.language) or one.label.zh
            for one in self.collection.form.questions
        }
        for one in report.answers:
            yield [
                escape(titles.get(one.task, one.task)),
                escape(labels.get(one.question, one.question)),
                _lines(one.text),
            ]

    def _tables(self) -> dict[str, str]:
        """The tables of what changed in each region, as `ipexport diff` shows them."""
        alignment = align(self.collection.before, self.collection.work_plan)
        tables = Tables(changes(alignment), COMPARING[self.language], ("", ""))
        return {
            region.pair.either.id: tables.region(region, found)
            for region in alignment.regions
            if (found := list(region_changes(region, alignment)))
        }


def _name(report: RegionReport) -> str:
    return report.region.name.zh or report.region.name.en or report.region.id


def _cell(place: Place | None, file: str) -> str:
    return str(place) if place else file


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], stop: str = "") -> str:
    """A table; its rows are places to go to where they have a class."""
    mark = f' class="{stop}" tabindex="-1"' if stop else ""
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    cells = (
        f"<tr{mark}>"
        + "".join(f'<td data-side="{side}">{one}</td>' for side, one in zip(heads, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(cells)}</tbody></table>"
