"""The glossary: what each term is called in English.

`glossary.yaml` beside the dataset has a list of terms: `zh`, `en`, and where needed `also` (other
forms that will do), `note` and `source`. Where a term stands in a Chinese text, the longest first,
one of its forms must stand in the English one: capitals, endings of words and the shape of
apostrophes and dashes are free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ipexport.errors import Finding, Place
from ipexport.nodes import MAX_SIZE, Findings, Mapping, Node, Scalar, decode, parse_yaml, read_file

FILE = "glossary.yaml"

_KEYS = ("zh", "en", "also", "note", "source")
_SHAPES = str.maketrans("’‘–‐‑", "''---")


class Term(NamedTuple):
    """`forms` are the English words that will do, the first one preferred."""

    zh: str
    forms: tuple[str, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms, the longest Chinese first, and what is wrong with the file."""

    terms: tuple[Term, ...] = ()
    findings: tuple[Finding, ...] = ()

    def found_in(self, chinese: str) -> tuple[Term, ...]:
        """The terms of a text; what is part of a longer one is not one of its own."""
        found = []
        for term in self.terms:
            if term.zh in chinese:
                found.append(term)
                chinese = chinese.replace(term.zh, "\0")
        return tuple(found)


def load_glossary(folder: Path, max_size: int = MAX_SIZE) -> Glossary:
    """The glossary of a folder, empty when it has none.

    Wrong terms are findings of the glossary, left out of its terms. Raises `SourceError` when the
    file cannot be read at all.
    """
    path = folder / FILE
    if not path.is_file():
        return Glossary()
    node = parse_yaml(decode(read_file(path, max_size), str(path)), str(path))
    findings = Findings()
    terms = sorted(_terms(node, findings), key=lambda term: -len(term.zh))
    return Glossary(tuple(terms), tuple(findings.found))


def stands_in(term: Term, english: str) -> bool:
    """Whether one of the forms stands in an English text."""
    words = _plain(english)
    return any(_pattern(form).search(words) for form in term.forms)


def _plain(english: str) -> str:
    return english.translate(_SHAPES).casefold()


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """The form with any endings: enterprise, enterprises; agency, agencies; use, using."""
    words = re.findall(r"\w+", _plain(form))
    stems = (re.escape(word[:-1] if len(word) > 3 and word[-1] in "ey" else word) for word in words)
    return re.compile(r"\b" + r"\w*\W+".join(stems))


def _terms(node: Node, findings: Findings) -> Iterator[Term]:
    entries = findings.mapping(node, "the glossary", ("terms",))
    if "terms" not in entries:
        if isinstance(node, Mapping):
            findings.add("missing-key", node.place, "the glossary lacks 'terms'")
        return
    nodes = findings.sequence(entries["terms"], "terms")
    if not nodes and not findings.errors:
        findings.add("empty", entries["terms"].place, "the glossary has no term", "delete it, or add terms")
    seen: dict[str, Place] = {}
    for entry in nodes:
        before = len(findings.found)
        term = _term(entry, findings)
        if term.zh and term.zh in seen:
            message = f"the term {term.zh!r} stands twice, first in {seen[term.zh]}"
            findings.add("duplicate-term", entry.place, message, "keep one, with the forms of both")
        elif term.zh:
            seen[term.zh] = entry.place
        if len(findings.found) == before:
            yield term


def _term(node: Node, findings: Findings) -> Term:
    entries = findings.mapping(node, "a term", _KEYS)
    if isinstance(node, Mapping):
        for key in ("zh", "en"):
            if key not in entries:
                findings.add("missing-key", node.place, f"a term lacks {key!r}")
    words = {
        key: _words(entries[key], f"{key} of a term", findings)
        for key in ("zh", "en", "note", "source")
        if key in entries
    }
    forms = [words.get("en", "")]
    if "also" in entries:
        for form in findings.sequence(entries["also"], "also"):
            said = _words(form, "a form in also", findings)
            if said and said.casefold() in (other.casefold() for other in forms):
                findings.add("duplicate-form", form.place, f"the form {said!r} stands twice", "keep one")
            forms.append(said)
    return Term(words.get("zh", ""), tuple(forms), words.get("note", ""), words.get("source", ""))


def _words(node: Node, what: str, findings: Findings) -> str:
    said = findings.scalar(node, what).strip()
    if isinstance(node, Scalar) and not said:
        findings.add("empty-text", node.place, f"{what} is empty", "write it, or leave the key out")
    return said
