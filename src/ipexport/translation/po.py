"""PO, as gettext has it: for Poedit, Weblate, OmegaT.

The Chinese is the `msgid`, the id of the text its `msgctxt`; extracted comments (#.) carry the terms
and the digest of the English, references (#:) the place. Stale texts are fuzzy.
https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import re

import polib

from ipexport.errors import Finding, Place, SourceError
from ipexport.nodes import decode
from ipexport.translation.units import STALE_NOTE, Job, Returned, Unit

_EXPORTED = re.compile("^exported: ([0-9a-f]{16}|nothing)$", re.MULTILINE)
_KEYWORD = re.compile(r'\s*(?:msg\w+(?:\[\d+\])?\s*)?"')
_STRING = re.compile(r'^[^"]*"(?:[^"\\]|\\.)*"\s*$')
_SYNTAX = re.compile(r"\(line (\d+)\)(?:: (.*))?")


def write(job: Job) -> bytes:
    """The PO file of a job."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": job.title,
        "PO-Revision-Date": f"{job.date.isoformat()} 00:00+0000",
        "Last-Translator": "ipexport",
        "Language-Team": "English",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": "zh-CN",
    }
    for unit in job.units:
        file.append(
            polib.POEntry(
                msgctxt=unit.id,
                msgid=unit.zh,
                msgstr=unit.en or "",
                occurrences=[(unit.file, str(unit.line))],
                flags=["fuzzy"] if unit.state == "stale" else [],
                comment="\n".join(_notes(unit)),
            )
        )
    return f"{file}\n".encode()


def _notes(unit: Unit) -> list[str]:
    notes = [STALE_NOTE] if unit.state == "stale" else []
    for term in unit.terms:
        note = f" ({term.note})" if term.note else ""
        notes.append(f"{term.zh} = {' | '.join(term.forms)}{note}")
    return [*notes, f"exported: {unit.exported}"]


def read(data: bytes, name: str) -> list[Returned]:
    """What came back in a PO file. Raises `SourceError` when it is none, or none in English."""
    text = decode(data, name)
    for number, words in enumerate(text.splitlines(), 1):
        # A file that was cut off within a string: polib would leave out what stands last.
        if _KEYWORD.match(words) and not _STRING.search(words):
            raise _wrong(Place(name, number), "not valid PO: a string without its end")
    try:
        # With a line end, no content is taken for the name of a file.
        file = polib.pofile(text + "\n", encoding="utf-8")
    except OSError as error:
        found = _SYNTAX.search(str(error))
        line, said = (int(found[1]), found[2] or "no line of a PO file") if found else (0, str(error))
        raise _wrong(Place(name, line), f"not valid PO: {said}") from None
    language = file.metadata.get("Language", "en")
    if language.replace("-", "_").partition("_")[0].lower() not in ("en", ""):
        raise _wrong(Place(name), f"the language of the file is {language!r}, not English")
    return [
        Returned(
            id=entry.msgctxt or "",
            zh=entry.msgid,
            en=entry.msgstr,
            settled=not entry.fuzzy,
            exported=found[1] if (found := _EXPORTED.search(entry.comment)) else None,
            place=Place(name, entry.linenum or 0),
        )
        for entry in file
        if not entry.obsolete
    ]


def _wrong(place: Place, message: str) -> SourceError:
    return SourceError([Finding("bad-po", "error", place, message, "export it again, or see your editor")])
