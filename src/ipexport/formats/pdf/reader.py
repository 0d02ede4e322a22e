"""Reads a PDF into the model, from the tags and texts on its pages.

The file is taken apart in a process of its own, with a limit of time and memory (`reading.apart`);
what was found there is recognised here. The attached dataset is not looked at: what counts is
what the pages show.
"""

from __future__ import annotations

from pathlib import Path

from ipexport.formats.pdf.reading.apart import found_apart
from ipexport.nodes import MAX_SIZE, read_file
from ipexport.recognition import Recognised, recognise, tidied


def read(path: Path, max_size: int = MAX_SIZE) -> Recognised:
    """The work plan that a PDF shows.

    A tagged file is read by its tags, any other by ruling lines and header words as well as that
    goes, with a warning. Raises `SourceError`: no PDF, damaged, encrypted, without text, too
    large or too slow, or without a table of a work plan.
    """
    document = found_apart(read_file(path, max_size), str(path))
    return recognise(document if document.properties else tidied(document))
