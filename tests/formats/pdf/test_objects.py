"""The file: object streams, cross-references, trees, read by qpdf's library."""

from __future__ import annotations

import io

import pikepdf
from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.pdf.objects import File, packed, text_string, tree


def opened(file: File, root: str) -> pikepdf.Pdf:
    pages = file.add("<</Type/Pages/Count 0/Kids[]>>")
    number = file.add(f"<</Type/Catalog/Pages {pages} 0 R{root}>>")
    return pikepdf.open(io.BytesIO(file.save(number, file.add("<<>>"))))


@given(st.lists(st.binary(max_size=50), max_size=450))
def test_any_streams_and_objects_are_read_back(contents: list[bytes]) -> None:
    file = File()
    streams = [file.put_stream(file.reserve(), "", data) for data in contents]
    first = file.reserve(len(contents))
    file.put_packs(packed([(first + n, b"<%s>" % data.hex().encode()) for n, data in enumerate(contents)]))
    references = " ".join(f"{stream} 0 R {first + n} 0 R" for n, stream in enumerate(streams))
    with opened(file, f"/Test[{references}]") as pdf:
        read = list(pdf.Root.Test)
        assert [stream.read_raw_bytes() for stream in read[::2]] == contents
        assert [bytes(text) for text in read[1::2]] == contents


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_is_a_text_string(text: str) -> None:
    with opened(File(), f"/Test{text_string(text)}") as pdf:
        assert str(pdf.Root.Test) == text


def test_a_large_tree_has_kids_with_limits() -> None:
    file = File()
    number = tree(file, "Nums", [(str(n), f"{n}") for n in range(600)])
    with opened(file, f"/Test {number} 0 R") as pdf:
        found = dict(pikepdf.NumberTree(pdf.Root.Test).items())
    assert {key: int(value) for key, value in found.items()} == {n: n for n in range(600)}


def test_the_same_objects_give_the_same_bytes() -> None:
    def save() -> bytes:
        file = File()
        root = file.add("<</Type/Catalog>>")
        return file.save(root, file.add("<<>>"))

    assert save() == save()
