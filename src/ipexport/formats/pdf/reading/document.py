"""Opens a PDF and finds what it shows: by its tags, else by its rules."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date
from typing import get_args
from xml.etree import ElementTree

import pikepdf

from ipexport.errors import Finding, Place
from ipexport.formats.pdf.reading.apart import UnreadablePdf
from ipexport.formats.pdf.reading.tags import Tags, spoken
from ipexport.formats.pdf.reading.texts import PageTexts
from ipexport.model import Language, Languages
from ipexport.recognition import FoundDocument, FoundTable, FoundText, guessed_language

_SUBJECT = "{http://purl.org/dc/elements/1.1/}subject"
_LI = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_AGAIN = "save it again with a program that shows it"


def find(data: bytes, name: str) -> FoundDocument:
    """What the file `data`, called `name`, shows. Raises `UnreadablePdf`."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadablePdf("is not a PDF file")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _find(pdf, data, Place(name))
    except pikepdf.PasswordError:
        raise UnreadablePdf("is protected by a password", "save it without one") from None
    except pikepdf.PdfError as error:
        reason = re.sub(r"^.*?: ", "", str(error).splitlines()[0]) if str(error) else "no objects"
        raise UnreadablePdf(f"is damaged: {reason}", _AGAIN) from None


def _find(pdf: pikepdf.Pdf, data: bytes, file: Place) -> FoundDocument:
    if b"%%EOF" not in data[-1024:]:
        raise UnreadablePdf("is cut off: its end is missing", "get the whole file")
    tags = _tags(pdf, file)
    if tags is not None and any(isinstance(block, FoundTable) for block in tags.blocks):
        blocks, findings, properties = tags.blocks, tags.findings, tags.properties
        languages = _languages(properties) if properties else _guessed(blocks)
    else:
        blocks, properties = _ruled(data, file), {}
        findings = [_untagged(blocks, file)]
        languages = _guessed(blocks)
    damage = [
        Finding("damaged", "warning", file, f"the file is damaged: {warning}", _AGAIN)
        for warning in pdf.get_warnings()[:3]
    ]
    information = pdf.docinfo
    return FoundDocument(
        place=file,
        languages=languages,
        blocks=tuple(blocks),
        author=_said(information, "/Author"),
        subject=_said(information, "/Subject"),
        keywords=_keywords(pdf),
        date=_date(_said(information, "/CreationDate")),
        properties=tuple(properties.items()),
        findings=(*damage, *findings),
    )


def _untagged(blocks: Sequence[FoundText | FoundTable], file: Place) -> Finding:
    if any(isinstance(block, FoundTable) for block in blocks):
        message = "the file has no tags: its tables are found by ruling lines and header words"
        return Finding("no-tags", "warning", file, message, "look at what was read")
    message = "the file has no tags and no tables with ruling lines between rows and between columns"
    return Finding(
        "no-tags", "warning", file, message, "only such tables, and those of tagged files, are found"
    )


def _tags(pdf: pikepdf.Pdf, file: Place) -> Tags | None:
    """The blocks of the structure tree, where there is one."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return None
    texts = PageTexts()
    for number, page in enumerate(pdf.pages, 1):
        texts.read(number, page.obj)
    tags = Tags(file, root, texts, spoken(str(pdf.Root.get("/Lang", ""))))
    tags.read()
    return tags


def _ruled(data: bytes, file: Place) -> list[FoundText | FoundTable]:
    # Imported here: a tagged file has no need of it.
    from ipexport.formats.pdf.reading.pages import pages
    from ipexport.formats.pdf.reading.pieces import Pieces

    pieces = Pieces(file)
    has_text = False
    for page in pages(data):
        has_text = has_text or bool(page.characters)
        pieces.read(page)
    if not has_text:
        raise UnreadablePdf("has no text: its pages are pictures", "let a program for scans add the text")
    return pieces.blocks


def _guessed(blocks: Sequence[FoundText | FoundTable]) -> Language:
    return guessed_language(word for block in blocks for word in _words(block))


def _words(block: FoundText | FoundTable) -> Iterator[str]:
    if isinstance(block, FoundText):
        yield block.text
    else:
        yield from (cell.words for row in block.rows for cell in row.cells)


def _languages(properties: Mapping[str, str]) -> Languages:
    said = properties.get("languages")
    return next((languages for languages in get_args(Languages) if languages == said), "zh")


def _said(information: pikepdf.Object, key: str) -> str:
    value = information.get(key)
    return str(value) if isinstance(value, pikepdf.String) else ""


def _keywords(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """One by one from the metadata, else from the information dictionary, where they are one text."""
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        try:
            tree = ElementTree.fromstring(metadata.read_bytes())
            if words := [word.text or "" for subject in tree.iter(_SUBJECT) for word in subject.iter(_LI)]:
                return tuple(filter(None, words))
        except ElementTree.ParseError:
            pass
    said = _said(pdf.docinfo, "/Keywords")
    return tuple(word for word in re.split(r"\s*[,，;；、]\s*", said) if word)


def _date(said: str) -> Date | None:
    """The day of a date (ISO 32000-1, 7.9.4)."""
    match = re.match(r"D:(\d{4})(\d\d)?(\d\d)?", said)
    try:
        return Date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None
    except ValueError:
        return None
