"""What a machine can find wrong with a translation: one small function a check.

Each yields problems of one text; the place is that of the English. None can tell that a
translation is good: they find what was left out, mistyped, or called by another name.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ipexport.errors import Finding, SourceError
from ipexport.model import Text
from ipexport.nodes import MAX_SIZE
from ipexport.translation.glossary import Glossary, load_glossary, stands_in
from ipexport.translation.lock import Lock, load_lock
from ipexport.translation.numbers import chinese_numbers, english_numbers, numerals_without_a_word
from ipexport.translation.texts import PlacedText, TextList, load_texts


class Problem(NamedTuple):
    code: str
    message: str
    hint: str


Check = Callable[[str, str], Iterator[Problem]]
"""Finds what is wrong with a Chinese text and its English one."""

# CJK radicals to ideographs, CJK symbols and punctuation, full-width forms; the rarer ideographs.
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+")
_TITLE = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_PLACE_HOLDER = re.compile(r"\{\w+\}")
_STRAIGHT = re.compile(r"\S*[\"']\S*")


def check_translation(path: str | os.PathLike[str], max_size: int = MAX_SIZE) -> list[Finding]:
    """Every finding of a dataset, its glossary and its translation, in the order of the files.

    Raises `SourceError` when the data has errors, or when nothing can be said about it.
    """
    listed = load_texts(path, max_size)
    findings = list(listed.findings)
    try:
        glossary = load_glossary(listed.folder, max_size)
        lock = load_lock(listed.folder)
    except SourceError as error:
        return sorted([*findings, *error.findings], key=lambda finding: finding.place)
    findings.extend(glossary.findings)
    if listed.translated:
        findings.extend(_of_texts(listed, glossary, lock))
    return sorted(findings, key=lambda finding: finding.place)


def problems(text: Text) -> Iterator[Problem]:
    """Every problem of a translated text but its terms."""
    if text.en is not None:
        for check in CHECKS:
            yield from check(text.zh, text.en)


def _of_texts(listed: TextList, glossary: Glossary, lock: Lock | None) -> Iterator[Finding]:
    for one in listed.texts:
        for problem in (*_state(one, lock), *problems(one.text), *_terms(one.text, glossary)):
            yield Finding(problem.code, "warning", one.place, problem.message, problem.hint)


def _state(one: PlacedText, lock: Lock | None) -> Iterator[Problem]:
    if one.text.en is None:
        yield Problem("missing-translation", f"{one.id} has no English", "add `en: …`")
    elif lock is not None and lock.state(one) == "stale":
        if lock.has_english(one):
            message = f"the Chinese of {one.id} has changed since its English was confirmed"
        else:
            message = f"nobody has confirmed that the English of {one.id} says what the Chinese says"
        hint = f"compare them, then: ipexport translate confirm {one.owner}"
        yield Problem("stale-translation", message, hint)


def _terms(text: Text, glossary: Glossary) -> Iterator[Problem]:
    if text.en is not None:
        for term in glossary.found_in(text.zh):
            if not stands_in(term, text.en):
                forms = " or ".join(map(repr, term.forms[:3]))
                hint = f"write {forms}, or add what stands there to the glossary"
                yield Problem("term-not-used", f"no English of the term {term.zh!r}", hint)


def _numbers(zh: str, en: str) -> Iterator[Problem]:
    chinese, english = chinese_numbers(zh), english_numbers(en)
    if chinese == english:
        return
    missing, extra = _listed(chinese - english), _listed(english - chinese)
    if missing and extra:
        yield Problem("number-differs", f"the Chinese has {missing}, the English {extra}", _AS_DIGITS)
    elif missing:
        yield Problem("number-differs", f"the English lacks {missing}", _AS_DIGITS)
    else:
        yield Problem("number-differs", f"the English has {extra}, the Chinese does not", _AS_WORDS)


_AS_DIGITS = "digits stay digits: 1.2万 is 12,000, 5亿元 is CNY 500 million; months are words"
_AS_WORDS = "what the Chinese has in characters is a word in English"


def _listed(numbers: Counter[str]) -> str:
    return ", ".join(name if times == 1 else f"{name} ({times} times)" for name, times in numbers.items())


def _numerals(zh: str, en: str) -> Iterator[Problem]:
    for counted, word in numerals_without_a_word(zh, en):
        yield Problem("number-differs", f"the English lacks the {word!r} of {counted!r}", "write the word")


def _quotations(zh: str, en: str) -> Iterator[Problem]:
    titles = len(_TITLE.findall(zh))
    others = _TITLE.sub("", zh).count("“")
    pairs = en.count("“")
    if pairs != en.count("”"):
        yield Problem("quotation-differs", "a “ without a ”, or a ” without a “", "close the pair")
    elif pairs != titles + others:
        message = f"the Chinese has {titles} 《》 and {others} “ ” outside of them, the English {pairs} “ ”"
        yield Problem("quotation-differs", message, "write one pair of “ ” for each of them")


def _place_holders(zh: str, en: str) -> Iterator[Problem]:
    for found in dict.fromkeys(_PLACE_HOLDER.findall(zh)):
        if found not in en:
            yield Problem("no-place-holder", f"the English lacks {found}", "write it where it belongs")


def _chinese_left(zh: str, en: str) -> Iterator[Problem]:  # noqa: ARG001
    for found in dict.fromkeys(_CHINESE.findall(en)):
        yield Problem("chinese-in-english", f"{found!r} in the English text", "write it in English")


def _straight_quotes(zh: str, en: str) -> Iterator[Problem]:  # noqa: ARG001
    if found := _STRAIGHT.search(en):
        yield Problem("straight-quote", f"a straight mark in {found[0]!r}", "use “ ” or ’")


def _spaces(zh: str, en: str) -> Iterator[Problem]:  # noqa: ARG001
    if en != " ".join(en.split()):
        yield Problem("edge-space", "two spaces, or a space at the beginning or end", "delete it")


def _length(zh: str, en: str) -> Iterator[Problem]:
    """Far outside of what translations have: 3 to 6 characters for a Chinese one, names up to 8.

    Measured on the 570 texts of the work plan; the bounds leave a tenth of room on either side.
    """
    least, most = 2.8 * len(zh) - 40, 7 * len(zh) + 50
    if len(en) < least:
        message = f"the English is short: {len(en)} characters for {len(zh)} Chinese ones"
        yield Problem("length-differs", message, "see what was left out")
    elif len(en) > most:
        message = f"the English is long: {len(en)} characters for {len(zh)} Chinese ones"
        yield Problem("length-differs", message, "see what was added")


CHECKS: tuple[Check, ...] = (
    _numbers,
    _numerals,
    _quotations,
    _place_holders,
    _chinese_left,
    _straight_quotes,
    _spaces,
    _length,
)
