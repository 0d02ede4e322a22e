"""The parts of a workbook besides sheets, texts and styles: what there is and how it hangs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from typing import NamedTuple

from ipexport.formats.carried import (
    CUSTOM_PART,
    CUSTOM_RELATIONSHIP,
    CUSTOM_TYPE,
    carried,
    custom_properties,
)
from ipexport.formats.xlsx.names import quoted
from ipexport.formats.xlsx.xml import NAMESPACE, RELATIONSHIPS
from ipexport.formats.xml import DECLARATION, escaped
from ipexport.model import Language, each_of
from ipexport.table import Document, Words, plain

_LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TABLE_RELATIONSHIP = "rId1"
"""By which the last sheet names its table."""
LONGEST_PROPERTY = 255
"""The longest property that Office's own dialog takes."""


_VERY_HIDDEN = ' state="veryHidden"'
"""Not even in the list of hidden sheets (18.18.68)."""

ENGLISH_FONT = "english_font."
"""What the fonts that say which text is English are carried as, with a number behind it."""


class SheetEntry(NamedTuple):
    """A sheet of the workbook: its name, what is printed of it ("A1:D7"), how many rows are printed on
    every page, and whether nobody gets to see it."""

    name: str
    area: str
    title_rows: int
    is_hidden: bool = False


def sheet_part(number: int) -> str:
    """The name of the part of a sheet, counted from 1."""
    return f"xl/worksheets/sheet{number}.xml"


def workbook_parts(
    document: Document,
    sheets: Sequence[SheetEntry],
    names: Mapping[str, str],
    english_fonts: Iterable[str],
    table: bytes,
) -> dict[str, bytes]:
    """All but the sheets, the shared strings and the styles. `names` are the defined names and what
    they stand for; `english_fonts` those that no Chinese has; `table` is the part of the last sheet's
    table, if it has one."""
    fonts = [(f"{ENGLISH_FONT}{number}", font) for number, font in enumerate(english_fonts, 1)]
    custom = custom_properties([*carried(document, document.sections), *_titles(document), *fonts])
    core = core_properties(
        document.full_title,
        document.language,
        document.date,
        subject=plain(document.subject),
        author=plain(document.author),
        keywords="; ".join(document.keywords),
    )
    return package_parts(sheets, names, core, custom, table)


def package_parts(
    sheets: Sequence[SheetEntry],
    names: Mapping[str, str],
    core: bytes,
    custom: bytes,
    table: bytes = b"",
) -> dict[str, bytes]:
    """The same of any workbook, with the parts of its core and custom properties."""
    parts = {
        "[Content_Types].xml": _content_types(len(sheets), bool(table)),
        "_rels/.rels": _relationships(
            [
                ("rId1", f"{RELATIONSHIPS}/officeDocument", "xl/workbook.xml"),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("rId3", f"{RELATIONSHIPS}/extended-properties", "docProps/app.xml"),
                ("rId4", CUSTOM_RELATIONSHIP, CUSTOM_PART),
            ]
        ),
        "docProps/app.xml": _app(),
        "docProps/core.xml": core,
        CUSTOM_PART: custom,
        "xl/workbook.xml": _workbook(sheets, names),
        "xl/_rels/workbook.xml.rels": _relationships(
            [
                *(
                    (f"rId{number}", f"{RELATIONSHIPS}/worksheet", f"worksheets/sheet{number}.xml")
                    for number in range(1, len(sheets) + 1)
                ),
                (f"rId{len(sheets) + 1}", f"{RELATIONSHIPS}/styles", "styles.xml"),
                (f"rId{len(sheets) + 2}", f"{RELATIONSHIPS}/sharedStrings", "sharedStrings.xml"),
            ]
        ),
    }
    if table:
        parts["xl/tables/table1.xml"] = table
        parts[f"xl/worksheets/_rels/sheet{len(sheets)}.xml.rels"] = _relationships(
            [(TABLE_RELATIONSHIP, f"{RELATIONSHIPS}/table", "../tables/table1.xml")]
        )
    return parts


def _workbook(sheets: Sequence[SheetEntry], names: Mapping[str, str]) -> bytes:
    entries = "".join(
        f'<sheet name="{escaped(sheet.name)}" sheetId="{number}"'
        f'{_VERY_HIDDEN if sheet.is_hidden else ""} r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    defined = [f'<definedName name="{name}">{escaped(place)}</definedName>' for name, place in names.items()]
    for number, sheet in enumerate(sheets):
        if sheet.is_hidden:
            continue
        area = f"{quoted(sheet.name)}!{absolute(sheet.area)}"
        defined.append(_local("Print_Area", number, area))
        if sheet.title_rows:
            rows = f"{quoted(sheet.name)}!$1:${sheet.title_rows}"
            defined.append(_local("Print_Titles", number, rows))
    return (
        f'{DECLARATION}<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}">'
        '<workbookPr/><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{entries}</sheets><definedNames>{''.join(defined)}</definedNames>"
        '<calcPr calcId="0"/></workbook>'
    ).encode()


def absolute(area: str) -> str:
    """A1:D7 as $A$1:$D$7; columns are single letters."""
    return ":".join(f"${place[0]}${place[1:]}" for place in area.split(":"))


def _local(name: str, sheet: int, place: str) -> str:
    return f'<definedName name="_xlnm.{name}" localSheetId="{sheet}">{escaped(place)}</definedName>'


def _content_types(sheets: int, has_table: bool) -> bytes:
    types = {
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        f"/{CUSTOM_PART}": CUSTOM_TYPE,
        "/xl/sharedStrings.xml": f"{_SPREADSHEET}.sharedStrings+xml",
        "/xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
        "/xl/workbook.xml": f"{_SPREADSHEET}.sheet.main+xml",
    }
    for number in range(1, sheets + 1):
        types["/" + sheet_part(number)] = f"{_SPREADSHEET}.worksheet+xml"
    if has_table:
        types["/xl/tables/table1.xml"] = f"{_SPREADSHEET}.table+xml"
    parts = "".join(f'<Override PartName="{name}" ContentType="{type}"/>' for name, type in types.items())
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    ).encode()


def _relationships(targets: Iterable[tuple[str, str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{id}" Type="{type}" Target="{target}"/>' for id, type, target in targets
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()


def _app() -> bytes:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    properties = f'<Properties xmlns="{namespace}"><Application>ipexport</Application></Properties>'
    return f"{DECLARATION}{properties}".encode()


def core_properties(
    title: str, language: Language, date: Date, subject: str = "", author: str = "", keywords: str = ""
) -> bytes:
    """The part of the core properties (ECMA-376 part 2, 11)."""
    said = f'xsi:type="dcterms:W3CDTF">{date.isoformat()}T00:00:00Z'
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_property(title)}</dc:title>"
        f"<dc:subject>{_property(subject)}</dc:subject>"
        f"<dc:creator>{_property(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{_property(author)}</cp:lastModifiedBy>"
        f"<cp:keywords>{_property(keywords)}</cp:keywords>"
        f"<dc:language>{_LANGUAGE_TAGS[language]}</dc:language>"
        f"<dcterms:created {said}</dcterms:created><dcterms:modified {said}</dcterms:modified>"
        "</cp:coreProperties>"
    ).encode()


def _titles(document: Document) -> Iterator[tuple[str, str]]:
    """The titles, which a workbook of one region shows nowhere."""
    for name in ("title", "subtitle", "contents_title"):
        words: Words = getattr(document, name)
        for language, paragraph in zip(each_of(document.languages), words, strict=True):
            yield name if language == document.language else f"{language}:{name}", paragraph.text


def _property(text: str) -> str:
    return escaped(text[:LONGEST_PROPERTY])
