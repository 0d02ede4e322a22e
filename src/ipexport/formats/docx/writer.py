"""Writes a document as a Word file.

python-docx gives the package: parts and their relations, styles, sections, footers, properties.
Into its small document.xml go cover, contents and tables as strings (`body`), and the parts are
packed so that the same document always gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Pt
from lxml import etree

from ipexport.formats.docx.body import front, sections
from ipexport.formats.docx.fields import bookmarks
from ipexport.formats.docx.fonts import font_table
from ipexport.formats.docx.footers import number_pages
from ipexport.formats.docx.numbering import Lists, numbering_part
from ipexport.formats.docx.pages import Sheet, front_sheet, table_sheet
from ipexport.formats.docx.settings import settings_part
from ipexport.formats.docx.styles import LANGUAGE_TAGS, SPACER, define_styles
from ipexport.formats.ooxml import pack
from ipexport.layout import office_pages
from ipexport.layout.front import contents
from ipexport.style import Style
from ipexport.table import Document, plain

_FRONT, _TABLES = "front", "tables"


def write(document: Document, style: Style) -> bytes:
    """The document as a .docx package."""
    entries = contents(document, office_pages(document, style))
    marks = bookmarks(entries)
    lists = Lists()
    body = {
        _FRONT: front(document, style, entries, marks),
        _TABLES: "".join(sections(document, style, marks, lists)),
    }
    parts = _parts(_frame(document, style))
    parts["word/document.xml"] = _fill(parts["word/document.xml"], body)
    parts["word/numbering.xml"] = numbering_part(lists, style)
    parts["word/fontTable.xml"] = font_table(style)
    parts["word/settings.xml"] = settings_part(document.language)
    return pack(parts)


def _frame(document: Document, style: Style) -> WordDocument:
    """A python-docx document with styles, two sections and properties, and places for its text."""
    word = docx.Document()
    _drop(word.part.package.rels, {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES})
    _drop(word.part.rels, {RT.STYLES, RT.NUMBERING, RT.SETTINGS, RT.FONT_TABLE, RT.THEME})
    define_styles(word.styles.element, style, document.language)
    tables = word.add_section(WD_SECTION.NEW_PAGE)
    _lay_out(word.sections[0], front_sheet(style), style)
    _lay_out(tables, table_sheet(style), style)
    number_pages(tables, style)
    _describe(word, document)
    body = word.element.body
    start = OxmlElement("w:pgNumType", {qn("w:start"): "1"})
    body.sectPr.insert_element_before(start, "w:cols", "w:docGrid")
    break_paragraph = body[0]
    break_paragraph.style = SPACER
    body.insert(0, etree.ProcessingInstruction(_FRONT))
    break_paragraph.addnext(etree.ProcessingInstruction(_TABLES))
    return word


def _drop(relationships: Relationships, kept: set[str]) -> None:
    """Leaves out what the template has besides: theme, thumbnail, a second set of styles."""
    for id, relationship in list(relationships.items()):
        if relationship.reltype not in kept:
            del relationships[id]


def _lay_out(section: Section, sheet: Sheet, style: Style) -> None:
    landscape = sheet.width > sheet.height
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(sheet.width), Pt(sheet.height)
    margins = sheet.margins
    section.top_margin, section.right_margin = Pt(margins.top), Pt(margins.right)
    section.bottom_margin, section.left_margin = Pt(margins.bottom), Pt(margins.left)
    section.header_distance = Pt(margins.top / 2)
    below = margins.bottom - style.page.page_number_gap - style.text["page_number"].leading
    section.footer_distance = Pt(max(0.0, below))


def _describe(word: WordDocument, document: Document) -> None:
    """The core properties, as long as Word's own dialog takes them: 255 characters."""
    properties = word.core_properties
    properties.title = document.full_title[:255]
    properties.author = properties.last_modified_by = plain(document.author)[:255]
    properties.subject = plain(document.subject)[:255]
    properties.keywords = "; ".join(document.keywords)[:255]
    properties.comments = ""
    properties.language = LANGUAGE_TAGS[document.language]
    properties.created = properties.modified = datetime.combine(document.date, time())


def _parts(word: WordDocument) -> dict[str, bytes]:
    buffer = io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return {name: package.read(name) for name in package.namelist()}


def _fill(frame: bytes, body: dict[str, str]) -> bytes:
    """The frame with the text in the place of each processing instruction."""
    for name, xml in body.items():
        before, after = frame.split(f"<?{name} ?>".encode())
        frame = b"".join((before, xml.encode(), after))
    return frame
