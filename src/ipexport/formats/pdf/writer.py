"""Writes a document as PDF, in six steps: load the fonts and give out codes; set cover and contents;
set, break and draw the sections (in two processes where that is faster); draw cover and contents,
whose page numbers are known now; write pages, structure tree, bookmarks and metadata; save.

The file is PDF 1.7, tagged, PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ipexport.formats.halves import halves
from ipexport.formats.pdf import archive
from ipexport.formats.pdf.bookmarks import Bookmark, write_outline
from ipexport.formats.pdf.elements import element_count
from ipexport.formats.pdf.faces import Printed, RoleFont, document_fonts, embedded, printed, take_characters
from ipexport.formats.pdf.front import Front, annotation
from ipexport.formats.pdf.objects import File, compressed, packed, tree
from ipexport.formats.pdf.structure import LANGUAGE_TAGS, Tree, references, user_properties, write_root
from ipexport.formats.pdf.tables import draw_sections
from ipexport.layout.front import contents
from ipexport.layout.table import SetSection, set_section
from ipexport.model import Language, RegionId
from ipexport.second_process import ALONE, Pair, together
from ipexport.style import FontRole, Style
from ipexport.table import Document, Paragraph, Section, Table, plain

_Target = tuple[str, str, int, int, float]
"""Where a bookmark leads: its key, title and level, the page counted from 0, the top edge."""


def write(document: Document, style: Style, dataset: Callable[[], bytes]) -> bytes:
    """The document as a PDF file; `dataset` gives what it shows, attached as its source.

    Raises `MissingGlyph` for a character that no font has.
    """
    parts = halves(document)

    def work(pair: Pair) -> bytes:
        assert parts is not None
        if pair.is_second:
            return write_half(parts[1], style, lambda _: b"", pair)
        return write_half(parts[0], style, lambda _: dataset(), pair)

    file = together(work) if parts else None
    return file or write_half(document, style, lambda _: dataset(), ALONE)


def write_half(document: Document, style: Style, dataset: Callable[[Pair], bytes], pair: Pair) -> bytes:
    """The file, where each process of the `pair` has a half of the document's sections: the second one
    has its half drawn into the first one's file, and returns nothing. The first one's `dataset` is
    what the whole shows.
    """
    fonts = document_fonts(style)
    told = pair.both(_told(document, style))
    take_characters(document, style, fonts, [part for part, _, _ in told])
    data = dataset(pair)
    metrics = {role: font.metrics for role, font in fonts.items()}
    sections = [set_section(section, style, metrics) for section in document.sections]
    if pair.is_second:
        place = Place(*pair.of_first(None))
        pair.of_second(draw(sections, style, fonts, place, document.language))
        return b""
    others = [section for _, _, regions in told[1:] for section in map(_section, regions)]
    document = document._replace(sections=(*document.sections, *others))
    writer = Writer(document, style, fonts, sum(count for _, count, _ in told))
    pages = sum(len(section.pages) for section in sections)
    pair.of_first(tuple(writer.place(pages, told[0][1])))
    drawn = draw(sections, style, fonts, writer.place(0, 0), document.language)
    writer.prepare(data)
    return writer.finish([drawn, *filter(None, [pair.of_second(None)])])


_Heading = list[tuple[str, str | None, Language]]
_Told = tuple[Printed, int, list[tuple[str, _Heading]]]


def _told(document: Document, style: Style) -> _Told:
    """What is known of a half before it is set: what is printed in it, its number of elements, and its
    regions with their headings."""
    regions: list[tuple[str, _Heading]] = [
        (section.region, [(p.text, p.label, p.language) for p in section.heading])
        for section in document.sections
    ]
    return printed(document, style), sum(map(element_count, document.sections)), regions


def _section(told: tuple[str, _Heading]) -> Section:
    """A section of the other process, as far as this one knows it."""
    region, heading = told
    return Section(RegionId(region), (), tuple(Paragraph(*words) for words in heading), Table((), ()))


class Place(NamedTuple):
    """Where a half goes in the file: the element of the document, the half's first element, the pages
    of tables before it, the first page's object."""

    document: int
    element: int
    pages_before: int
    page_object: int


def draw(
    sections: Sequence[SetSection],
    style: Style,
    fonts: Mapping[FontRole, RoleFont],
    place: Place,
    language: Language,
) -> tuple[Any, ...]:
    """What is drawn of a half, and where its bookmarks lead, in plain values."""
    drawn = draw_sections(
        sections,
        style,
        fonts,
        place.pages_before + 1,
        place.page_object,
        Tree(place.element, language),
        place.document,
    )
    return (*drawn, _targets(sections, style, place.pages_before))


class Writer:
    """The file, and the numbers of the objects that others refer to."""

    def __init__(
        self, document: Document, style: Style, fonts: Mapping[FontRole, RoleFont], elements: int
    ) -> None:
        """`elements` is how many of them the document's sections have."""
        self.document, self.style, self.fonts = document, style, fonts
        nowhere = {key: 0 for section in document.sections for key in _keys(section)}
        self.front = front = Front(document, style, fonts, contents(document, nowhere))
        self.attached = 0, b""
        self.file = File()
        self.root_element, self.document_element = self.file.reserve(), self.file.reserve()
        self.elements = self.file.reserve(elements)
        # The contents' links are numbered with the front's elements: no other object between them
        # and the pages, whose number is not known before the tables are broken.
        entries = sum(map(len, front.contents))
        self.front_elements = self.file.reserve(front.element_count)
        self.links = self.file.reserve(entries)
        self.pages = self.file.reserve(0)
        self.table_pages = self.pages + 2 * front.pages

    def place(self, pages_before: int, elements_before: int) -> Place:
        """Where the sections go that have so many pages and elements before them."""
        first_object = self.table_pages + 2 * pages_before
        return Place(self.document_element, self.elements + elements_before, pages_before, first_object)

    def prepare(self, data: bytes) -> None:
        """Makes what does not depend on the pages; `data` is the dataset."""
        for font in embedded(self.fonts.values()):
            font.prepare()
        self.attached = len(data), compressed(data)

    def finish(self, halves: Sequence[tuple[Any, ...]]) -> bytes:
        """The file, from what each half drew."""
        streams: list[bytes] = []
        parents: list[str] = []
        ids: list[tuple[str, int]] = []
        sects: list[int] = []
        targets: list[_Target] = []
        for pages, owners, packs, half_ids, half_sects, half_targets in halves:
            streams += pages
            parents += owners
            self.file.put_packs(packs)
            ids += half_ids
            sects += half_sects
            targets += half_targets
        self.file.reserve(2 * (self.front.pages + len(streams)))
        return self._assemble(streams, parents, ids, sects, targets)

    def _assemble(
        self,
        streams: list[bytes],
        parents: list[str],
        ids: list[tuple[str, int]],
        sects: list[int],
        targets: list[_Target],
    ) -> bytes:
        numbers = {key: page + 1 for key, _, _, page, _ in targets}
        elements = Tree(self.front_elements, self.document.language)
        pages, owners, links, front_sects = self.front.draw(
            numbers, self.links, self.pages, elements, self.document_element
        )
        self.file.put_packs(packed(elements.elements))
        everything = [*front_sects, *sects]
        properties = user_properties(self.document.properties)
        self.file.put(
            self.document_element,
            f"<</S/Document/P {self.root_element} 0 R{properties}{references(everything)}>>",
        )
        streams = [*(compressed(page.data()) for page in pages), *streams]
        parents = [*owners, *parents]
        destinations = {key: self._destination(page, top) for key, _, _, page, top in targets}
        annotations: dict[int, list[int]] = {}
        for link in links:
            self.file.put(link.number, annotation(link, len(parents), destinations[link.target]))
            annotations.setdefault(link.page, []).append(link.number)
            parents.append(f"{link.element} 0 R")
        write_root(self.file, self.root_element, self.document_element, parents, ids)
        page_tree = self._write_pages(streams, annotations)
        contents_top = f"[{self.pages + 2} 0 R/XYZ null {self.front.height - self.front.top:.2f} null]"
        bookmarks = [Bookmark(plain(self.document.contents_title), 0, contents_top)]
        bookmarks += [Bookmark(title, level, destinations[key]) for key, title, level, _, _ in targets]
        root = self._catalog(page_tree, write_outline(self.file, bookmarks))
        return self.file.save(root, archive.information(self.file, self.document))

    def _destination(self, page: int, top: float) -> str:
        return f"[{self.table_pages + 2 * page} 0 R/XYZ null {top:.2f} null]"

    def _write_pages(self, streams: Sequence[bytes], annotations: Mapping[int, Sequence[int]]) -> int:
        """The pages and their tree (ISO 32000-1, 7.7.3); resources are the same for all."""
        fonts = "".join(
            f"/{font.resource} {font.add_to(self.file)} 0 R" for font in embedded(self.fonts.values())
        )
        resources = self.file.add(f"<</Font<<{fonts}>>>>")
        page_tree = self.file.reserve()
        style = self.style.page
        front = f"[0 0 {self.front.width:.2f} {self.front.height:.2f}]"
        table = f"[0 0 {style.height:.2f} {style.width:.2f}]"
        kids = []
        for number, stream in enumerate(streams):
            page = self.pages + 2 * number
            box = front if number < self.front.pages else table
            links = f"/Annots{references(annotations[number])[2:]}" if number in annotations else ""
            self.file.put(
                page,
                f"<</Type/Page/Parent {page_tree} 0 R/MediaBox{box}/Resources {resources} 0 R"
                f"/Contents {page + 1} 0 R/StructParents {number}/Tabs/S{links}>>",
            )
            self.file.put_stream(page + 1, "/Filter/FlateDecode", stream)
            kids.append(page)
        return self.file.put(page_tree, f"<</Type/Pages/Count {len(kids)}/Kids{references(kids)[2:]}>>")

    def _catalog(self, page_tree: int, outline: int) -> int:
        """The document opens at page width with its bookmarks shown."""
        file = self.file
        labels = tree(file, "Nums", [("0", "<</S/r>>"), (str(self.front.pages), "<</S/D>>")])
        source, name = archive.attachment(file, self.document, *self.attached)
        language = LANGUAGE_TAGS[self.document.language]
        metadata = archive.metadata(file, self.document)
        return file.add(
            f"<</Type/Catalog/Pages {page_tree} 0 R/Outlines {outline} 0 R/PageMode/UseOutlines"
            f"/OpenAction[{self.pages} 0 R/FitH {self.front.height:.2f}]/PageLabels {labels} 0 R"
            f"/Lang({language})/MarkInfo<</Marked true/UserProperties true>>"
            f"/StructTreeRoot {self.root_element} 0 R"
            f"/ViewerPreferences<</DisplayDocTitle true>>/Metadata {metadata} 0 R"
            f"/OutputIntents[{archive.output_intent(file)} 0 R]/AF[{source} 0 R]"
            f"/Names<</EmbeddedFiles<</Names[{name} {source} 0 R]>>>>>>"
        )


def _keys(section: Section) -> list[str]:
    """What contents and bookmarks lead to: the region, and its focus area cells."""
    return [section.region, *(cell.id for _, cell in section.focus_cells())]


def _targets(sections: Sequence[SetSection], style: Style, pages_before: int) -> list[_Target]:
    """Where the bookmarks of regions and focus areas lead."""
    targets: list[_Target] = []
    page = pages_before
    for section in sections:
        for number, fragments in enumerate(section.pages):
            top = style.page.width - style.page.table_margins(page + 1).top
            if number == 0:
                targets.append((section.section.region, plain(section.section.heading), 0, page, top))
            for fragment in fragments:
                cell = fragment.cell.cell
                if fragment.begins and cell.role == "focus_area":
                    targets.append((cell.id, plain(cell.paragraphs), 1, page, top - fragment.top))
            page += 1
    return targets
