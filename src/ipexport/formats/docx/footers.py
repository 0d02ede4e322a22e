"""Page numbers: — 1 —, at the foot of the page, or where the portrait page has it.

On a turned page (GB/T 9704-2012, 7.10) the foot of the portrait page lies at the left edge. The
number stands there in a text box whose text runs downwards, turned by 90 degrees.
"""

from __future__ import annotations

from docx.oxml.parser import parse_xml
from docx.section import Section

from ipexport.formats.docx.fields import field, run
from ipexport.formats.docx.styles import EVEN_PAGE_NUMBER, ODD_PAGE_NUMBER, SPACER
from ipexport.formats.docx.units import emu
from ipexport.style import Style

_NUMBER = run("— ") + field("PAGE", run("1")) + run(" —")


def number_pages(section: Section, style: Style) -> None:
    """Gives the section its footers, one for odd and one for even pages."""
    footers = ((section.footer, ODD_PAGE_NUMBER, 1), (section.even_page_footer, EVEN_PAGE_NUMBER, 2))
    for footer, name, page in footers:
        footer.is_linked_to_previous = False
        xml = _paragraph(name, _NUMBER)
        if style.page.view == "turned":
            xml = _paragraph(SPACER, _text_box(xml, style, page))
        element = footer.part.element
        element.clear()
        element.append(parse_xml(xml))


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p {_NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _text_box(number: str, style: Style, page: int) -> str:
    """A box for the number, `page_number_gap` left of the type area; it ends (on odd pages) or
    begins (on even ones) where the type area does."""
    margins = style.page.table_margins(page)
    width, height = style.text["page_number"].leading, style.page.table_area[1] / 2
    left = margins.left - style.page.page_number_gap - width
    odd = page % 2 == 1
    top = style.page.width - margins.bottom - height if odd else margins.top
    return _TEXT_BOX.format(
        left=emu(left), top=emu(top), width=emu(width), height=emu(height), page=page, number=number
    )


_OFFICE = "http://schemas.microsoft.com/office/word/2010"
_OPEN = "http://schemas.openxmlformats.org"
_NAMESPACES = (
    f'xmlns:w="{_OPEN}/wordprocessingml/2006/main" xmlns:mc="{_OPEN}/markup-compatibility/2006" '
    f'xmlns:wp="{_OPEN}/drawingml/2006/wordprocessingDrawing" xmlns:a="{_OPEN}/drawingml/2006/main" '
    f'xmlns:wps="{_OFFICE}/wordprocessingShape"'
)
_TEXT_BOX = """\
<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>\
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{page}" \
behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">\
<wp:simplePos x="0" y="0"/>\
<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>\
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>\
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>\
<wp:docPr id="{page}" name="— {page} —"/><wp:cNvGraphicFramePr/>\
<a:graphic>\
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">\
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>\
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>\
<wps:txbx><w:txbxContent>{number}</w:txbxContent></wps:txbx>\
<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t">\
<a:noAutofit/></wps:bodyPr>\
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
