"""The form: which cells of the document a region fills in, by which rules, and what else it is asked.

A form is no part of the document. `dataset.form_file` reads it from the YAML beside the dataset, the
writer of forms draws it, and what comes back is checked by the same rules: pasting passes by the
checks of every spreadsheet.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date as Date
from typing import NamedTuple

from ipexport.model import Language, Text
from ipexport.table import Role

OPEN_ROLES: tuple[Role, ...] = ("task", "results", "plan")
"""The columns that can be open; the focus area says what a row belongs to and never is."""

LONGEST = 32_767
"""The most characters that a cell of a spreadsheet holds."""

MOST_QUESTIONS = 10
"""More columns than that nobody fills in."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:[.][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold for a text: `length` is the most characters that it may have in Chinese,
    `english_length` in English; `values` are the only texts allowed, any when there are none."""

    required: bool = False
    length: int | None = None
    english_length: int | None = None
    values: tuple[Text, ...] = ()
    number: bool = False

    def longest(self, *languages: Language) -> int | None:
        """The most characters of a text, in several languages as many as in each of them together; None
        where there is no limit."""
        lengths = [self.length if language == "zh" else self.english_length for language in languages]
        return sum(filter(None, lengths)) if all(lengths) else None


@dataclass(frozen=True, slots=True)
class Question:
    """A further column, answered once for each task."""

    id: str
    label: Text
    rule: Rule = Rule()


@dataclass(frozen=True, slots=True)
class Form:
    """`open` are the columns of the document that can be filled in, in its order, each with its rule."""

    open: tuple[tuple[Role, Rule], ...]
    questions: tuple[Question, ...] = ()
    deadline: Date | None = None

    def rule(self, role: Role) -> Rule | None:
        """The rule of a column, None for one that is not open."""
        return dict(self.open).get(role)


DEFAULT_FORM = Form(
    open=(("results", Rule()), ("plan", Rule())),
    questions=(Question("remarks", Text("备注", "Remarks")),),
)
"""The form of a dataset that has no form.yaml."""


class Broken(NamedTuple):
    """A rule that a text breaks: the code of a finding, what is wrong and what to do about it."""

    code: str
    message: str
    hint: str


def broken(rule: Rule, text: str, *languages: Language) -> Broken | None:
    """What is wrong with a text, the labels of its items left out; None where it keeps the rule.

    The text is in one of the `languages` or in all of them, in Chinese when none is named. Line ends do not
    count as characters. Full-width and half-width characters, capitals and spaces make no difference
    between a text and one of the values, nor full-width digits in a number.
    """
    spoken: tuple[Language, ...] = languages or ("zh",)
    if not text.strip():
        return Broken("required-empty", "is empty", "it has to be filled in") if rule.required else None
    if rule.values and value_of(rule, text) is None:
        return Broken("not-a-value", f"is {_shown(text)}", f"choose one of {_listed(rule, spoken)}")
    if rule.number and number_of(text) is None:
        hint = "write digits only, without words or units, as in 1200 or 85.5"
        return Broken("not-a-number", f"is {_shown(text)}, which is not a number", hint)
    count, most = characters(text), rule.longest(*spoken)
    if most is not None and count > most:
        message = f"has {count:,} characters, {count - most:,} more than the {most:,} that it may have"
        return Broken("too-long", message, "shorten it")
    return None


def characters(text: str) -> int:
    """How long a text is: its characters without line ends."""
    return len(text) - text.count("\n")


def taken(rule: Rule, text: str) -> str:
    """A text as an answer counts: one of the values in its Chinese, a number in plain digits, else
    the text without spaces at the ends of its lines. A text that breaks the rule stays as it is."""
    plain = "\n".join(line.strip() for line in text.split("\n")).strip("\n")
    if not plain:
        return ""
    if rule.values and (value := value_of(rule, plain)) is not None:
        return value.zh
    if rule.number and (number := number_of(plain)) is not None:
        return number
    return plain


def value_of(rule: Rule, text: str) -> Text | None:
    """The value that a text is, in either language or in both, as a form in two languages has it."""
    said = _key(text)
    for value in rule.values:
        if said in (_key(value.zh), _key(value.en or value.zh), _key(value.zh + (value.en or ""))):
            return value
    return None


def number_of(text: str) -> str | None:
    """A number in plain digits, without full-width ones and marks between thousands."""
    said = "".join(unicodedata.normalize("NFKC", text).split()).replace("−", "-")
    return said.replace(",", "").removeprefix("+") if _NUMBER.fullmatch(said) else None


def _key(text: str) -> str:
    """What values are compared by."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) <= 20 else words[:19] + "…")


def _listed(rule: Rule, languages: tuple[Language, ...]) -> str:
    """The values as a form in these languages offers them."""
    return ", ".join(
        " ".join(value.in_language(language) or value.zh for language in languages) for value in rule.values
    )
