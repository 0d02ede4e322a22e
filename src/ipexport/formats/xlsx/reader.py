"""Reads a workbook into the model, from the texts that its sheets show.

What Excel does not print but keeps (ids in a hidden column, the vocabulary in custom properties) is
used where it is still there; in a file of others everything is recognised by its words.
"""

from __future__ import annotations

from pathlib import Path

from ipexport.errors import Finding, Place, SourceError
from ipexport.formats.xlsx.reading.document import find
from ipexport.formats.xlsx.reading.package import UnreadableWorkbook
from ipexport.nodes import MAX_SIZE, read_file
from ipexport.recognition import Recognised, recognise


def read(path: Path, max_size: int = MAX_SIZE) -> Recognised:
    """The work plan that a workbook shows.

    Raises `SourceError`: no workbook, damaged, protected, too large, or without a table of a work plan.
    """
    data = read_file(path, max_size)
    try:
        document = find(data, str(path), max_size)
    except UnreadableWorkbook as error:
        finding = Finding(error.code, "error", Place(str(path)), error.what, error.hint)
        raise SourceError([finding]) from None
    return recognise(document)
