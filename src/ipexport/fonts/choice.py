"""Which font file each role of a style gets in a PDF.

In this order: the file that the style names; the first of its families that is installed, where
the style asks for installed fonts; the embedded face that comes with ipexport. What the first
choice lacks comes from the role's embedded face, and then from the one that has most.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from ipexport.errors import IpexportError
from ipexport.style import Face, FontRole, FontStyle, Style

if TYPE_CHECKING:
    from ipexport.fonts.files import FontFace

Source = Literal["embedded", "installed", "file"]


class FontError(IpexportError):
    """A font that the style names by its file cannot be used."""


class Font(NamedTuple):
    """A face to print with; `number` counts the faces of a collection from 0."""

    path: Path
    number: int
    family: str
    source: Source


class PassedOver(NamedTuple):
    """A family that was asked for and is not used; `path` is None when it is not installed."""

    family: str
    path: Path | None
    reason: str


class RoleFonts(NamedTuple):
    """The fonts of a role, first choice first, and the one for Latin letters, if it is another."""

    fonts: tuple[Font, ...]
    latin: Font | None = None
    passed_over: tuple[PassedOver, ...] = ()


_EMBEDDED: dict[Face, tuple[str, str, int]] = {
    "serif": ("NotoSerifSC-Regular.ttf", "Noto Serif SC", 400),
    "serif-bold": ("NotoSerifSC-Bold.ttf", "Noto Serif SC Bold", 700),
    "sans": ("NotoSansSC-Medium.ttf", "Noto Sans SC Medium", 500),
    "latin": ("NotoSerif-Regular.ttf", "Noto Serif", 400),
    "latin-bold": ("NotoSerif-Bold.ttf", "Noto Serif Bold", 700),
}
"""File, name and weight of each face."""


def choose_fonts(style: Style) -> dict[FontRole, RoleFonts]:
    """The fonts of every role. Raises `FontError` for a `file` that cannot be embedded."""
    return {role: _choose(role, said) for role, said in style.fonts.items()}


def font_digests(style: Style) -> tuple[str, ...]:
    """SHA-256 of each font file that does not come with ipexport: they, too, decide the bytes."""
    from hashlib import sha256

    paths = {
        font.path: None
        for chosen in choose_fonts(style).values()
        for font in (*chosen.fonts, chosen.latin)
        if font is not None and font.source != "embedded"
    }
    return tuple(sha256(path.read_bytes()).hexdigest() for path in paths)


def _choose(role: FontRole, said: FontStyle) -> RoleFonts:
    weight = _EMBEDDED[said.embedded][2]
    passed_over: list[PassedOver] = []
    if said.file is not None:
        first: Font | None = _named_file(role, said.file, said.families, weight)
    else:
        first = _installed(said.families, weight, passed_over) if said.installed else None
    latin = _installed((said.latin,), weight, passed_over) if said.installed else None
    chosen = dict.fromkeys((first, _embedded(said.embedded), _embedded("serif")))
    return RoleFonts(
        fonts=tuple(font for font in chosen if font is not None),
        latin=None if latin == first else latin,
        passed_over=tuple(passed_over),
    )


def _embedded(face: Face) -> Font:
    file, family, _ = _EMBEDDED[face]
    return Font(Path(__file__).parent / file, 0, family, "embedded")


def _installed(families: tuple[str, ...], weight: int, passed_over: list[PassedOver]) -> Font | None:
    """The first installed family that can be embedded; notes those that are passed over."""
    from ipexport.fonts.installed import faces_of

    for family in families:
        faces = faces_of(family, weight)
        if not faces:
            passed_over.append(PassedOver(family, None, "not installed"))
        for face in faces:
            if not (problem := face.problem or _unreadable(face)):
                return Font(face.path, face.number, face.family, "installed")
            passed_over.append(PassedOver(family, face.path, problem))
    return None


def _named_file(role: FontRole, path: Path, families: tuple[str, ...], weight: int) -> Font:
    """The face of a file; of a collection the one that the families name, or the nearest weight."""
    from ipexport.fonts.files import name_key, read_faces

    keys = frozenset(map(name_key, families))
    faces = read_faces(path)
    face = min(faces, key=lambda face: (not keys & face.names, face.slanted, abs(face.weight - weight)))
    if problem := face.problem or _unreadable(face):
        hint = "name another file, or delete the line"
        raise FontError(f"{path}: cannot be the font of {role}: {problem} ({hint})")
    return Font(path, face.number, face.family, "file")


def _unreadable(face: FontFace) -> str:
    """What HarfBuzz finds wrong with a font."""
    from ipexport.fonts.glyphs import Glyphs

    has_characters = bool(Glyphs(face.path, face.number).face.unicodes)
    return "" if has_characters else "it is damaged, or has no Unicode characters"
