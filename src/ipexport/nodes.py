"""YAML and JSON text as a tree of nodes that know their place.

Datasets and style sheets are read through this tree, so that every message can name
file:line:column. Scalars stay text: what a value means is decided by the schema that reads it,
not by how it looks (`310000` is a code, `no` is a word). Anchors and aliases are refused, sizes
and depth are limited: input is data.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from json.decoder import JSONDecodeError
from typing import Any

import yaml

from ipexport.errors import Finding, Place, Severity, SourceError

MAX_SIZE = 64 * 2**20
"""Bytes that one source file may have unless the caller allows more."""

_MAX_DEPTH = 64
_TEXT_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null")} | {
    "tag:yaml.org,2002:timestamp",
    "tag:yaml.org,2002:value",
    "tag:yaml.org,2002:merge",
}


@dataclass(frozen=True, slots=True)
class Scalar:
    place: Place
    value: str


@dataclass(frozen=True, slots=True)
class Sequence:
    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries in the order of the file; a key can stand twice, the reader says so."""

    place: Place
    entries: tuple[tuple[Scalar, Node], ...]


Node = Scalar | Sequence | Mapping


def read_file(path: str | os.PathLike[str], max_size: int = MAX_SIZE) -> bytes:
    """The bytes of a source file.

    Raises `SourceError` when it is missing, unreadable, or larger than `max_size` bytes.
    """
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > max_size:
                message = f"the file has {size / 2**20:,.0f} MB; the limit is {max_size / 2**20:,.0f} MB"
                hint = f"allow more with --max-size {size // 2**20 + 1}"
                raise SourceError([Finding("too-large", "error", Place(name), message, hint)])
            return file.read()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(
            [Finding("unreadable", "error", Place(name), f"cannot be read: {reason}")]
        ) from None


def decode(data: bytes, name: str) -> str:
    """UTF-8 text, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = Place(name, line, error.start - data.rfind(b"\n", 0, error.start))
        message = f"not UTF-8 text (byte 0x{data[error.start]:02x})"
        raise SourceError([Finding("not-utf-8", "error", place, message, "save the file as UTF-8")]) from None


def parse_yaml(text: str, name: str) -> Node:
    """The one document of a YAML text. Raises `SourceError` on a syntax error."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        said = ", ".join(filter(None, (error.context, error.problem)))
        raise _syntax_error(place, f"not valid YAML: {said}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        place = Place(name, line, error.position - text.rfind("\n", 0, error.position))
        message = f"the character U+{ord(str(error.character)):04X} is not allowed"
        raise SourceError([Finding("control-character", "error", place, message, "delete it")]) from None
    except RecursionError:
        raise _syntax_error(Place(name), "nested too deeply") from None
    if root is None:
        raise _syntax_error(Place(name, 1, 1), "the file is empty")
    return _convert(root, name, set(), 0)


def _convert(node: yaml.Node, name: str, seen: set[int], depth: int) -> Node:
    place = Place(name, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        if node.tag not in _TEXT_TAGS:
            raise _syntax_error(place, f"the tag {node.tag} is not used here", "delete it")
        return Scalar(place, node.value)
    if id(node) in seen:
        raise _syntax_error(place, "anchors and aliases (& and *) are not used here", "write it out")
    if depth > _MAX_DEPTH:
        raise _syntax_error(place, "nested too deeply")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Sequence(place, tuple(_convert(child, name, seen, depth + 1) for child in node.value))
    entries = []
    for key_node, child in node.value:
        key = _convert(key_node, name, seen, depth + 1)
        if not isinstance(key, Scalar):
            raise _syntax_error(key.place, "a key is a word")
        entries.append((key, _convert(child, name, seen, depth + 1)))
    return Mapping(place, tuple(entries))


def _syntax_error(place: Place, message: str, hint: str = "") -> SourceError:
    return SourceError([Finding("syntax", "error", place, message, hint)])


def parse_json(text: str, name: str) -> Node:
    """The same tree from JSON. Raises `SourceError` on a syntax error."""
    scanner = _JsonScanner(text, name)
    try:
        node, end = scanner.scan(*scanner.skip(0), 0)
        end = scanner.skip(end)[0]
        if end != len(text):
            raise JSONDecodeError("Extra data", text, end)
        return node
    except StopIteration as stop:
        error = JSONDecodeError("Expecting value", text, stop.value)
    except JSONDecodeError as caught:
        error = caught
    raise _syntax_error(Place(name, error.lineno, error.colno), f"not valid JSON: {error.msg}") from None


class _JsonScanner:
    """The standard library's string and number scanners, with the place of every value kept."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.lines = [0, *(n + 1 for n, c in enumerate(text) if c == "\n")]

    def place(self, index: int) -> Place:
        from bisect import bisect_right

        line = bisect_right(self.lines, index)
        return Place(self.name, line, index - self.lines[line - 1] + 1)

    def skip(self, index: int) -> tuple[int]:
        while self.text[index : index + 1] in (" ", "\t", "\n", "\r") and index < len(self.text):
            index += 1
        return (index,)

    def scan(self, index: int, depth: int) -> tuple[Node, int]:
        if depth > _MAX_DEPTH:
            raise _syntax_error(self.place(index), "nested too deeply")
        first = self.text[index : index + 1]
        if first == "{":
            return self._object(index, depth)
        if first == "[":
            return self._array(index, depth)
        value, end = json.JSONDecoder().raw_decode(self.text, index)
        words = value if isinstance(value, str) else self.text[index:end]
        return Scalar(self.place(index), words), end

    def _array(self, start: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        (index,) = self.skip(start + 1)
        while self.text[index : index + 1] != "]":
            if items:
                (index,) = self.skip(self._expect(",", index))
            item, index = self.scan(index, depth + 1)
            items.append(item)
            (index,) = self.skip(index)
        return Sequence(self.place(start), tuple(items)), index + 1

    def _object(self, start: int, depth: int) -> tuple[Node, int]:
        entries: list[tuple[Scalar, Node]] = []
        (index,) = self.skip(start + 1)
        while self.text[index : index + 1] != "}":
            if entries:
                (index,) = self.skip(self._expect(",", index))
            if self.text[index : index + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", self.text, index)
            key, index = self.scan(index, depth + 1)
            assert isinstance(key, Scalar)
            (index,) = self.skip(self._expect(":", self.skip(index)[0]))
            value, index = self.scan(index, depth + 1)
            entries.append((key, value))
            (index,) = self.skip(index)
        return Mapping(self.place(start), tuple(entries)), index + 1

    def _expect(self, mark: str, index: int) -> int:
        if self.text[index : index + 1] != mark:
            raise JSONDecodeError(f"Expecting {mark!r} delimiter", self.text, index)
        return index + 1


@dataclass(slots=True)
class Findings:
    """Collects what a reader finds, so that everything is reported at once."""

    found: list[Finding] = field(default_factory=list)

    def add(
        self, code: str, place: Place, message: str, hint: str = "", severity: Severity = "error"
    ) -> None:
        self.found.append(Finding(code, severity, place, message, hint))

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.found if finding.severity == "error"]

    def mapping(self, node: Node, what: str, known: Iterable[str]) -> dict[str, Node]:
        """The entries of a mapping that may have the `known` keys; others are findings."""
        if not isinstance(node, Mapping):
            self.add("wrong-type", node.place, f"{what} is a mapping (key: value), not {describe(node)}")
            return {}
        known = tuple(known)
        entries: dict[str, Node] = {}
        for key, value in node.entries:
            if key.value in entries:
                self.add("duplicate-key", key.place, f"{key.value!r} stands twice in {what}", "keep one")
            elif key.value not in known:
                self.add(
                    "unknown-key", key.place, f"{what} has no key {key.value!r}", suggest(key.value, known)
                )
            else:
                entries[key.value] = value
        return entries

    def open_mapping(self, node: Node, what: str) -> Iterator[tuple[Scalar, Node]]:
        """The entries of a mapping whose keys are free, each key once."""
        if not isinstance(node, Mapping):
            self.add("wrong-type", node.place, f"{what} is a mapping (key: value), not {describe(node)}")
            return
        seen: set[str] = set()
        for key, value in node.entries:
            if key.value in seen:
                self.add("duplicate-key", key.place, f"{key.value!r} stands twice in {what}", "keep one")
            else:
                seen.add(key.value)
                yield key, value

    def sequence(self, node: Node, what: str) -> tuple[Node, ...]:
        if isinstance(node, Sequence):
            return node.items
        self.add("wrong-type", node.place, f"{what} is a list (- …), not {describe(node)}")
        return ()

    def scalar(self, node: Node, what: str) -> str:
        if isinstance(node, Scalar):
            return node.value
        self.add("wrong-type", node.place, f"{what} is one text, not {describe(node)}")
        return ""


def describe(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    return f"the text {node.value[:20]!r}" if node.value else "nothing"


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or all of them."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1)
    return f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(names)
