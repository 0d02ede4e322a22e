"""Workbooks that anybody may have made: one clear line in bounded time and memory, and no network."""

from __future__ import annotations

import contextlib
import io
import socket
import time
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipexport.convert import check_any
from ipexport.errors import SourceError
from ipexport.formats.xlsx.reader import read
from ipexport.formats.xlsx.reading.document import find
from ipexport.formats.xlsx.reading.package import UnreadableWorkbook
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import recognise
from tests.formats.xlsx.test_reader import xlsx
from tests.sample import work_plan

XLSX = xlsx(work_plan())
SHEET, STRINGS, WORKBOOK = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(XLSX)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(changed: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {**parts(), **changed}.items():
            package.writestr(name, data)
    return out.getvalue()


def said(data: bytes, tmp_path: Path) -> str:
    """The error that a file gives, without its name."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(path)
    (finding,) = caught.value.findings
    assert "\n" not in str(finding)
    with pytest.raises(SourceError):
        check_any(path)
    return finding.message


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", "一份文件".encode(), b"PK\x03\x04", XLSX[: len(XLSX) // 2]]
)
def test_what_is_no_package_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    assert said(data, tmp_path) == "is not a workbook (.xlsx), or is damaged"


def test_a_package_of_another_kind_is_no_workbook(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    assert said(out.getvalue(), tmp_path) == "is not a workbook (.xlsx)"


def test_a_password_and_an_old_file_are_named(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert said(ole + "EncryptedPackage".encode("utf-16-le"), tmp_path) == "is protected with a password"
    assert said(ole, tmp_path) == "is a file of Excel 97 to 2003"


def test_damaged_parts_are_named(tmp_path: Path) -> None:
    assert said(packed({SHEET: b"<worksheet><row>"}), tmp_path).startswith(f"is damaged: {SHEET}")
    broken = bytearray(XLSX)
    start = XLSX.index(b"xl/sharedStrings.xml") + len("xl/sharedStrings.xml")
    broken[start + 20 : start + 60] = bytes(40)
    assert said(bytes(broken), tmp_path).startswith("is damaged: xl/sharedStrings.xml")


@pytest.mark.parametrize("part", [SHEET, STRINGS, WORKBOOK, "docProps/custom.xml", "xl/styles.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part(part: str, encoding: str, tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{laughs}]><x>&l11;</x>'
    assert (
        said(packed({part: text.encode(encoding)}), tmp_path) == f"is no workbook: {part} has a document type"
    )


def test_an_odd_encoding_hides_nothing(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="utf-7"?><x/>'
    assert "encoding" in said(packed({STRINGS: text.encode()}), tmp_path)


def bombs() -> dict[str, bytes]:
    cells = b'<c t="str"><v>x</v></c>'
    return {
        "zeros": b" " * 600_000_000,
        "one row": b"<worksheet><sheetData><row>" + cells * 4_000_000 + b"</row></sheetData></worksheet>",
        "rows": b"<worksheet><sheetData>" + b"<row><c/></row>" * 5_000_000 + b"</sheetData></worksheet>",
        "deep": b"<a>" * 5_000_000,
        "merged": b"<mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 3_000_000 + b"</mergeCells>",
        "beside": b"<worksheet>" + b"<x/>" * 20_000_000 + b"</worksheet>",
    }


@pytest.mark.parametrize("kind", ["zeros", "one row", "rows", "deep", "merged", "beside"])
def test_bombs_end_soon_with_one_line(kind: str, tmp_path: Path) -> None:
    data = packed({SHEET: bombs()[kind]})
    assert len(data) < 5_000_000
    begun = time.process_time()
    tracemalloc.start()
    message = said(data, tmp_path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert any(word in message for word in ("more than", "damaged", "deep"))
    assert time.process_time() - begun < 60
    assert most < 2**30


def test_a_package_of_very_many_parts_is_refused(tmp_path: Path) -> None:
    assert "more parts" in said(packed({f"xl/{n}.xml": b"" for n in range(10_001)}), tmp_path)


def test_macros_are_left_alone_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed({"xl/vbaProject.bin": b"Sub AutoOpen()"}))
    reading = read(path)
    assert reading.work_plan == work_plan()
    assert "macros" in [finding.code for finding in reading.findings]


def test_external_links_are_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refused)
    name = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="x" Type="{kind}" Target="http://example.invalid/s.xml" TargetMode="External"/>'
    rels = parts()[name].replace(b"<Relationship ", link.encode() + b"<Relationship ", 1)
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed({name: rels}))
    assert read(path).work_plan == work_plan()


def test_numbers_out_of_all_bounds_do_no_harm(tmp_path: Path) -> None:
    sheet = (
        parts()[SHEET]
        .replace(b"<v>1</v>", b"<v>99999999999999</v>")
        .replace(b'ref="A3:A4"', b'ref="A3:XFD1048576"')
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed({SHEET: sheet}))
    assert read(path).work_plan.regions


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(part=st.sampled_from(sorted(parts())), at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=9))
def test_a_damaged_part_gives_a_clear_error_or_what_it_shows(part: str, at: float, junk: bytes) -> None:
    data = parts()[part]
    place = int(at * len(data))
    damaged = packed({part: data[:place] + junk + data[place + len(junk) :]})
    with contextlib.suppress(UnreadableWorkbook, SourceError):
        recognise(find(damaged, "a.xlsx", MAX_SIZE))
