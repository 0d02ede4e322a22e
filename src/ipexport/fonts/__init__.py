"""The open fonts that travel with ipexport (SIL Open Font License, OFL.txt).

Noto Serif SC Regular has all characters of the face; the bold and the sans serif have GB 2312,
Latin, Greek and signs, and fall back to the regular face for others. README.md beside this file
says how they were made.
"""

from __future__ import annotations

from pathlib import Path

from ipexport.style import Face

_FILES: dict[Face, str] = {
    "serif": "NotoSerifSC-Regular.ttf",
    "serif-bold": "NotoSerifSC-Bold.ttf",
    "sans": "NotoSansSC-Medium.ttf",
}


def face_path(face: Face) -> Path:
    """The file of an embedded face."""
    return Path(__file__).parent / _FILES[face]
