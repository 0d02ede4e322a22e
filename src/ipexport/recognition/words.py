"""Paragraphs in one language or two -> texts and items of the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from ipexport.model import Item, Language, Languages, Text
from ipexport.recognition.found import FoundCell
from ipexport.table import CONTINUED, UNTRANSLATED, Paragraph
from ipexport.typography.han import is_han


def text_of(paragraphs: Iterable[Paragraph], languages: Languages) -> Text:
    """One text; several paragraphs of a language are put together, labels and all."""
    parts: dict[bool, list[str]] = {True: [], False: []}
    for paragraph in paragraphs:
        parts[_is_english(paragraph, languages)].append((paragraph.label or "") + paragraph.text)
    chinese, english = "".join(parts[False]), "".join(parts[True])
    return _text(chinese, english if parts[True] else None, languages)


def items_of(cells: Sequence[FoundCell], languages: Languages) -> tuple[Item, ...]:
    """The items of a cell, or of two that have the same items in two languages.

    A paragraph without a text says nothing. One that has no partner in the other language is an
    item without it.
    """
    paragraphs = [[p for p in cell.paragraphs if p.text] for cell in cells]
    if languages != "zh-en":
        return tuple(
            Item(text_of([paragraph._replace(label=None)], languages), paragraph.label or None)
            for part in paragraphs
            for paragraph in part
        )
    pairs: list[tuple[Paragraph | None, Paragraph | None]] = []
    if len(cells) > 1:
        pairs += zip_longest(paragraphs[0], paragraphs[1])
    else:
        for paragraph in (p for part in paragraphs for p in part):
            if not _is_english(paragraph, languages):
                pairs.append((paragraph, None))
            elif pairs and pairs[-1][1] is None:
                pairs[-1] = (pairs[-1][0], paragraph)
            else:
                pairs.append((None, paragraph))
    return tuple(_item(chinese, english, languages) for chinese, english in pairs)


def _item(chinese: Paragraph | None, english: Paragraph | None, languages: Languages) -> Item:
    label = next((part.label for part in (chinese, english) if part is not None), None)
    text = _text(chinese.text if chinese else "", english.text if english else None, languages)
    return Item(text, None if label == CONTINUED else label)


def _is_english(paragraph: Paragraph, languages: Languages) -> bool:
    """Whether it stands where English stands, be it Chinese that is marked as untranslated."""
    if languages == "zh":
        return False
    return paragraph.language == "en" or paragraph.text.startswith(UNTRANSLATED)


def _text(chinese: str, english: str | None, languages: Languages) -> Text:
    if english is not None and english.startswith(UNTRANSLATED):
        return Text(chinese or english.removeprefix(UNTRANSLATED))
    if languages == "zh":
        return Text(chinese)
    return Text(chinese, english)


def shown(text: Text) -> str:
    """What a text is known by: its Chinese, or its English where that is all there is."""
    return text.zh or text.en or ""


def guessed_language(words: Iterable[str]) -> Language:
    """The language of a file of others: they often say nothing of it, or that of the machine."""
    return "zh" if any(is_han(character) for text in words for character in text) else "en"
