"""Page numbers: — 1 —, at the foot of the page, or where the portrait page has it.

On a turned page (GB/T 9704-2012, 7.10) the foot of the portrait page lies at the left edge. The
number stands there in a text box whose text runs downwards, turned by 90 degrees.
"""

from __future__ import annotations

from collections.abc import Mapping

from ipexport.formats.docx.runs import field, run
from ipexport.formats.docx.styles import EVEN_PAGE_NUMBER, ODD_PAGE_NUMBER, SPACER
from ipexport.formats.docx.units import emu
from ipexport.formats.docx.xml import text_part
from ipexport.model import Language
from ipexport.style import Style


def footers(style: Style, language: Language, ids: Mapping[str, str], *, turned: bool) -> tuple[bytes, bytes]:
    """The parts for odd and for even pages; `ids` are those of our styles in the file."""
    number = run("— ", language) + field("PAGE", run("1", language)) + run(" —", language)
    parts = []
    for page, name in enumerate((ODD_PAGE_NUMBER, EVEN_PAGE_NUMBER), 1):
        xml = _paragraph(ids[name], number)
        if turned:
            xml = _paragraph(ids[SPACER], _text_box(xml, style, page))
        parts.append(text_part("w:ftr", xml, "w", "mc", "wp", "a", "wps"))
    odd, even = parts
    return odd, even


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


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
