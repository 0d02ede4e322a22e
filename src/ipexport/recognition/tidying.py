"""What other programs print otherwise than the model holds it: spaces, and labels in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipexport.recognition.found import FoundCell, FoundDocument, FoundRow, FoundTable, FoundText
from ipexport.table import Paragraph
from ipexport.typography.han import HAN
from ipexport.typography.spacing import CLOSING, OPENING, PAUSES

_WIDE = f"[{HAN}{re.escape(CLOSING + OPENING + PAUSES)}—…·]"
_SPACES = re.compile(r"[\s\u3000]+")
_BESIDE_WIDE = re.compile(f"(?<={_WIDE}) | (?={_WIDE})")
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LABEL = re.compile(r"\s*(\d{1,2}[.．、](?!\d(?!\d{3}[年-]))|[(（]\d{1,2}[)）]|[①-⑳])\s*")
_INNER_LABEL = re.compile(r"(?<=[。；：！？;:])\s*((\d{1,2})[.．](?!\d(?!\d{3}[年-])))\s*")


def tidied(document: FoundDocument) -> FoundDocument:
    """A document of others with the texts that the model would hold.

    No spaces between Chinese and Latin letters or digits, no control characters, and labels apart
    from the texts that they number.
    """
    return document._replace(blocks=tuple(map(_block, document.blocks)))


def _block(block: FoundText | FoundTable) -> FoundText | FoundTable:
    if isinstance(block, FoundText):
        return block._replace(words=tuple(p._replace(text=closed_up(p.text)) for p in block.words))
    return block._replace(rows=tuple(map(_row, block.rows)))


def _row(row: FoundRow) -> FoundRow:
    return row._replace(cells=tuple(_cell(cell, row.is_header) for cell in row.cells))


def _cell(cell: FoundCell, is_header: bool) -> FoundCell:
    if is_header:
        tidy = [paragraph._replace(text=closed_up(paragraph.text)) for paragraph in cell.paragraphs]
    else:
        tidy = [part for paragraph in cell.paragraphs for part in tidied_paragraphs(paragraph)]
    return cell._replace(paragraphs=tuple(part for part in tidy if part.text or part.label))


def tidied_paragraphs(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph of a cell that somebody typed, as the model would hold it."""
    return (part._replace(text=closed_up(part.text)) for part in _parts(paragraph))


def closed_up(text: str) -> str:
    """Without the spaces that are printed, not typed, between Chinese and Latin letters."""
    return _BESIDE_WIDE.sub("", _SPACES.sub(" ", _UNPRINTED.sub("", text))).strip()


def _parts(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, or the numbered ones that were run into one: 1. …。2. …。"""
    text, label, language = paragraph
    if label is None and (match := _LABEL.match(text)):
        text, label = text[match.end() :], match[1]
    elif label is not None:
        label = label.strip() or None
    number = int(label[:-1]) if label and label[:-1].isdecimal() else 0
    start = 0
    for match in _INNER_LABEL.finditer(text):
        # A list may print a number twice; anything else that looks like a label is part of the text.
        if int(match[2]) in (number, number + 1):
            yield Paragraph(text[start : match.start()], label, language)
            label, number, start = match[1], int(match[2]), match.end()
    yield Paragraph(text[start:], label, language)
