"""What other programs print otherwise than the model holds it: spaces, and labels in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipexport.model import Language
from ipexport.recognition.found import FoundCell, FoundDocument, FoundRow, FoundTable, FoundText
from ipexport.table import UNTRANSLATED, Paragraph
from ipexport.typography.han import HAN, is_han
from ipexport.typography.spacing import CLOSING, OPENING, PAUSES

_WIDE = f"[{HAN}{re.escape(CLOSING + OPENING + PAUSES)}—…·]"
_SPACES = re.compile(r"[\s\u3000]+")
_BESIDE_WIDE = re.compile(f"(?<={_WIDE}) | (?={_WIDE})")
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LABEL = re.compile(r"\s*(\d{1,2}[.．、](?!\d(?!\d{3}[年-]))|[(（]\d{1,2}[)）]|[①-⑳])\s*")
_LIKE_INNER_LABEL = re.compile(r"[。；：！？;:]\s*\d{1,2}[.．]")
_INNER_LABEL = re.compile(r"(?<=[。；：！？;:])\s*((\d{1,2})[.．](?!\d(?!\d{3}[年-])))\s*")


def tidied(document: FoundDocument) -> FoundDocument:
    """A document of others with the texts that the model would hold.

    No spaces between Chinese and Latin letters or digits, no control characters, and labels apart
    from the texts that they number.
    """
    return document._replace(blocks=tuple(map(_block, document.blocks)))


def _block(block: FoundText | FoundTable) -> FoundText | FoundTable:
    if isinstance(block, FoundText):
        return block._replace(words=tuple(map(_closed_up, block.words)))
    return block._replace(rows=tuple(map(_row, block.rows)))


def _row(row: FoundRow) -> FoundRow:
    return row._replace(cells=tuple(_cell(cell, row.is_header) for cell in row.cells))


def _cell(cell: FoundCell, is_header: bool) -> FoundCell:
    if is_header:
        tidy = list(map(_closed_up, cell.paragraphs))
    else:
        tidy = [part for paragraph in cell.paragraphs for part in tidied_paragraphs(paragraph)]
    return cell._replace(paragraphs=tuple(part for part in tidy if part.text or part.label))


def tidied_paragraphs(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph of a cell that somebody typed, as the model would hold it."""
    return map(_closed_up, _parts(paragraph))


def is_tidy(paragraph: Paragraph) -> bool:
    """Whether tidying leaves a paragraph of a cell as it is."""
    return _looks_tidy(paragraph) or [*tidied_paragraphs(paragraph)] == [paragraph]


def _looks_tidy(paragraph: Paragraph) -> bool:
    """Whether there is nothing in it that could be tidied, as in most paragraphs in Chinese."""
    text, label, _ = paragraph
    if " " in text or not text.isprintable() or _LIKE_INNER_LABEL.search(text):
        return False
    return not _LABEL.match(text) if label is None else label == label.strip()


def closed_up(text: str, language: Language = "zh") -> str:
    """Without the spaces that are printed, not typed, between Chinese and Latin letters.

    A quotation mark or a dash is Chinese where the text is: English has spaces beside them.
    """
    if " " not in text and text.isprintable():
        return text
    if text.startswith(UNTRANSLATED):
        return UNTRANSLATED + closed_up(text.removeprefix(UNTRANSLATED))
    words = _SPACES.sub(" ", _UNPRINTED.sub("", text)).strip()
    return words if language == "en" or not any(map(is_han, words)) else _BESIDE_WIDE.sub("", words)


def _closed_up(paragraph: Paragraph) -> Paragraph:
    return paragraph._replace(text=closed_up(paragraph.text, paragraph.language))


def _parts(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, or the numbered ones that were run into one: 1. …。2. …。"""
    text, label, language = paragraph
    if label is None and (match := _LABEL.match(text)):
        text, label = text[match.end() :], typed_label(match[1])
    elif label:
        label = label.strip() or None
    number = int(label[:-1]) if label and label[:-1].isdecimal() else 0
    start = 0
    for match in _INNER_LABEL.finditer(text):
        # A list may print a number twice; anything else that looks like a label is part of the text.
        if int(match[2]) in (number, number + 1):
            yield Paragraph(text[start : match.start()], label, language)
            label, number, start = typed_label(match[1]), int(match[2]), match.end()
    yield Paragraph(text[start:], label, language)


def typed_label(label: str) -> str:
    """A label with the full stop that the model has: Chinese keyboards type a wide one, too."""
    return label.replace("．", ".")
