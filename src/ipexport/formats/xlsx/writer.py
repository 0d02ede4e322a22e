"""Writes a document as an Excel workbook.

Each region's table is measured and broken into pages (`region_layout`), which gives the page
numbers for the contents; then the sheets are drawn (`contents_sheet`, `region_sheet`) with named
styles (`styles`), and openpyxl's parts are packed so that the same document always gives the
same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from itertools import accumulate

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.workbook.properties import CalcProperties
from openpyxl.writer.excel import ExcelWriter

from ipexport.formats.ooxml import pack
from ipexport.formats.xlsx.contents_sheet import Entry, draw_contents
from ipexport.formats.xlsx.names import sheet_names, table_names
from ipexport.formats.xlsx.region_layout import lay_out
from ipexport.formats.xlsx.region_sheet import draw_region
from ipexport.formats.xlsx.styles import add_styles
from ipexport.style import Style
from ipexport.table import Document, plain

_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en-GB"}


def write(document: Document, style: Style) -> bytes:
    """The document as an .xlsx package: a sheet per region, after contents if there is not just one.

    Raises `OutputError` for a text that no Excel cell can hold.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.calculation = CalcProperties(fullCalcOnLoad=False)
    workbook.properties = _properties(document)
    add_styles(workbook, style, document.language)
    sections = document.sections
    layouts = [lay_out(section, style, document.language) for section in sections]
    first_pages = list(accumulate((layout.page_count for layout in layouts), initial=1))
    front = [plain(document.contents_title)] if len(sections) != 1 else []
    names = sheet_names([*front, *(plain(section.name) for section in sections)])
    own_names = names[len(front) :]
    if front:
        entries = [
            Entry(plain(section.heading), name, page)
            for section, name, page in zip(sections, own_names, first_pages, strict=False)
        ]
        draw_contents(workbook.create_sheet(names[0]), document, entries, style)
    tables = table_names([section.region for section in sections])
    for layout, name, table, page in zip(layouts, own_names, tables, first_pages, strict=False):
        draw_region(workbook.create_sheet(name), layout, table, page, style, document.language)
    return pack(_parts(workbook))


def _properties(document: Document) -> DocumentProperties:
    """The core properties; texts as long as Office's own dialog takes them: 255 characters."""
    date = datetime.combine(document.date, time())
    return DocumentProperties(
        title=document.full_title[:255],
        creator=plain(document.author)[:255],
        lastModifiedBy=plain(document.author)[:255],
        subject=plain(document.subject)[:255],
        keywords="; ".join(document.keywords)[:255],
        language=_LANGUAGE_TAGS[document.language],
        created=date,
        modified=date,
    )


def _parts(workbook: Workbook) -> dict[str, bytes]:
    """The parts of the package. `Workbook.save` would put the clock into the properties."""
    buffer = io.BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED)).save()
    with zipfile.ZipFile(buffer) as package:
        return {name: package.read(name) for name in package.namelist()}
