"""The columns of a form: those of the table, a count of characters beside those that have a length, and
a column for each question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ipexport.form import Form, Question, Rule
from ipexport.formats.xlsx.form.marks import COUNT, QUESTION, column_name
from ipexport.formats.xlsx.form.words import WORDS, in_language
from ipexport.formats.xlsx.grid import column_pixels, whole_pixels
from ipexport.formats.xlsx.words import Said, said
from ipexport.model import Language, Languages, Text, each_of
from ipexport.style import Style
from ipexport.table import Column, Paragraph, Role, Table

_COUNT_EM, _NUMBER_EM, _LEAST_EM, _TEXT_EM = 6.8, 6, 5.5, 14
"""Widths in em of the results: of a count ("1500/1500"), of a question that is answered with a number,
with one of some values (no less than this), with any text."""


class FormColumn(NamedTuple):
    """A column of a form; `name` is what the hidden column calls it (`marks`), `width` is in pixels.

    `role` is whose fonts it has; `rule` is what holds for cells that can be filled in, None where they are
    locked; `languages` are those that its cells can have. `longest` is the most characters of a cell, and
    of what a count counts, which is the column to its left.
    """

    name: str
    kind: Literal["text", "count", "question"]
    label: Said
    width: int
    role: Role
    languages: tuple[Language, ...]
    rule: Rule | None
    longest: int | None

    @property
    def language(self) -> Language:
        return self.languages[0]


def form_columns(table: Table, form: Form, languages: Languages, style: Style) -> tuple[FormColumn, ...]:
    """The columns from left to right."""
    spoken = each_of(languages)
    em = style.text["results"].size
    widths = column_pixels(style.column_widths(table.columns))
    columns = [
        _column(
            name=_name(column),
            kind="text",
            label=said(column.label, column.language),
            width=width,
            role=column.role,
            languages=(column.language,) if column.doubled else spoken,
            rule=form.rule(column.role),
        )
        for column, width in zip(table.columns, widths, strict=True)
    ]
    columns += [
        _column(
            name=column_name(QUESTION, question.id),
            kind="question",
            label=_label(question.label, spoken),
            width=whole_pixels(_width_em(question, spoken) * em),
            role="results",
            languages=spoken,
            rule=question.rule,
        )
        for question in form.questions
    ]
    return tuple(part for column in columns for part in _with_count(column, spoken, em))


def _column(
    name: str,
    kind: Literal["text", "question"],
    label: Said,
    width: int,
    role: Role,
    languages: tuple[Language, ...],
    rule: Rule | None,
) -> FormColumn:
    longest = rule.longest(*languages) if rule else None
    return FormColumn(name, kind, label, width, role, languages, rule, longest)


def _name(column: Column) -> str:
    return f"{column.role}:en" if column.doubled and column.language == "en" else column.role


def _label(label: Text, spoken: tuple[Language, ...]) -> Said:
    return said([Paragraph(in_language(label, language), None, language) for language in spoken], spoken[0])


def _width_em(question: Question, spoken: tuple[Language, ...]) -> float:
    if question.rule.number:
        return _NUMBER_EM
    if not question.rule.values:
        return _TEXT_EM
    # A Latin letter takes about half an em.
    widest = max(
        len(in_language(value, language)) * (1 if language == "zh" else 0.55)
        for value in question.rule.values
        for language in spoken
    )
    return min(max(widest + 1, _LEAST_EM), _TEXT_EM)


def _with_count(column: FormColumn, spoken: tuple[Language, ...], em: float) -> Iterator[FormColumn]:
    yield column
    if column.longest is not None:
        words = [Paragraph(WORDS[language].characters, None, language) for language in spoken]
        yield column._replace(
            name=column_name(COUNT, column.name),
            kind="count",
            label=said(words, spoken[0]),
            width=whole_pixels(_COUNT_EM * em),
            rule=None,
        )
