"""Files that anybody may have made: a clear error in bounded time and memory, or what they show."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipexport.convert import check_any
from ipexport.errors import Finding, SourceError
from ipexport.formats import format_of, render
from ipexport.formats.pdf.reader import read
from ipexport.formats.pdf.reading import apart
from ipexport.model import WorkPlan
from ipexport.style import load_style
from tests.sample import work_plan

PDF = render(format_of("a.pdf"), work_plan(), "zh", load_style("compact"))


def said(data: bytes, tmp_path: Path) -> str:
    """The error that a file gives, without its name."""
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(path)
    (finding,) = caught.value.findings
    assert "\n" not in str(finding)
    with pytest.raises(SourceError):
        check_any(path)
    return finding.message


def changed(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    with pikepdf.open(io.BytesIO(PDF)) as file:
        change(file)
        out = io.BytesIO()
        file.save(out, **options)  # type: ignore[arg-type]
        return out.getvalue()


def read_changed(change: Callable[[pikepdf.Pdf], object], tmp_path: Path) -> tuple[WorkPlan, list[str]]:
    path = tmp_path / "a.pdf"
    path.write_bytes(changed(change))
    reading = read(path)
    # The sample has a task that looks like markup.
    codes = [finding.code for finding in reading.findings if finding.code != "markup"]
    return reading.work_plan, codes


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no PDF", "一份文件".encode(), b"%PD"])
def test_what_is_no_pdf_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    assert said(data, tmp_path) == "is not a PDF file"


def test_a_file_without_its_end_is_cut_off_or_damaged(tmp_path: Path) -> None:
    for part in (20, len(PDF) // 2, len(PDF) - 100):
        assert said(PDF[:part], tmp_path).startswith(("is cut off", "is damaged"))


def test_a_password_is_asked_for_by_an_error(tmp_path: Path) -> None:
    data = changed(lambda _: None, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert said(data, tmp_path) == "is protected by a password"


def test_a_file_that_only_forbids_changes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(changed(lambda _: None, encryption=pikepdf.Encryption(user="", owner="secret")))
    assert read(path).work_plan == work_plan()


GIGABYTES = 1.5 * 2**30


def bomb(begin: bytes) -> bytes:
    """A few megabytes that unpack to gigabytes."""
    squeeze = zlib.compressobj(1)
    parts = [squeeze.compress(begin)]
    parts += (squeeze.compress(b" " * 2**26) for _ in range(int(GIGABYTES / 2**26)))
    return b"".join([*parts, squeeze.flush()])


def test_a_page_that_unpacks_to_gigabytes_is_an_error(tmp_path: Path) -> None:
    data = bomb(b"q ")

    def replace(file: pikepdf.Pdf) -> None:
        file.pages[0].obj.Contents = file.make_stream(b"")
        file.pages[0].obj.Contents.write(data, filter=pikepdf.Name.FlateDecode)

    packed = changed(replace, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(packed) < 10 * 2**20
    assert said(packed, tmp_path).startswith(("takes more", "is damaged"))


def test_an_object_stream_that_unpacks_to_gigabytes_is_an_error(tmp_path: Path) -> None:
    data = bomb(b"1 0 <</Type/Catalog/Pages 2 0 R>>")
    objects = {
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>",
        4: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
        % (len(data), data),
    }
    body = b"%PDF-1.7\n"
    rows = [struct.pack(">BIH", 0, 0, 65535), struct.pack(">BIH", 2, 4, 0)]
    for number, text in objects.items():
        rows.append(struct.pack(">BIH", 1, len(body), 0))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    table = b"".join([*rows, struct.pack(">BIH", 1, len(body), 0)])
    references = b"<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Length %d>>stream\n%b\nendstream"
    end = b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)
    file = body + b"5 0 obj\n" + references % (len(table), table) + end
    assert said(file, tmp_path).startswith(("takes more", "is damaged"))


def test_a_million_pages_out_of_a_few_objects_take_no_longer_than_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_SECONDS", 2)
    monkeypatch.setattr(apart, "_SECONDS_A_MEGABYTE", 0)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    for level in range(2, 8):
        kids = b" ".join([b"%d 0 R" % (level + 1)] * 10)
        objects.append(b"<</Type/Pages/Count 1000000/Kids[%b]>>" % kids)
    objects.append(b"<</Type/Page/MediaBox[0 0 9 9]/Parent 7 0 R>>")
    assert said(written(objects), tmp_path).startswith(("takes more than 2 s", "is damaged", "has no text"))


def written(objects: list[bytes]) -> bytes:
    """A PDF file of numbered objects, the first one its catalog."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def test_pages_without_text_are_said_to_be_pictures(tmp_path: Path) -> None:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    objects.append(b"<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>")
    assert said(written(objects), tmp_path) == "has no text: its pages are pictures"


def test_a_structure_tree_that_leads_back_to_itself_is_read_once(tmp_path: Path) -> None:
    def turn(file: pikepdf.Pdf) -> None:
        document = file.Root.StructTreeRoot.K
        document.K.append(document)
        document.K[2].K.append(document.K[2])

    work, codes = read_changed(turn, tmp_path)
    assert work == work_plan()
    assert set(codes) == {"bad-tags"}


def test_a_structure_tree_without_end_is_left_out_from_some_depth_on(tmp_path: Path) -> None:
    def nest(file: pikepdf.Pdf) -> None:
        element = pikepdf.Dictionary(S=pikepdf.Name.Div)
        for _ in range(3000):
            element = file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, K=element))
        file.Root.StructTreeRoot.K.K.append(element)

    work, codes = read_changed(nest, tmp_path)
    assert work == work_plan()
    assert codes == ["bad-tags"]


def test_scripts_and_links_are_not_looked_at(tmp_path: Path) -> None:
    def add(file: pikepdf.Pdf) -> None:
        file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://example.org/")
        file.pages[0].obj.AA = pikepdf.Dictionary(O=link)

    assert read_changed(add, tmp_path) == (work_plan(), [])


def test_the_attached_dataset_is_not_looked_at(tmp_path: Path) -> None:
    def detach(file: pikepdf.Pdf) -> None:
        del file.Root.Names
        del file.Root.AF

    assert read_changed(detach, tmp_path) == (work_plan(), [])


def test_a_text_without_a_tag_is_found(tmp_path: Path) -> None:
    def write_more(file: pikepdf.Pdf) -> None:
        page = file.pages[2]
        name = next(iter(page.Resources.Font.keys()))
        page.contents_add(f"BT {name} 12 Tf (\0\1\0\2)Tj ET".encode())

    work, codes = read_changed(write_more, tmp_path)
    assert work == work_plan()
    assert codes == ["untagged-text"]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(PDF) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_a_damaged_file_gives_one_clear_error_or_a_work_plan(
    tmp_path: Path, damage: list[tuple[int, int]]
) -> None:
    data = bytearray(PDF)
    for place, byte in damage:
        data[place] = byte
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    for finding in findings_of(path):
        assert "\n" not in str(finding)


def findings_of(path: Path) -> tuple[Finding, ...]:
    try:
        return read(path).findings
    except SourceError as error:
        return error.findings
