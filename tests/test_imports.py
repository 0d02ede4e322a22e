"""The flow has one direction, and libraries stay at the edges."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import ipexport

PACKAGE = Path(ipexport.__file__).parent

LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("choices", "model", "nodes", "output", "parallel", "second_process", "typography"),
    ("manifest", "table"),
    ("form",),
    ("dataset", "style"),
    ("fonts", "layout", "recognition"),
    ("formats", "translation"),
    ("request",),
    ("convert",),
    ("compare",),
    ("handouts", "read_ahead"),
    ("exchange",),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
"""The parts of the package; each imports only from parts that stand above it here."""

LIBRARIES = {
    "yaml": ("nodes", "dataset"),
    "docx": ("formats/docx",),
    "lxml": ("formats/docx", "translation/xliff"),
    "polib": ("translation/po",),
    "pyphen": ("typography",),
    "uharfbuzz": ("fonts", "formats/pdf"),
    "openpyxl": ("formats/xlsx",),
    "pikepdf": ("formats/pdf/reading",),
    "pypdfium2": ("formats/pdf/reading",),
    "shtab": ("cli",),
    "rapidfuzz": ("compare",),
    "jinja2": ("exchange/mail",),
    "email_validator": ("exchange/mail",),
    "keyring": ("exchange/mail",),
    "pytest": ("compare/pytest_plugin",),
}
"""The only places that import a library."""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module's syntax tree by its path in the package, without ".py"."""
    return {
        path.relative_to(PACKAGE).with_suffix("").as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(name: str) -> str:
    """The part of the package that a path or a dotted name lies in; "" for another package."""
    words = name.replace("/", ".").split(".")
    if words[0] != "ipexport":
        return ""
    return words[1] if len(words) > 1 and words[1] in PARTS else "__init__"


PARTS = {name for layer in LAYERS for name in layer}
LEVEL = {name: number for number, layer in enumerate(LAYERS) for name in layer}


@pytest.mark.parametrize("name", modules())
def test_a_module_has_a_place_in_the_flow_and_imports_only_what_is_lower(name: str) -> None:
    own = name.partition("/")[0]
    assert own in PARTS, f"give {own} a place in LAYERS"
    for target in filter(None, map(part, imported(modules()[name]))):
        # The package itself is its version and the public API, which import nothing at once.
        if target not in (own, "__init__"):
            assert LEVEL[target] < LEVEL[own], f"{name} imports {target}, which is not lower"


def test_no_format_imports_another() -> None:
    for name, tree in modules().items():
        if name.startswith("formats/") and name.count("/") > 1:
            own = name.split("/")[1]
            others = {word.split(".")[2] for word in imported(tree) if word.startswith("ipexport.formats.")}
            folders = {path.name for path in (PACKAGE / "formats").iterdir() if path.is_dir()}
            assert not others & (folders - {own}), name


def test_no_format_knows_the_yaml() -> None:
    for name, tree in modules().items():
        # The transcription is what the dataset was made from.
        if name.startswith("formats/") and name != "formats/transcription":
            words = {word for word in imported(tree) if part(word) == "dataset"}
            assert not words, name


def test_only_the_commands_and_what_builds_use_the_api() -> None:
    users = {
        name.split("/")[0] for name, tree in modules().items() if "__init__" in set(map(part, imported(tree)))
    }
    assert users <= {"cli", "handouts"}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_in_its_place_only(library: str) -> None:
    users = {
        name
        for name, tree in modules().items()
        if any(word.split(".")[0] == library for word in imported(tree))
    }
    assert all(any(name.startswith(place) for place in LIBRARIES[library]) for name in users), users
