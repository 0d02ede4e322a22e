"""Word's styles for the texts of a style sheet.

Everything about the look is here: paragraphs name a style and say nothing else, so that a user
who changes one style changes the document. Lines have exact heights, as the style sheet says;
only then can pages be foretold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ipexport.formats.docx.fonts import run_fonts
from ipexport.formats.docx.pages import Sheet
from ipexport.formats.docx.runs import language_element
from ipexport.formats.docx.units import eighths, half_points, twips
from ipexport.formats.docx.xml import text_part
from ipexport.formats.xml import quoted
from ipexport.layout.table import heading_space
from ipexport.model import Language, Languages, Text, each_of
from ipexport.style import Style, TableStyle, TextRole, TextStyle
from ipexport.table import ROLES, Role
from ipexport.typography.labels import hanging_indent

TITLE, SUBTITLE, HEADING, CONTENTS_TITLE = "Title", "Subtitle", "Heading1", "TOCHeading"
CONTENTS_LEVELS = ("TOC1", "TOC2")
TABLE, TABLE_TEXT, SPACER = "WorkPlanTable", "TableText", "Spacer"
HEADER, FOOTER = "Header", "Footer"
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
    "TitleEnglish": Text("标题英文", "Title in English"),
    "SubtitleEnglish": Text("副标题英文", "Subtitle in English"),
    "TableHeaderEnglish": Text("表头英文", "Table header in English"),
    "FocusAreaEnglish": Text("工作重点英文", "Focus area in English"),
    "TaskEnglish": Text("工作任务英文", "Task in English"),
    "ResultsEnglish": Text("工作绩效英文", "Results in English"),
    "PlanEnglish": Text("工作计划英文", "Plan in English"),
    "ResultsItemEnglish": Text("工作绩效条目英文", "Results item in English"),
    "PlanItemEnglish": Text("工作计划条目英文", "Plan item in English"),
}
# The texts that stand in both languages, each in a paragraph of its own.
_WITH_ENGLISH: dict[TextRole, str] = {
    "title": TITLE,
    "subtitle": SUBTITLE,
    "table_header": HEADER_CELL,
    "focus_area": ROLE_STYLES["focus_area"],
    "task": ROLE_STYLES["task"],
    "results": ROLE_STYLES["results"],
    "plan": ROLE_STYLES["plan"],
}
# Word's own styles, by the names that it has for them in every language.
_BUILT_IN = {
    "Normal": "Normal",
    TITLE: "Title",
    SUBTITLE: "Subtitle",
    CONTENTS_TITLE: "TOC Heading",
    HEADING: "heading 1",
    CONTENTS_LEVELS[0]: "toc 1",
    CONTENTS_LEVELS[1]: "toc 2",
    HEADER: "header",
    FOOTER: "footer",
}
_ALIGNMENTS = {"left": "left", "center": "center", "right": "right", "justify": "both"}


class Definition(NamedTuple):
    """A style: its id, its name, and its whole element."""

    id: str
    name: str
    xml: str


def styles_part(definitions: list[Definition], style: Style, language: Language) -> bytes:
    """The part word/styles.xml."""
    content = _defaults(style, language) + _LATENT + _BASIC_STYLES
    return text_part("w:styles", content + "".join(definition.xml for definition in definitions), "w")


def define_styles(style: Style, languages: Languages, front: Sheet) -> list[Definition]:
    """Every style that the document uses; `front` is the sheet of cover and contents."""
    language = each_of(languages)[0]
    return [
        *_front_matter(style, language, front),
        *_table_texts(style, language),
        *_page_numbers(style, language),
        _table(style.table, language),
        *(_english(style) if languages == "zh-en" else ()),
    ]


def in_english(id: str) -> str:
    """The style of the English beside the Chinese in one of our styles."""
    return f"{id}English"


def names(id: str) -> set[str]:
    """The names, in any language, under which a style of ours is found in a file, in lower case."""
    own = _NAMES.get(id)
    known = {own.zh, own.en or own.zh} if own else {_BUILT_IN[id]}
    return {name.lower() for name in known}


def _defaults(style: Style, language: Language) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{run_fonts(style.font_of('contents'), language)}"
        f"{language_element(language)}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault><w:pPr><w:autoSpaceDE/><w:autoSpaceDN/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


# Word has 376 styles of its own; those that the document does not use stay out of its lists.
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
    'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
)

_BASIC_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def _front_matter(style: Style, language: Language, front: Sheet) -> Iterator[Definition]:
    """The styles of cover, contents and headings, which Word knows by their names."""

    def built_in(id: str, role: TextRole, before: float = 0, after: float = 0, **more: str) -> Definition:
        look = _paragraph(**_lines(style.text[role], before, after), **more) + _run(style, role, language)
        return _style(id, _BUILT_IN[id], look, following="Normal")

    text = style.text
    lines = _lines(text["contents"])
    normal = _paragraph(widowControl=_ON, **lines) + _run(style, "contents", language)
    yield _style("Normal", "Normal", normal, based_on="", attributes='w:default="1"')
    yield built_in(TITLE, "title", before=max(0.0, front.height / 3 - front.margins.top))
    yield built_in(SUBTITLE, "subtitle")
    gap = text["contents_title"].leading / 2
    yield built_in(CONTENTS_TITLE, "contents_title", after=gap, keepNext=_ON, pageBreakBefore=_ON)
    gap, outline = heading_space(style), 'w:val="0"'
    yield built_in(HEADING, "heading", after=gap, keepNext=_ON, pageBreakBefore=_ON, outlineLvl=outline)
    for level, id in enumerate(CONTENTS_LEVELS):
        indent = f'w:left="{level * twips(text["contents"].size)}"'
        yield _style(id, _BUILT_IN[id], _paragraph(tabs=contents_tab(front), ind=indent), following="Normal")


def contents_tab(front: Sheet) -> str:
    """The tab before the page numbers of the contents: dots, up to the right margin."""
    return f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(front.text_width)}"/>'


def _table_texts(style: Style, language: Language) -> Iterator[Definition]:
    """The texts of the tables: one style for all, and one each that says what differs."""
    base = style.text["results"]
    # Lines have the height that page numbers were found with, and punctuation stays in its cell.
    cell = _paragraph(widowControl=_ON, overflowPunct=_OFF, snapToGrid=_OFF, **_lines(base))
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


def _english(style: Style) -> Iterator[Definition]:
    """The styles of English beside Chinese. In a cell that has both, all lines are as far apart."""
    for role, id in _WITH_ENGLISH.items():
        shared = style.bilingual.arrangement.layout == "stacked" or role == "focus_area"
        text = style.english[role]
        if shared and role in ROLES:
            text = replace(text, leading=style.text[role].leading)
        look = _paragraph(**_lines(text)) + _run(style, role, "en")
        yield _own(in_english(id), look, "zh", id)
    for role, id in ITEM_STYLES.items():
        indent = twips(ITEM_INDENT * style.english[role].size)
        hanging = _paragraph(ind=f'w:left="{indent}" w:hanging="{indent}"')
        yield _own(in_english(id), hanging, "zh", in_english(ROLE_STYLES[role]))


def _page_numbers(style: Style, language: Language) -> Iterator[Definition]:
    """Headers and footers; odd pages have their number right, even pages left, one character in
    from the edge (GB/T 9704-2012, 7.5)."""
    text = style.text["page_number"]
    look = _paragraph(snapToGrid=_OFF, **_lines(text)) + _run(style, "page_number", language)
    for id in (HEADER, FOOTER):
        yield _style(id, _BUILT_IN[id], look)
    for id, side in ((ODD_PAGE_NUMBER, "right"), (EVEN_PAGE_NUMBER, "left")):
        place = _paragraph(ind=f'w:{side}="{twips(text.size)}"', jc=f'w:val="{side}"')
        yield _own(id, place, language, FOOTER)


def _table(table: TableStyle, language: Language) -> Definition:
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
    text = style.text_in(language)[role]
    size, font = half_points(text.size), style.fonts[text.font]
    bold = "<w:b/><w:bCs/>" if font.bold else ""
    return (
        f"<w:rPr>{run_fonts(font, language)}{bold}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{language_element(language)}</w:rPr>'
    )


def _own(
    id: str, look: str, language: Language, based_on: str = "Normal", type: str = "paragraph"
) -> Definition:
    name = _NAMES[id].in_language(language) or id
    return _style(id, name, look, based_on=based_on, attributes='w:customStyle="1"', type=type)


def _style(
    id: str,
    name: str,
    look: str,
    *,
    based_on: str = "Normal",
    following: str = "",
    attributes: str = "",
    type: str = "paragraph",
) -> Definition:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    xml = (
        f'<w:style w:type="{type}" {attributes} w:styleId="{id}"><w:name w:val={quoted(name)}/>{base}{after}'
        f"<w:qFormat/>{look}</w:style>"
    )
    return Definition(id, name, xml)
