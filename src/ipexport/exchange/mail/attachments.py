"""What is attached: handouts or the form of a region, as they were built, under a name for people.

A new kind of attachment is a line in `KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ipexport.choices import unknown
from ipexport.errors import Finding, OutputError, Place
from ipexport.manifest import form_path, handout_path
from ipexport.model import Language, RegionId, Text
from ipexport.nodes import Findings
from ipexport.output import inside

_OFFICE = "application/vnd.openxmlformats-officedocument"
_LONGEST_NAME = 200
"""Bytes of UTF-8 in a name: Linux has 255, and a mail program may add to it."""


class Kind(NamedTuple):
    """A kind of attachment: its file's extension and media type, and what its name says after the
    heading."""

    name: str
    extension: str
    media_type: str
    addition: Text = Text("", "")


KINDS = {
    kind.name: kind
    for kind in (
        Kind("form", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet", Text("（填报表）", " (form)")),
        Kind("xlsx", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("docx", ".docx", f"{_OFFICE}.wordprocessingml.document"),
        Kind("pdf", ".pdf", "application/pdf"),
    )
}
FORM = KINDS["form"]


class Attachment(NamedTuple):
    """A file to attach; `path` is relative to the output folder, `name` what people see."""

    kind: Kind
    path: str
    name: str
    data: bytes

    @property
    def size(self) -> str:
        """For people: "57 KB", rounded up."""
        return f"{-(-len(self.data) // 1024):,} KB"


def chosen_kinds(asked: Sequence[str], has_form: bool) -> tuple[Kind, ...]:
    """The kinds asked for, in that order; when none is, the form where the dataset has one, else the
    workbook. Raises `RequestError` for an unknown one."""
    for name in asked:
        if name not in KINDS:
            raise unknown("kind of attachment", name, KINDS)
    return tuple(KINDS[name] for name in dict.fromkeys(asked or ("form" if has_form else "xlsx",)))


def attachments(
    out: Path, kinds: Sequence[Kind], region: RegionId, language: Language, heading: str
) -> tuple[Attachment, ...]:
    """The files of a region, in its language. Raises `OutputError` where one was taken away."""
    found = []
    for kind in kinds:
        path = (form_path if kind is FORM else handout_path)(region, language, kind.extension)
        try:
            data = inside(out, path).read_bytes()
        except OSError as error:
            raise OutputError(f"{out / path}: cannot be read: {error.strerror or error}") from error
        found.append(
            Attachment(
                kind,
                path,
                file_name(heading + str(kind.addition.in_language(language)), kind.extension),
                data,
            )
        )
    return tuple(found)


def file_name(heading: str, extension: str) -> str:
    """A heading as the name of a file on any system: "Shanghai: …" is "Shanghai - ….xlsx"."""
    name = re.sub(r"\s*:\s+", " - ", heading)
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]', "_", " ".join(name.split())).strip(" .")
    room = _LONGEST_NAME - len(extension)
    return name.encode()[:room].decode(errors="ignore") + extension


def check_size(attached: Sequence[Attachment], limit: int, place: Place, findings: Findings) -> bool:
    """Whether the attachments of a mail have together at most `limit` bytes; else a finding."""
    total = sum(len(one.data) for one in attached)
    if total <= limit:
        return True
    sizes = ", ".join(f"{one.kind.name} {one.size}" for one in attached)
    biggest = max(attached, key=lambda one: len(one.data))
    message = (
        f"{biggest.name} makes the mail too large: the attachments have {_megabytes(total)} MB ({sizes})"
    )
    smaller = (
        "attach only the PDF with --attach pdf, or "
        if len(attached) > 1 or biggest.kind.name != "pdf"
        else ""
    )
    hint = f"the limit is {_megabytes(limit)} MB: {smaller}allow more with --max-attachment"
    findings.found.append(Finding("too-large", "error", place, message, hint))
    return False


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f}".removesuffix(".0")
