"""Style sheets: YAML in `styles/` -> checked, typed values. All lengths are in points.

A style sheet can extend another and say only what differs; every value is checked, every
message names file:line:column. `load_style` looks beside the dataset first, then among the
built-in styles; a path to a file is taken as it is.
"""

from __future__ import annotations

import os
from pathlib import Path

from ipexport.choices import unknown
from ipexport.errors import Finding, RequestError, StyleError
from ipexport.nodes import Findings, Mapping, decode, parse_yaml, read_file
from ipexport.style.reading import StyleReader
from ipexport.style.values import (
    POINTS_PER_MM,
    Align,
    BilingualStyle,
    DocxStyle,
    Face,
    FontRole,
    FontStyle,
    Margins,
    PageStyle,
    Style,
    TableStyle,
    TextRole,
    TextStyle,
    View,
    Widths,
)

__all__ = [
    "POINTS_PER_MM",
    "Align",
    "BilingualStyle",
    "DocxStyle",
    "Face",
    "FontRole",
    "FontStyle",
    "Margins",
    "PageStyle",
    "Style",
    "TableStyle",
    "TextRole",
    "TextStyle",
    "View",
    "Widths",
    "built_in_styles",
    "load_style",
    "style_names",
]


def built_in_styles() -> Path:
    """The folder of the styles that come with ipexport."""
    package = Path(__file__).parents[1]
    packaged = package / "styles"
    return packaged if packaged.is_dir() else package.parents[1] / "styles"


def style_names(beside: Path | None = None) -> tuple[str, ...]:
    """The names that `load_style` knows."""
    folders = [folder for folder in (beside, built_in_styles()) if folder is not None]
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.yaml")}))


def load_style(name: str | os.PathLike[str], beside: Path | None = None) -> Style:
    """A style by name, or by the path of a style sheet (.yaml).

    `beside` is the folder `styles/` next to the dataset, searched before the built-in styles.
    Raises `RequestError` for an unknown name, `StyleError` for a wrong sheet.
    """
    path = _find(os.fspath(name), beside, ())
    findings = Findings()
    style = StyleReader(findings).style(path.stem, _layered(path, beside, ()))
    if findings.found:
        raise StyleError(findings.found)
    return style


def _layered(path: Path, beside: Path | None, above: tuple[Path, ...]) -> Mapping:
    """The sheet's mapping, laid over that of the sheet it extends."""
    sheet = parse_yaml(decode(read_file(path), str(path)), str(path))
    if not isinstance(sheet, Mapping):
        message = "a style sheet is a mapping (key: value)"
        raise StyleError([Finding("wrong-type", "error", sheet.place, message)])
    base = next((value for key, value in sheet.entries if key.value == "extends"), None)
    if base is None:
        return sheet
    findings = Findings()
    name = findings.scalar(base, "extends")
    if findings.found:
        raise StyleError(findings.found)
    chain = (*above, path)
    try:
        return _overlay(_layered(_find(name, beside, chain), beside, chain), sheet)
    except RequestError as error:
        raise StyleError([Finding("unknown-style", "error", base.place, str(error))]) from None


def _overlay(base: Mapping, top: Mapping) -> Mapping:
    """Every entry of `top`, mappings merged, and what only `base` has."""
    below = {key.value: value for key, value in base.entries}
    entries = list(top.entries)
    for number, (key, value) in enumerate(entries):
        under = below.get(key.value)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            entries[number] = key, _overlay(under, value)
    said = {key.value for key, _ in entries}
    return Mapping(top.place, (*(e for e in base.entries if e[0].value not in said), *entries))


def _find(name: str, beside: Path | None, above: tuple[Path, ...]) -> Path:
    """The sheet of that name; one that extends a sheet of its own name means the next one."""
    if name.endswith((".yaml", ".yml")):
        path = (above[-1].parent if above else Path()) / name
        if os.path.realpath(path) in map(os.path.realpath, above):
            raise RequestError(f"the style {path.stem!r} extends itself")
        return path
    for folder in (beside, built_in_styles()):
        # Compared with the names there are, so that "../x" does not lead out of the folder.
        if folder is not None and name in style_names(folder):
            path = folder / f"{name}.yaml"
            if path.is_file() and path not in above:
                return path
    if any(path.stem == name for path in above):
        raise RequestError(f"the style {name!r} extends itself")
    raise unknown("style", name, style_names(beside))
