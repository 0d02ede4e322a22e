"""Two Word files compared by python-redlines: the peer of comparing documents.

    python benchmarks/compare_redlines.py BEFORE.docx AFTER.docx

Prints, as JSON, how many revisions it finds and how many characters they mark.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

from python_redlines import DocxodusEngine

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def main() -> None:
    redline, said, _ = DocxodusEngine().run_redline("benchmark", *sys.argv[1:3], detect_moves=True)
    found = re.search(r"(\d+) revision", said or "")
    print(json.dumps({"reports": f"revisions: {found and found[1]}", "characters": marked(redline)}))


def marked(docx: bytes) -> int:
    """Characters of text that was inserted, deleted or moved."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        tree = ElementTree.fromstring(package.read("word/document.xml"))
    revisions = (run for tag in ("ins", "del", "moveFrom", "moveTo") for run in tree.iter(W + tag))
    return sum(
        len(text.text or "")
        for revision in revisions
        for text in revision.iter()
        if text.tag in (W + "t", W + "delText")
    )


if __name__ == "__main__":
    main()
