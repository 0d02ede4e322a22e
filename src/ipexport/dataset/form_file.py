"""form.yaml beside the dataset -> `Form`, with everything that is wrong found at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path

from ipexport.dataset.groups import ID
from ipexport.dataset.text_checks import check_english, check_text
from ipexport.errors import Finding, SourceError
from ipexport.form import DEFAULT_FORM, LONGEST, MOST_QUESTIONS, OPEN_ROLES, Form, Question, Rule, value_of
from ipexport.model import LANGUAGES, Language, Text
from ipexport.nodes import (
    MAX_SIZE,
    Findings,
    Mapping,
    Node,
    Scalar,
    Sequence,
    decode,
    describe,
    parse_yaml,
    read_file,
)
from ipexport.table import ROLES, Role

FILE = "form.yaml"

_RULES = ("required", "length", "values", "number")
_YES_AND_NO = {"yes": True, "no": False, "true": True, "false": False}


def load_form(source: str | os.PathLike[str], max_size: int = MAX_SIZE) -> Form:
    """The form of a dataset, which is a folder or one file; `DEFAULT_FORM` when it has none.

    Raises `SourceError` with all findings when one of them is an error.
    """
    form, findings = _read(source, max_size)
    if any(finding.severity == "error" for finding in findings):
        raise SourceError(findings)
    return form


def check_form(source: str | os.PathLike[str], max_size: int = MAX_SIZE) -> list[Finding]:
    """Everything that is wrong with the form of a dataset, in the order of the file.

    Raises `SourceError` when the file cannot be read at all.
    """
    return _read(source, max_size)[1]


def _read(source: str | os.PathLike[str], max_size: int) -> tuple[Form, list[Finding]]:
    folder = Path(source) if Path(source).is_dir() else Path(source).parent
    path = folder / FILE
    if not path.is_file():
        return DEFAULT_FORM, []
    reader = _Reader()
    form = reader.form(parse_yaml(decode(read_file(path, max_size), str(path)), str(path)))
    return form, sorted(reader.findings.found, key=lambda finding: finding.place)


class _Reader:
    def __init__(self) -> None:
        self.findings = Findings()

    def form(self, node: Node) -> Form:
        entries = self.findings.mapping(node, "the form", ("deadline", "columns", "questions"))
        columns = dict(self._columns(entries["columns"])) if "columns" in entries else {}
        questions = tuple(self._questions(entries["questions"])) if "questions" in entries else ()
        if isinstance(node, Mapping) and not columns and not questions and not self.findings.found:
            hint = "open a column (columns: {results: {}}), or ask a question"
            self.findings.add("empty", node.place, "the form has nothing to fill in", hint)
        return Form(
            open=tuple((role, columns[role]) for role in OPEN_ROLES if role in columns),
            questions=questions,
            deadline=self._date(entries["deadline"]) if "deadline" in entries else None,
        )

    def _date(self, node: Node) -> Date | None:
        said = self.findings.scalar(node, "deadline")
        try:
            return Date.fromisoformat(said)
        except ValueError:
            if isinstance(node, Scalar):
                message = f"deadline: {said!r} is not a date"
                self.findings.add("bad-date", node.place, message, "as in 2027-01-31")
            return None

    def _columns(self, node: Node) -> Iterator[tuple[Role, Rule]]:
        """The open columns; one that is open without a rule has nothing behind its name."""
        never = [role for role in ROLES if role not in OPEN_ROLES]
        for key, value in self.findings.open_mapping(node, "columns"):
            role = next((role for role in OPEN_ROLES if role == key.value), None)
            if key.value in never:
                hint = f"open are {', '.join(OPEN_ROLES)}"
                self.findings.add("never-open", key.place, f"the column {key.value!r} is never open", hint)
            elif role is None:
                self.findings.mapping(Mapping(key.place, ((key, value),)), "columns", OPEN_ROLES)
            elif isinstance(value, Scalar) and not value.value:
                yield role, Rule()
            else:
                yield role, self._rule(self.findings.mapping(value, f"the column {role!r}", _RULES))

    def _questions(self, node: Node) -> Iterator[Question]:
        seen: set[str] = set()
        nodes = self.findings.sequence(node, "questions")
        if len(nodes) > MOST_QUESTIONS:
            message = f"the form has {len(nodes)} questions, at most {MOST_QUESTIONS} can be asked"
            self.findings.add("too-many", node.place, message, "ask less, each is answered for every task")
        for entry in nodes:
            entries = self.findings.complete(entry, "a question", ("id", "label"), _RULES)
            if entries is None:
                continue
            id = self.findings.scalar(entries["id"], "id")
            place = entries["id"].place
            if not ID.fullmatch(id):
                hint = "up to 64 letters a-z, digits, - and _"
                self.findings.add("bad-id", place, f"{id!r} is not an id", hint)
            elif id in ROLES:
                hint = "name the question otherwise"
                self.findings.add("bad-id", place, f"{id!r} is a column of the document", hint)
            elif id.lower() in seen:
                self.findings.add("duplicate-id", place, f"the question {id!r} stands twice", "keep one")
            seen.add(id.lower())
            yield Question(id, self._text(entries["label"], "label"), self._rule(entries))

    def _rule(self, entries: dict[str, Node]) -> Rule:
        values = tuple(self._values(entries["values"])) if "values" in entries else ()
        is_number = self._yes(entries["number"], "number") if "number" in entries else False
        lengths = self._lengths(entries["length"]) if "length" in entries else {}
        for name in ("number", "length"):
            if values and name in entries:
                message = f"{name} beside values says nothing"
                hint = "the values are all that is allowed"
                self.findings.add("idle-rule", entries[name].place, message, hint)
        return Rule(
            required=self._yes(entries["required"], "required") if "required" in entries else False,
            length=lengths.get("zh"),
            english_length=lengths.get("en"),
            values=values,
            number=is_number,
        )

    def _yes(self, node: Node, what: str) -> bool:
        said = self.findings.scalar(node, what)
        if isinstance(node, Scalar) and said not in _YES_AND_NO:
            self.findings.add("bad-value", node.place, f"{what}: {said!r} is neither yes nor no", "yes or no")
        return _YES_AND_NO.get(said, False)

    def _lengths(self, node: Node) -> dict[Language, int]:
        """The most characters in each language; a number alone is that of both."""
        if isinstance(node, Scalar):
            return dict.fromkeys(LANGUAGES, self._length(node))
        if not isinstance(node, Mapping):
            message = f"length is a number, or a mapping with one for each language, not {describe(node)}"
            self.findings.add("wrong-type", node.place, message)
            return {}
        entries = self.findings.mapping(node, "length", LANGUAGES)
        return {language: self._length(entries[language]) for language in LANGUAGES if language in entries}

    def _length(self, node: Node) -> int:
        said = self.findings.scalar(node, "length")
        is_whole = said.isascii() and said.isdecimal() and len(said) < 10
        if isinstance(node, Scalar) and not (is_whole and 0 < int(said) <= LONGEST):
            message = f"length: {said!r} is not a number of characters"
            self.findings.add("bad-length", node.place, message, f"from 1 to {LONGEST}, as a cell of Excel")
        return int(said) if is_whole else 0

    def _values(self, node: Node) -> Iterator[Text]:
        nodes = self.findings.sequence(node, "values")
        if isinstance(node, Sequence) and not nodes:
            self.findings.add("empty", node.place, "values has no text", "list some, or leave it out")
        so_far: tuple[Text, ...] = ()
        for entry in nodes:
            value = self._text(entry, "a value")
            others = Rule(values=so_far)
            if any(value_of(others, words) for words in (value.zh, value.en) if words):
                message = f"the value {value.zh!r} stands twice"
                self.findings.add("duplicate-value", entry.place, message, "keep one")
            so_far = (*so_far, value)
            yield value

    def _text(self, node: Node, what: str) -> Text:
        """Chinese, or a text in each language."""
        if isinstance(node, Scalar):
            return Text(self._words(node, what, "zh"))
        entries = self.findings.mapping(node, what, LANGUAGES)
        if isinstance(node, Mapping) and "zh" not in entries:
            self.findings.add("missing-key", node.place, f"{what} lacks 'zh'")
        zh = self._words(entries["zh"], what, "zh") if "zh" in entries else ""
        return Text(zh, self._words(entries["en"], what, "en") if "en" in entries else None)

    def _words(self, node: Node, what: str, language: Language) -> str:
        said = self.findings.scalar(node, what)
        if isinstance(node, Scalar) and not said.strip():
            self.findings.add("empty-text", node.place, f"{what} is empty", "write it")
        for problem in (check_text if language == "zh" else check_english)(said):
            self.findings.add(problem.code, node.place, problem.message, problem.hint, problem.severity)
        return said
