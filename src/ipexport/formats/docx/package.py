"""The parts of a Word file and how they are related (ECMA-376 part 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from posixpath import basename, dirname, relpath, splitext
from typing import NamedTuple

from ipexport.formats.ooxml import Deflated
from ipexport.formats.xml import DECLARATION, quoted

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
CORE_PROPERTIES = f"{_PACKAGE}relationships/metadata/core-properties"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CORE_PROPERTIES_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"


class Relationship(NamedTuple):
    """Leads to another part by its name, or, when `external`, to an address."""

    id: str
    type: str
    target: str
    external: bool = False


class Part(NamedTuple):
    """The bytes of a part, its content type, and what it is related to."""

    content_type: str
    data: bytes | Deflated
    relationships: tuple[Relationship, ...] = ()


def package(parts: Mapping[str, Part], top: Sequence[Relationship]) -> dict[str, bytes | Deflated]:
    """The parts with what names their types and relations; `top` are those of the file itself."""
    files: dict[str, bytes | Deflated] = {name: part.data for name, part in parts.items()}
    files["[Content_Types].xml"] = _content_types(parts)
    files["_rels/.rels"] = _relationships(top, "")
    for name, part in parts.items():
        if part.relationships:
            folder = dirname(name)
            files[f"{folder}/_rels/{basename(name)}.rels"] = _relationships(part.relationships, folder)
    return files


def _content_types(parts: Mapping[str, Part]) -> bytes:
    """Pictures by their extension, as Office does it, every other part by its name."""
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    overrides = {}
    for name, part in sorted(parts.items()):
        if part.content_type.startswith("image/"):
            defaults[splitext(name)[1][1:]] = part.content_type
        else:
            overrides[name] = part.content_type
    types = "".join(
        f"<Default Extension={quoted(extension)} ContentType={quoted(type)}/>"
        for extension, type in sorted(defaults.items())
    ) + "".join(
        f"<Override PartName={quoted('/' + name)} ContentType={quoted(type)}/>"
        for name, type in overrides.items()
    )
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}content-types">{types}</Types>'.encode()


def _relationships(relationships: Sequence[Relationship], folder: str) -> bytes:
    content = ""
    for relation in relationships:
        target = relation.target if relation.external else relpath(relation.target, folder or ".")
        mode = ' TargetMode="External"' if relation.external else ""
        content += (
            f"<Relationship Id={quoted(relation.id)} Type={quoted(relation.type)} "
            f"Target={quoted(target)}{mode}/>"
        )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}relationships">{content}</Relationships>'.encode()
