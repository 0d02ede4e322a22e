"""XLIFF 2.1, the translators' standard: for OmegaT, Weblate and the commercial editors.

A part of the dataset is a `file`, a text a `unit` with one `segment`; what stands where is a note,
the terms are in the glossary module, the digest of the English in the metadata module. Stale texts
have a target in the state "initial", as editors understand it.
http://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from lxml import etree

from ipexport.errors import Finding, Place, SourceError
from ipexport.translation.units import STALE_NOTE, Job, Returned, Unit

_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_VERSIONS = ("2.0", "2.1")
_CATEGORY = "ipexport"

_CORE_NAME, _GLS, _META = (f"{{{namespace}}}" for namespace in (_CORE, _GLOSSARY, _METADATA))
_ANNOTATIONS = tuple(_CORE_NAME + tag for tag in ("mrk", "sm", "em"))


def write(job: Job) -> bytes:
    """The XLIFF file of a job that has at least one unit."""
    namespaces = {None: _CORE, "gls": _GLOSSARY, "mda": _METADATA}
    root = etree.Element(_core("xliff"), nsmap=namespaces, version="2.1", srcLang="zh-CN", trgLang="en")
    for part, units in groupby(job.units, lambda unit: unit.part):
        first, *others = units
        # A text is one paragraph, and comes back as one.
        file = etree.SubElement(root, _core("file"), id=part, original=first.file, canResegment="no")
        for unit in (first, *others):
            _write_unit(file, unit)
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _write_unit(file: Any, unit: Unit) -> None:
    """Elements in the order of the schema: modules, notes, segment."""
    element = etree.SubElement(file, _core("unit"), {"id": unit.id, _SPACE: "preserve"})
    if unit.terms:
        glossary = etree.SubElement(element, _GLS + "glossary")
        for term in unit.terms:
            entry = etree.SubElement(glossary, _GLS + "glossEntry")
            _say(entry, _GLS + "term", term.zh)
            for form in term.forms:
                _say(entry, _GLS + "translation", form)
            if term.note:
                _say(entry, _GLS + "definition", term.note)
    metadata = etree.SubElement(element, _META + "metadata")
    group = etree.SubElement(metadata, _META + "metaGroup", category=_CATEGORY)
    _say(group, _META + "meta", unit.exported).set("type", "exported")
    notes = etree.SubElement(element, _core("notes"))
    _say(notes, _core("note"), f"{unit.file}:{unit.line}").set("category", "location")
    if unit.state == "stale":
        _say(notes, _core("note"), STALE_NOTE).set("category", "state")
    segment = etree.SubElement(element, _core("segment"))
    segment.set("state", "translated" if unit.state == "current" else "initial")
    _say(segment, _core("source"), unit.zh)
    if unit.en is not None:
        _say(segment, _core("target"), unit.en)


def _say(parent: Any, tag: str, words: str) -> Any:
    element = etree.SubElement(parent, tag)
    element.text = words
    return element


def read(data: bytes, name: str) -> list[Returned]:
    """What came back in an XLIFF file. Raises `SourceError` when it is none, or none in English.

    Nothing outside of the file is read, no entity is replaced.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        said = (error.msg or "").removesuffix(f", line {line}, column {column}")
        raise _wrong(Place(name, line, column), f"not valid XML: {said}") from None
    if root.getroottree().docinfo.doctype:
        raise _wrong(Place(name, 1), "a DOCTYPE, which XLIFF does not have")
    if root.tag != _core("xliff") or root.get("version") not in _VERSIONS:
        place = Place(name, root.sourceline)
        raise _wrong(
            place, f"not XLIFF 2.1 but {etree.QName(root).localname} {root.get('version', '')}".rstrip()
        )
    language = root.get("trgLang", "en")
    if language.partition("-")[0].lower() != "en":
        raise _wrong(Place(name, root.sourceline), f"the language of the file is {language!r}, not English")
    return [_returned(unit, name) for unit in root.iter(_core("unit"))]


def _returned(unit: Any, name: str) -> Returned:
    """A unit that an editor split into segments is put together again."""
    pieces = [piece for piece in unit if piece.tag in (_core("segment"), _core("ignorable"))]
    segments = [piece for piece in pieces if piece.tag == _core("segment")]
    translated = bool(segments) and all(piece.find(_core("target")) is not None for piece in segments)
    exported = unit.find(
        f"{_META}metadata/{_META}metaGroup[@category='{_CATEGORY}']/{_META}meta[@type='exported']"
    )
    return Returned(
        id=unit.get("id", ""),
        zh="".join(_words(piece, "source", name) for piece in pieces),
        en="".join(_words(piece, "target", name) for piece in pieces) if translated else "",
        settled=all(piece.get("state", "initial") != "initial" for piece in segments),
        exported=None if exported is None else exported.text,
        place=Place(name, unit.sourceline),
    )


def _words(piece: Any, tag: str, name: str) -> str:
    """The text of a source or a target; annotations are looked through, codes are refused."""
    element = piece.find(_core(tag))
    if element is None:
        return ""
    for inner in element.iterdescendants():
        if inner.tag not in _ANNOTATIONS:
            code = etree.QName(inner).localname if isinstance(inner.tag, str) else inner.text
            raise _wrong(Place(name, inner.sourceline), f"the code {code!r} in a {tag}")
    return "".join(element.itertext())


def _core(tag: str) -> str:
    return _CORE_NAME + tag


def _wrong(place: Place, message: str) -> SourceError:
    hint = "export it again as .xlf, which is XLIFF 2.1, and change only targets"
    return SourceError([Finding("bad-xliff", "error", place, message, hint)])
