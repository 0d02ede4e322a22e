"""Files that look like a Word file of the user's."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from ipexport.errors import RequestError
from ipexport.formats.docx.reference import missing_styles
from ipexport.formats.docx.writer import write
from ipexport.style import DocxStyle, Style
from ipexport.table import Document, Paragraph
from tests.formats.docx.opened import OFFICIAL, find, opened, part, sample, text, value
from tests.formats.docx.templates import letterhead, picture, replaced, rewritten


def like(path: Path, style: Style = OFFICIAL) -> Style:
    return replace(style, docx=DocxStyle(path))


def written(path: Path, document: Document | None = None) -> WordDocument:
    return docx.Document(io.BytesIO(write(document or sample(), like(path))))


def test_the_styles_are_those_of_the_reference(tmp_path: Path) -> None:
    document = written(letterhead(tmp_path / "t.docx"))
    heading = document.styles["Heading 1"].element
    assert value(find(heading, "w:rPr/w:color")[0]) == "C00000"
    assert value(find(heading, "w:rPr/w:sz")[0]) == "40"


def test_a_style_is_found_by_its_name_whatever_its_id(tmp_path: Path) -> None:
    template = letterhead(tmp_path / "t.docx")
    replaced(template, "word/styles.xml", 'w:styleId="Heading1"', 'w:styleId="a7"')
    headings = find(written(template).element, "//w:p[w:pPr/w:pStyle[@w:val='a7']]")
    assert [text(heading) for heading in headings] == [s.heading[0].text for s in sample().sections]


def test_styles_that_the_reference_lacks_come_from_the_style_sheet_and_are_named(tmp_path: Path) -> None:
    template = letterhead(tmp_path / "t.docx")
    missing = missing_styles(like(template), "zh")
    assert {"工作绩效", "工作方案表格", "toc 1"} <= set(missing)
    assert not {"Title", "heading 1", "Normal"} & set(missing)
    table_text = find(written(template).styles.element, "w:style[w:name[@w:val='表格文字']]")[0]
    assert not find(table_text, "w:basedOn")
    assert value(find(table_text, "w:rPr/w:rFonts")[0], "eastAsia") == "仿宋"


def test_a_style_sheet_of_our_own_file_lacks_nothing_and_a_change_in_it_is_kept(tmp_path: Path) -> None:
    template = tmp_path / "t.docx"
    template.write_bytes(write(sample(), OFFICIAL))
    replaced(template, "word/styles.xml", '<w:sz w:val="21"/>', '<w:sz w:val="18"/>')
    assert missing_styles(like(template), "zh") == ()
    table_text = find(written(template).styles.element, "w:style[@w:styleId='TableText']/w:rPr/w:sz")
    assert value(table_text[0]) == "18"


def test_headings_and_contents_begin_a_page_where_the_reference_does_not_say_so(tmp_path: Path) -> None:
    document = written(letterhead(tmp_path / "t.docx"))
    breaks = find(document.element, "//w:p/w:pPr/w:pageBreakBefore")
    assert [item.get(item.keys()[0]) if item.keys() else "1" for item in breaks] == ["1", "0", "1"]
    assert find(document.element, "//w:p[w:pPr/w:pStyle[@w:val='TOCHeading']]/w:pPr/w:pageBreakBefore")


def test_the_lines_of_a_title_have_room_although_the_reference_spaces_its_letters(tmp_path: Path) -> None:
    path, size = tmp_path / "t.docx", 30.0
    template = docx.Document()
    template.styles["Title"].font.size = Pt(size)
    section = template.sections[0]
    section.page_width, section.left_margin, section.right_margin = Mm(210), Mm(20), Mm(20)
    template.save(str(path))
    words = Paragraph("《长江经济带创新驱动产业转型升级“十三五”知识产权工作方案》")
    (title,) = (p for p in written(path, sample()._replace(title=(words,))).paragraphs if p.text[:1] == "《")
    assert title.text.replace("\n", "") == words.text
    spaced = size + 0.25
    assert max(map(len, title.text.split("\n"))) * spaced <= Mm(210 - 40).pt


def test_headers_footers_and_the_logo_are_taken(tmp_path: Path) -> None:
    data = write(sample(), like(letterhead(tmp_path / "t.docx")))
    for section in docx.Document(io.BytesIO(data)).sections:
        assert section.header.paragraphs[0].text == "某某省知识产权局"
        assert section.footer.paragraphs[0].text == "内部资料"
        (image,) = (it.target_part for it in section.header.part.rels.values())
        assert image.blob == picture()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert [name for name in package.namelist() if "media" in name] == ["word/media/image1.png"]


def test_the_tables_have_the_landscape_section_of_the_reference(tmp_path: Path) -> None:
    front, tables = written(letterhead(tmp_path / "t.docx", landscape=True)).sections
    assert front.page_width == pytest.approx(Mm(210), abs=700)
    assert tables.page_width == pytest.approx(Mm(420), abs=700)
    assert (front.footer.paragraphs[0].text, tables.footer.paragraphs[0].text) == ("内部资料", "横页")
    assert tables.header.paragraphs[0].text == "某某省知识产权局"


def test_a_portrait_reference_is_turned_for_the_tables_and_the_columns_fill_the_page(tmp_path: Path) -> None:
    document = written(letterhead(tmp_path / "t.docx"))
    front, tables = document.sections
    assert (front.orientation, tables.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert tables.top_margin == front.top_margin == pytest.approx(Mm(30), abs=700)
    page, left, right = tables.page_width, tables.left_margin, tables.right_margin
    assert page
    assert left is not None
    assert right is not None
    width = sum(int(value(column, "w")) for column in find(document.tables[0]._tbl, "w:tblGrid/w:gridCol"))
    assert width == pytest.approx((page - left - right) / 635, abs=2)


def test_a_reference_without_footers_gets_our_page_numbers(tmp_path: Path) -> None:
    document = written(letterhead(tmp_path / "t.docx", footer=""))
    front, tables = document.sections
    assert text(tables.footer.part.element) == "— 1 —"
    assert not text(front.footer.part.element)
    assert value(find(tables._sectPr, "w:pgNumType")[0], "start") == "1"


def test_lists_are_added_to_those_of_the_reference(tmp_path: Path) -> None:
    template = letterhead(tmp_path / "t.docx")
    theirs = find(docx.Document(str(template)).part.numbering_part.element, "w:num")
    document = written(template)
    numbering = document.part.numbering_part.element
    numbers = [value(number, "numId") for number in find(numbering, "w:num")]
    assert len(numbers) == len(set(numbers)) > len(theirs)
    used = {value(number) for number in find(document.element, "//w:numId")}
    assert used <= set(numbers)
    assert not used & {value(number, "numId") for number in theirs}


def test_fonts_that_are_embedded_in_the_reference_stay_there(tmp_path: Path) -> None:
    template = letterhead(tmp_path / "t.docx")
    font = '<w:font w:name="局标宋"><w:embedRegular r:id="rId1"/></w:font></w:fonts>'
    replaced(template, "word/fontTable.xml", "</w:fonts>", font)
    fonts = part(write(sample(), like(template)), "word/fontTable.xml")
    assert len(find(fonts, "w:font[@w:name='局标宋']")) == 1
    assert not find(fonts, "//w:embedRegular")


def test_the_same_reference_gives_the_same_bytes(tmp_path: Path) -> None:
    style = like(letterhead(tmp_path / "t.docx", landscape=True))
    assert write(sample(), style) == write(sample(), style)


def test_an_english_document_takes_styles_by_their_english_names(tmp_path: Path) -> None:
    template = tmp_path / "t.docx"
    template.write_bytes(write(sample()._replace(languages="en"), OFFICIAL))
    assert missing_styles(like(template), "zh") == ()


HEADER = "word/header1.xml"
HEADER_RELATIONS = "word/_rels/header1.xml.rels"
IMAGE = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'


def wrong(path: Path) -> str:
    with pytest.raises(RequestError) as caught:
        write(sample(), like(path))
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a Word file"),
        (b"Dear Sir or Madam", "is not a Word file"),
        (b"PK\x03\x04 and no more", "is not a Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is protected with a password, or was made by"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(data)
    assert message in wrong(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in wrong(tmp_path / "t.docx")
    assert "cannot be read" in wrong(tmp_path)


@pytest.mark.parametrize(
    "part_name",
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/styles.xml",
        "word/fontTable.xml",
        "word/settings.xml",
        HEADER,
    ],
)
@pytest.mark.parametrize("content", [b"", b"<w:broken", b"<a/>"])
def test_a_damaged_file_is_one_line_that_says_so(tmp_path: Path, part_name: str, content: bytes) -> None:
    path = rewritten(letterhead(tmp_path / "t.docx"), part_name, lambda _: content)
    assert "damaged" in wrong(path) or "is not a Word file" in wrong(path)


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    path = letterhead(tmp_path / "t.docx")
    path.write_bytes(path.read_bytes()[:-400])
    assert "damaged" in wrong(path)


def test_a_file_with_macros_is_refused(tmp_path: Path) -> None:
    path = replaced(
        letterhead(tmp_path / "t.docx"),
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "has macros (save it as .docx, which has none)" in wrong(path)


def test_a_workbook_is_refused(tmp_path: Path) -> None:
    path = replaced(
        letterhead(tmp_path / "t.docx"),
        "[Content_Types].xml",
        "wordprocessingml.document.main+xml",
        "spreadsheetml.sheet.main+xml",
    )
    assert "is not a Word file" in wrong(path)


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = rewritten(letterhead(tmp_path / "t.docx"), "word/media/big.bin", lambda _: bytes(65 * 2**20))
    assert "unpacks to more than 64 MB" in wrong(path)


def test_a_picture_outside_the_file_is_refused(tmp_path: Path) -> None:
    path = rewritten(
        letterhead(tmp_path / "t.docx"),
        HEADER_RELATIONS,
        lambda data: data.replace(b'Target="media/image1.png"', b'Target="//s/x.png" TargetMode="External"'),
    )
    assert "links to //s/x.png (put it into the file)" in wrong(path)


def test_a_link_to_a_web_site_is_taken_and_one_to_a_file_is_not(tmp_path: Path) -> None:
    link = (
        '<Relationship Id="rId9" TargetMode="External" Target="{}" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    for target, good in (("https://www.example.org", True), ("file:///c:/x", False)):
        path = letterhead(tmp_path / "t.docx")
        replaced(path, HEADER_RELATIONS, "</Relationships>", link.format(target))
        if good:
            assert target.encode() in zipfile.ZipFile(io.BytesIO(write(sample(), like(path)))).read(
                HEADER_RELATIONS
            )
        else:
            assert f"links to {target}" in wrong(path)


@pytest.mark.parametrize(
    "field",
    [
        '<w:fldSimple w:instr=" INCLUDEPICTURE &quot;https://example.org/x.png&quot; "/>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r>'
        "<w:r><w:instrText>AUTO c:\\x y</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
)
def test_a_field_that_fetches_other_files_is_refused(tmp_path: Path, field: str) -> None:
    path = replaced(letterhead(tmp_path / "t.docx"), HEADER, "</w:p>", f"{field}</w:p>")
    assert "which fetches other files (take it out)" in wrong(path)


def test_an_object_in_a_header_is_refused(tmp_path: Path) -> None:
    path = replaced(
        letterhead(tmp_path / "t.docx"), HEADER_RELATIONS, IMAGE, IMAGE.replace("/image", "/oleObject")
    )
    assert "has more than text and pictures: oleObject" in wrong(path)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    entities = '<!DOCTYPE w:hdr [<!ENTITY a "b">]><w:hdr'
    path = replaced(letterhead(tmp_path / "t.docx"), HEADER, "<w:hdr", entities)
    assert "has a document type" in wrong(path)


def test_pages_without_room_for_the_tables_are_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].left_margin = Mm(200)
    document.save(str(tmp_path / "t.docx"))
    assert "its pages leave no room for the tables" in wrong(tmp_path / "t.docx")


def test_without_a_reference_the_look_is_that_of_the_style_sheet() -> None:
    assert opened().sections[0].header.is_linked_to_previous
