"""Makes the pictures of the README from the real handouts: python docs/pictures.py

Builds the handouts in a temporary folder, opens Word and Excel through LibreOffice, and turns one
page of each format into docs/pictures/FORMAT.png. Needs LibreOffice and poppler.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import ipexport

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PAGES = {"pdf": 14, "docx": 4, "xlsx": 2}
"""The page of each format that is shown: one from the middle of a table."""

RESOLUTION = 80
"""Dots per inch: a landscape page fills the width of a web page."""


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work_plan = ipexport.read(ROOT / "source")
        for format, page in PAGES.items():
            document = folder / f"{format}.{format}"
            ipexport.write(work_plan, document)
            if format != "pdf":
                run("soffice", "--headless", "--convert-to", "pdf", "--outdir", name, str(document))
            picture = str(PICTURES / format)
            pages = ("-f", str(page), "-l", str(page))
            run(
                "pdftoppm",
                "-r",
                str(RESOLUTION),
                *pages,
                "-singlefile",
                "-png",
                f"{folder}/{format}.pdf",
                picture,
            )
            print(f"{picture}.png")


def run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        sys.exit(
            f"{command[0]} is missing: apt-get install libreoffice-writer libreoffice-calc poppler-utils"
        )


if __name__ == "__main__":
    main()
