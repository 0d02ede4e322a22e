"""The look of a Word file of the user's: its styles, pages, headers, footers and pictures.

Styles are found by their names. One that the file lacks comes from the style sheet, and is then
based on none of the file's: it looks as the style sheet says. Cover and contents have the pages of
the file's first portrait section, the tables those of its first landscape section, or the former
turned to landscape with the same margins; the columns fill their width. Page numbers are those of
the file's footers, or ours where the tables' section has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lxml import etree

from ipexport.errors import RequestError
from ipexport.formats.docx.fonts import font_table
from ipexport.formats.docx.footers import footers
from ipexport.formats.docx.look import EVEN_FOOTER, ODD_FOOTER, OWN_FOOTERS, Look
from ipexport.formats.docx.numbering import Numbering
from ipexport.formats.docx.package import OFFICE, WORD, Part, Relationship
from ipexport.formats.docx.pages import SectionPages
from ipexport.formats.docx.reading.package import w
from ipexport.formats.docx.settings import settings_part
from ipexport.formats.docx.styles import (
    CONTENTS_LEVELS,
    CONTENTS_TITLE,
    HEADING,
    contents_tab,
    define_styles,
)
from ipexport.formats.docx.template import (
    Template,
    TemplateSection,
    check_fields,
    check_relationships,
    parsed,
    read_template,
)
from ipexport.formats.docx.template_styles import TemplateStyles
from ipexport.formats.docx.xml import NAMESPACES, text_part
from ipexport.layout.office import Spaces
from ipexport.model import Languages, each_of
from ipexport.style import Style, Widths
from ipexport.table import ROLES

_ROOTS = {"header": w("hdr"), "footer": w("ftr"), "theme": f"{{{NAMESPACES['a']}}}theme"}


def missing_styles(style: Style, languages: Languages) -> tuple[str, ...]:
    """The names of our styles that the style's reference lacks.

    Raises `RequestError` for a reference that cannot be taken.
    """
    borrowed = _Borrowed(style, languages)
    borrowed.take()
    return tuple(definition.name for definition in borrowed.styles.added)


def reference_look(style: Style, languages: Languages) -> Look:
    """The look of the style's reference. Raises `RequestError` for one that cannot be taken."""
    return _Borrowed(style, languages).look()


class _Borrowed:
    """What is taken from a template, part by part."""

    def __init__(self, style: Style, languages: Languages) -> None:
        assert style.docx.reference is not None
        self.style, self.language = style, each_of(languages)[0]
        self.template: Template = read_template(style.docx.reference)
        self.front = _first(self.template.sections, landscape=False) or self.template.sections[0]
        self.tables = _first(self.template.sections, landscape=True) or _turned(self.front)
        self.styles = TemplateStyles(
            self._root("styles", self.template.styles), define_styles(style, languages, self.front.sheet)
        )
        self.parts: dict[str, Part] = {}
        self.relations: dict[str, tuple[str, str]] = {}
        self.taken: dict[str, str] = {}

    def look(self) -> Look:
        front, tables, numbering = self.take()
        style, spaces = self._measures()
        return Look(
            style=style,
            spaces=spaces,
            front=front,
            tables=tables,
            ids=self.styles.ids,
            parts=self.parts,
            relations=self.relations,
            direct=self._direct(),
            numbering=numbering,
        )

    def take(self) -> tuple[SectionPages, SectionPages, Numbering]:
        """Takes every part; returns the pages of cover and contents, of the tables, and the lists."""
        front, tables = (
            SectionPages(section.sheet, self._furniture(section), section.borders, section.title_page)
            for section in (self.front, self.tables)
        )
        if not any(kind == "footer" for kind, _ in self.tables.furniture):
            self._add_own_footers()
            tables = tables._replace(footers=tables.footers + OWN_FOOTERS)
        self._add_settings()
        return front, tables, self._numbering()

    def _root(self, kind: str, part: Any) -> etree._Element:
        """The root element of a part of the template, or an empty one."""
        if part is None:
            return etree.fromstring(text_part(f"w:{kind}", "", "w"))
        return parsed(self.template.path, part, w(kind))

    def _add(self, kind: str, data: bytes, relationships: tuple[Relationship, ...] = ()) -> None:
        """A part that the document is related to by its kind ("styles")."""
        name = f"word/{kind}.xml"
        self.parts[name] = Part(f"{WORD}{kind}+xml", data, relationships)
        self.relations[f"rId{kind}"] = (OFFICE + kind, name)

    def _add_settings(self) -> None:
        template = self.template
        self._add("styles", _serialized(self.styles.root))
        self._add("fontTable", self._fonts())
        # Where the template has neither headers nor footers, ours are for odd and even pages.
        odd_and_even = template.odd_and_even or not self.tables.furniture
        settings = settings_part(self.language, odd_and_even=odd_and_even, mirrored=template.mirrored)
        self._add("settings", settings)
        if template.theme is not None:
            self.relations["rIdtheme"] = (f"{OFFICE}theme", self._take(template.theme, "theme"))

    def _furniture(self, section: TemplateSection) -> str:
        """The references to a section's headers and footers, which are taken along."""
        references = ""
        for (kind, type), part in sorted(section.furniture.items()):
            name = self._take(part, kind)
            id = f"rId{name.removeprefix('word/').removesuffix('.xml')}"
            self.relations[id] = (OFFICE + kind, name)
            references += f'<w:{kind}Reference w:type="{type}" r:id="{id}"/>'
        return references

    def _take(self, part: Any, kind: str) -> str:
        """Takes a part along with what it is related to; returns its name in the file."""
        if part.partname not in self.taken:
            number = sum(f"/{kind}" in name for name in self.taken.values()) + 1
            if kind == "image":
                extension = part.content_type.removeprefix("image/").partition("+")[0].removeprefix("x-")
                name = f"word/media/image{number}.{extension}"
            else:
                check_relationships(self.template.path, part)
                check_fields(self.template.path, part, _ROOTS[kind])
                name = f"word/{kind}{number}.xml"
            self.taken[part.partname] = name
            self.parts[name] = Part(part.content_type, part.blob, self._relationships(part))
        return self.taken[part.partname]

    def _relationships(self, part: Any) -> tuple[Relationship, ...]:
        return tuple(
            Relationship(id, relation.reltype, relation.target_ref, external=True)
            if relation.is_external
            else Relationship(id, relation.reltype, self._take(relation.target_part, "image"))
            for id, relation in sorted(part.rels.items())
        )

    def _add_own_footers(self) -> None:
        parts = footers(self.style, self.language, self.styles.ids, turned=False)
        for id, name, data in zip(("rId4", "rId5"), (ODD_FOOTER, EVEN_FOOTER), parts, strict=True):
            self.parts[name] = Part(f"{WORD}footer+xml", data)
            self.relations[id] = (f"{OFFICE}footer", name)

    def _fonts(self) -> bytes:
        """Our font table with the template's, without the fonts that are embedded in that."""
        root = etree.fromstring(font_table(self.style))
        known = {font.get(w("name")) for font in root}
        for font in self._root("fonts", self.template.fonts).iter(w("font")):
            if font.get(w("name")) not in known:
                for embedded in [element for element in font if "embed" in str(element.tag)]:
                    font.remove(embedded)
                root.append(font)
        return _serialized(root)

    def _numbering(self) -> Numbering:
        """The template's numbering, which its styles refer to, with places for our lists."""
        part = self.template.numbering
        if part is None:
            return Numbering()
        check_relationships(self.template.path, part)
        root = parsed(self.template.path, part, w("numbering"))
        definitions, lists = root.findall(w("abstractNum")), root.findall(w("num"))
        rest = lists[0] if lists else root.find(w("numIdMacAtCleanup"))
        place = len(root) if rest is None else root.index(rest)
        root.insert(place, etree.ProcessingInstruction("definitions"))
        root.insert(place + 1 + len(lists), etree.ProcessingInstruction("lists"))
        before, _, after = _serialized(root).decode().partition("<?definitions ?>")
        between, _, after = after.partition("<?lists ?>")
        return Numbering(
            before=before,
            between=between,
            after=after,
            first_definition=_next(definitions, "abstractNumId"),
            first_list=max(_next(lists, "numId"), 1),
            relationships=self._relationships(part),
        )

    def _direct(self) -> dict[str, str]:
        """What paragraphs need besides the template's styles: new pages, and the contents' tab."""
        direct = {}
        for id in (HEADING, CONTENTS_TITLE):
            if not self.styles.has(id, "pageBreakBefore"):
                direct[id] = "<w:pageBreakBefore/>"
        for id in CONTENTS_LEVELS:
            if not self.styles.has(id, "tabs"):
                direct[id] = f"<w:tabs>{contents_tab(self.front.sheet)}</w:tabs>"
        return direct

    def _measures(self) -> tuple[Style, Spaces]:
        """The style with the template's page, sizes and leadings, its columns as wide as the page."""
        sheet, table = self.tables.sheet, self.style.table
        scale = sheet.text_width / sum(table.role_widths().values())
        widths = Widths(**{role: getattr(table.widths, role) * scale for role in ROLES})
        padding, above = self.styles.cell_margins(table.padding)
        text = {role: self.styles.text(role, said) for role, said in self.style.text.items()}
        style = replace(
            self.style,
            page=replace(
                self.style.page, width=sheet.height, height=sheet.width, view="reading", margins=sheet.margins
            ),
            table=replace(table, widths=widths, padding=padding),
            text=text,
            english=text if self.language == "en" else self.style.english,
        )
        self._check_room(style)
        return style, Spaces(self.styles.heading_space(), above)

    def _check_room(self, style: Style) -> None:
        """A character in every column, six lines on a page: less is no page for tables."""
        narrow = any(
            width < style.text[role].size + 2 * style.table.padding
            for role, width in style.table.role_widths().items()
        )
        needed = 6 * max(style.text[role].leading for role in ROLES)
        if narrow or style.page.table_area[1] < needed:
            message = f"{self.template.path}: its pages leave no room for the tables"
            raise RequestError(f"{message} (make the margins of its landscape section smaller)")


def _first(sections: Iterable[TemplateSection], *, landscape: bool) -> TemplateSection | None:
    found = (it for it in sections if (it.sheet.width > it.sheet.height) == landscape)
    return next(found, None)


def _turned(section: TemplateSection) -> TemplateSection:
    """A landscape section with the same margins; a first page of its own has been before it."""
    sheet = section.sheet
    short, long = sorted((sheet.width, sheet.height))
    return replace(section, sheet=sheet._replace(width=long, height=short), title_page=False)


def _next(elements: list[etree._Element], attribute: str) -> int:
    return max((int(element.get(w(attribute))) for element in elements), default=-1) + 1


def _serialized(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
