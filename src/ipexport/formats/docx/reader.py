"""Reads a Word file into the model, from the texts, styles and tables that it shows.

What Word does not print but keeps (ids in bookmarks, the vocabulary in custom properties) is used
where it is still there; in a file of others everything is recognised by its words.
"""

from __future__ import annotations

from pathlib import Path

from ipexport.errors import Finding, Place, SourceError
from ipexport.formats.docx.reading.document import find
from ipexport.formats.docx.reading.package import UnreadableWord
from ipexport.nodes import MAX_SIZE, read_file
from ipexport.recognition import Recognised, TrackedChanges, recognise


def read(path: Path, max_size: int = MAX_SIZE, changes: TrackedChanges = "accepted") -> Recognised:
    """The work plan that a Word file shows, its tracked changes all "accepted" or all "rejected".

    Raises `SourceError`: no Word file, damaged, protected, with macros, too large, or without a table
    of a work plan.
    """
    data = read_file(path, max_size)
    try:
        document = find(data, str(path), max_size, changes)
    except UnreadableWord as error:
        finding = Finding(error.code, "error", Place(str(path)), error.what, error.hint)
        raise SourceError([finding]) from None
    return recognise(document)
