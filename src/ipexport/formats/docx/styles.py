"""Word's styles for the texts of a style sheet.

Everything about the look is here: paragraphs name a style and say nothing else, so that a user
who changes one style changes the document. Lines have exact heights, as the style sheet says;
only then can pages be foretold.
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.styles import CT_Styles

from ipexport.formats.docx.fonts import run_fonts
from ipexport.formats.docx.pages import front_sheet
from ipexport.formats.docx.units import eighths, half_points, twips
from ipexport.layout.table import heading_space
from ipexport.model import Language, Text
from ipexport.style import Style, TableStyle, TextRole, TextStyle
from ipexport.table import ROLES, Role
from ipexport.typography.labels import hanging_indent

TITLE, SUBTITLE, HEADING, CONTENTS_TITLE = "Title", "Subtitle", "Heading1", "TOCHeading"
TABLE, TABLE_TEXT, SPACER = "WorkPlanTable", "TableText", "Spacer"
ODD_PAGE_NUMBER, EVEN_PAGE_NUMBER = "OddPageNumber", "EvenPageNumber"
HEADER_CELL = "TableHeader"
ROLE_STYLES: dict[Role, str] = {
    "focus_area": "FocusArea",
    "task": "Task",
    "results": "Results",
    "plan": "Plan",
}
ITEM_STYLES: dict[Role, str] = {"results": "ResultsItem", "plan": "PlanItem"}
ITEM_INDENT = hanging_indent(["1."])
"""The hanging indent of the item styles in em."""

LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en-US"}

# Names of our own; those that Word has itself ("heading 1") it shows in the user's language.
_NAMES = {
    TABLE: Text("工作方案表格", "Work plan table"),
    TABLE_TEXT: Text("表格文字", "Table text"),
    SPACER: Text("表后空行", "Spacer"),
    ODD_PAGE_NUMBER: Text("单页页码", "Odd page number"),
    EVEN_PAGE_NUMBER: Text("双页页码", "Even page number"),
    HEADER_CELL: Text("表头", "Table header"),
    "FocusArea": Text("工作重点", "Focus area"),
    "Task": Text("工作任务", "Task"),
    "Results": Text("工作绩效", "Results"),
    "Plan": Text("工作计划", "Plan"),
    "ResultsItem": Text("工作绩效条目", "Results item"),
    "PlanItem": Text("工作计划条目", "Plan item"),
}
_ALIGNMENTS = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def define_styles(styles: CT_Styles, style: Style, language: Language) -> None:
    """Puts our styles in the place of the template's; Word's list of style names stays."""
    latent = styles.find(qn("w:latentStyles"))
    for child in list(styles):
        if child is not latent:
            styles.remove(child)
    xml = "".join(_styles(style, language))
    defaults, *others = parse_xml(f"<w:styles {nsdecls('w')}>{xml}</w:styles>")
    styles.insert(0, defaults)
    styles.extend(others)


def _styles(style: Style, language: Language) -> Iterator[str]:
    yield _defaults(style, language)
    yield _BASIC_STYLES
    yield from _front_matter(style, language)
    yield from _table_texts(style, language)
    yield from _page_numbers(style, language)
    yield _table(style.table, language)


def _defaults(style: Style, language: Language) -> str:
    tag = LANGUAGE_TAGS[language]
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{run_fonts(style.font_of('contents'), language)}"
        f'<w:lang w:val="{tag}" w:eastAsia="{tag}"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:autoSpaceDE/><w:autoSpaceDN/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


_BASIC_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def _front_matter(style: Style, language: Language) -> Iterator[str]:
    """The styles of cover, contents and headings, which Word knows by their names."""

    def built_in(id: str, name: str, role: TextRole, before: float = 0, after: float = 0, **more: str) -> str:
        paragraph = _paragraph(**_lines(style.text[role], before, after), **more)
        return _style(id, name, paragraph + _run(style, role, language))

    text, sheet = style.text, front_sheet(style)
    normal = _paragraph(**_lines(text["contents"])) + _run(style, "contents", language)
    yield _style("Normal", "Normal", normal, based_on="", attributes='w:default="1"')
    yield built_in(TITLE, "Title", "title", before=max(0.0, sheet.height / 3 - sheet.margins.top))
    yield built_in(SUBTITLE, "Subtitle", "subtitle")
    gap = text["contents_title"].leading / 2
    yield built_in(CONTENTS_TITLE, "TOC Heading", "contents_title", after=gap, pageBreakBefore=_ON)
    gap, outline = heading_space(style), 'w:val="0"'
    yield built_in(
        HEADING, "heading 1", "heading", after=gap, keepNext=_ON, pageBreakBefore=_ON, outlineLvl=outline
    )
    tab = f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(sheet.text_width)}"/>'
    for level in (1, 2):
        indent = f'w:left="{(level - 1) * twips(text["contents"].size)}"'
        yield _style(f"TOC{level}", f"toc {level}", _paragraph(tabs=tab, ind=indent))


def _table_texts(style: Style, language: Language) -> Iterator[str]:
    """The texts of the tables: one style for all, and one each that says what differs."""
    base = style.text["results"]
    # Lines stay apart as page breaks need them, and punctuation inside its cell.
    cell = _paragraph(widowControl=_OFF, overflowPunct=_OFF, snapToGrid=_OFF, **_lines(base))
    yield _own(TABLE_TEXT, cell + _run(style, "results", language), language)
    yield _own(HEADER_CELL, _difference(style, "table_header", language), language, TABLE_TEXT)
    for role in ROLES:
        more = {"outlineLvl": 'w:val="1"'} if role == "focus_area" else {}
        look = _difference(style, role, language, **more)
        yield _own(ROLE_STYLES[role], look, language, TABLE_TEXT)
    for role, id in ITEM_STYLES.items():
        indent = twips(ITEM_INDENT * style.text[role].size)
        hanging = _paragraph(ind=f'w:left="{indent}" w:hanging="{indent}"')
        yield _own(id, hanging, language, ROLE_STYLES[role])
    spacer = _paragraph(snapToGrid=_OFF, spacing='w:before="0" w:after="0" w:line="20" w:lineRule="exact"')
    yield _own(SPACER, spacer + '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>', language)


def _page_numbers(style: Style, language: Language) -> Iterator[str]:
    """Odd pages right, even pages left, one character in from the edge (GB/T 9704-2012, 7.5)."""
    text = style.text["page_number"]
    run = _run(style, "page_number", language)
    for id, side in ((ODD_PAGE_NUMBER, "right"), (EVEN_PAGE_NUMBER, "left")):
        lines = _lines(text) | {"jc": f'w:val="{side}"', "ind": f'w:{side}="{twips(text.size)}"'}
        yield _own(id, _paragraph(snapToGrid=_OFF, **lines) + run, language)


def _table(table: TableStyle, language: Language) -> str:
    kind = f'w:val="single" w:sz="{eighths(table.rule)}"' if table.rule else 'w:val="nil" w:sz="0"'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} {kind} w:space="0" w:color="auto"/>' for side in sides)
    padding = twips(table.padding)
    margins = "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in sides[:4])
    look = (
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{table.header_fill}"/></w:tcPr></w:tblStylePr>'
    )
    return _own(TABLE, look, language, "TableNormal", "table")


def _difference(style: Style, role: TextRole, language: Language, **more: str) -> str:
    """The look of a table text as far as it differs from the style for all of them."""
    base, text = style.text["results"], style.text[role]
    usual = _lines(base)
    lines = {name: said for name, said in _lines(text).items() if said != usual[name]}
    run = "" if (text.font, text.size) == (base.font, base.size) else _run(style, role, language)
    return _paragraph(**lines, **more) + run


def _lines(text: TextStyle, before: float = 0, after: float = 0) -> dict[str, str]:
    """The paragraph properties of a text: exact line height, space around, alignment."""
    space = f'w:before="{twips(before)}" w:after="{twips(after)}"'
    return {
        "spacing": f'{space} w:line="{twips(text.leading)}" w:lineRule="exact"',
        "jc": f'w:val="{_ALIGNMENTS[text.align]}"',
    }


_ON, _OFF = 'w:val="1"', 'w:val="0"'
# The order that the schema asks for (ECMA-376 part 1, 17.3.1.26).
_PARAGRAPH_PROPERTIES = (
    "keepNext", "pageBreakBefore", "widowControl", "tabs", "overflowPunct", "snapToGrid",
    "spacing", "ind", "jc", "outlineLvl",
)  # fmt: skip


def _paragraph(**said: str) -> str:
    """Paragraph properties, from the attributes or the content of each element."""
    elements = (
        f"<w:{name}>{said[name]}</w:{name}>" if said[name].startswith("<") else f"<w:{name} {said[name]}/>"
        for name in _PARAGRAPH_PROPERTIES
        if name in said
    )
    xml = "".join(elements)
    return f"<w:pPr>{xml}</w:pPr>" if xml else ""


def _run(style: Style, role: TextRole, language: Language) -> str:
    size = half_points(style.text[role].size)
    fonts = run_fonts(style.font_of(role), language)
    return f'<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def _own(id: str, look: str, language: Language, based_on: str = "Normal", type: str = "paragraph") -> str:
    name = _NAMES[id].in_language(language) or id
    return _style(id, name, look, based_on=based_on, attributes='w:customStyle="1"', type=type)


def _style(
    id: str, name: str, look: str, *, based_on: str = "Normal", attributes: str = "", type: str = "paragraph"
) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{type}" {attributes} w:styleId="{id}"><w:name w:val="{name}"/>{base}'
        f"<w:qFormat/>{look}</w:style>"
    )
