"""YAML and JSON text as a tree of nodes that know their place.

Datasets and style sheets are read through this tree, so that every message can name
file:line:column. Scalars stay text: what a value means is decided by the schema that reads it,
not by how it looks (`310000` is a code, `no` is a word). Anchors and aliases are refused, sizes
and depth are limited: input is data.
"""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import yaml

from ipexport.errors import Finding, Place, Severity, SourceError

MAX_SIZE = 64 * 2**20
"""Bytes that one source file may have unless the caller allows more."""

_MAX_DEPTH = 64
_JSON_SPACE = re.compile("[ \t\n\r]*")


class Scalar(NamedTuple):
    """A text. There are more of these than of anything else: its place is made when it is asked for."""

    file: str
    line: int
    column: int
    value: str

    @property
    def place(self) -> Place:
        return Place(self.file, self.line, self.column)


_scalar = tuple.__new__
"""What `Scalar(…)` calls, without a function in between."""


class Sequence(NamedTuple):
    place: Place
    items: tuple[Node, ...]


class Mapping(NamedTuple):
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
        with Path(name).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > max_size:
                message = f"the file has {_megabytes(size)}; the limit is {_megabytes(max_size)}"
                hint = f"allow more with --max-size {size // 2**20 + 1}"
                raise SourceError([Finding("too-large", "error", Place(name), message, hint)])
            return file.read()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(
            [Finding("unreadable", "error", Place(name), f"cannot be read: {reason}")]
        ) from None


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"


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
        # What yaml.parse does, without asking twice for each event.
        return _build(iter(loader(text).get_event, None), name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and error.context_mark and mark.line > text.rstrip().count("\n"):
            # What was left open is found at the end of the file, but begins elsewhere.
            mark = error.context_mark
        place = _place(name, mark) if mark else Place(name)
        said = ", ".join(filter(None, (error.context, error.problem)))
        raise _syntax_error(place, f"not valid YAML: {said}") from None
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes of UTF-8.
        before = text.encode()[: error.position].decode()
        line = before.count("\n") + 1
        place = Place(name, line, len(before) - before.rfind("\n"))
        message = f"the character U+{ord(text[len(before)]):04X} is not allowed"
        raise SourceError([Finding("control-character", "error", place, message, "delete it")]) from None


def _build(events: Iterator[Any], name: str) -> Node:
    """The tree from parse events, without recursion, so that no input can exhaust the stack."""
    roots: list[Node] = []
    siblings = roots
    above: list[tuple[Any, list[Node]]] = []
    for event in events:
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor or event.tag:
                _refuse(event, name)
            mark: Any = event.start_mark
            node = _scalar(Scalar, (name, mark.line + 1, mark.column + 1, event.value))
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.anchor or event.tag:
                _refuse(event, name)
            if len(above) == _MAX_DEPTH:
                raise _syntax_error(_place(name, event.start_mark), "nested too deeply")
            above.append((event, siblings))
            siblings = []
            continue
        elif isinstance(event, yaml.CollectionEndEvent):
            start, outer = above.pop()
            place = _place(name, start.start_mark)
            is_mapping = isinstance(start, yaml.MappingStartEvent)
            node = _mapping(place, siblings) if is_mapping else Sequence(place, tuple(siblings))
            siblings = outer
        elif isinstance(event, yaml.AliasEvent):
            _refuse(event, name)
        else:
            continue
        siblings.append(node)
        if len(roots) > 1:
            raise _syntax_error(node.place, "a second document (---)", "one document a file")
    if not roots:
        raise _syntax_error(Place(name, 1, 1), "the file is empty")
    return roots[0]


def _refuse(event: Any, name: str) -> NoReturn:
    place = _place(name, event.start_mark)
    if event.anchor:
        raise _syntax_error(place, "anchors and aliases (& and *) are not used here", "write it out")
    raise _syntax_error(place, f"the tag {event.tag} is not used here", "delete it")


def _mapping(place: Place, children: list[Node]) -> Mapping:
    entries = []
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise _syntax_error(key.place, "a key is a word")
        entries.append((key, value))
    return Mapping(place, tuple(entries))


def _place(name: str, mark: Any) -> Place:
    return Place(name, mark.line + 1, mark.column + 1)


def _syntax_error(place: Place, message: str, hint: str = "") -> SourceError:
    return SourceError([Finding("syntax", "error", place, message, hint)])


def parse_json(text: str, name: str) -> Node:
    """The same tree from JSON. Raises `SourceError` on a syntax error."""
    scanner = _JsonScanner(text, name)
    try:
        node, end = scanner.value(scanner.skip(0), 0)
        end = scanner.skip(end)
        if end != len(text):
            raise JSONDecodeError("Extra data", text, end)
    except JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise _syntax_error(place, f"not valid JSON: {error.msg}") from None
    return node


class _JsonScanner:
    """JSON whose values keep their place; strings and numbers are read by the standard library."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.decode = json.JSONDecoder().raw_decode

    def place(self, index: int) -> Place:
        line = bisect_right(self.lines, index)
        return Place(self.name, line, index - self.lines[line - 1] + 1)

    def skip(self, index: int) -> int:
        """The next character that is no white space."""
        match = _JSON_SPACE.match(self.text, index)
        return match.end() if match else index

    def value(self, index: int, depth: int) -> tuple[Node, int]:
        """The value that begins at `index`, and where it ends."""
        if depth > _MAX_DEPTH:
            raise _syntax_error(self.place(index), "nested too deeply")
        first = self.text[index : index + 1]
        if first == "{":
            return self._object(index, depth)
        if first == "[":
            return self._array(index, depth)
        value, end = self.decode(self.text, index)
        words = value if isinstance(value, str) else self.text[index:end]
        place = self.place(index)
        return Scalar(place.file, place.line, place.column, "" if value is None else words), end

    def _array(self, start: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        index = self.skip(start + 1)
        while self.text[index : index + 1] != "]":
            if items:
                index = self._expect(",", index)
            item, index = self.value(index, depth + 1)
            items.append(item)
            index = self.skip(index)
        return Sequence(self.place(start), tuple(items)), index + 1

    def _object(self, start: int, depth: int) -> tuple[Node, int]:
        entries: list[tuple[Scalar, Node]] = []
        index = self.skip(start + 1)
        while self.text[index : index + 1] != "}":
            if entries:
                index = self._expect(",", index)
            key, index = self.value(index, depth + 1)
            if not isinstance(key, Scalar):
                raise JSONDecodeError("Expecting a key in double quotes", self.text, index)
            value, index = self.value(self._expect(":", self.skip(index)), depth + 1)
            entries.append((key, value))
            index = self.skip(index)
        return Mapping(self.place(start), tuple(entries)), index + 1

    def _expect(self, mark: str, index: int) -> int:
        if self.text[index : index + 1] != mark:
            raise JSONDecodeError(f"Expecting {mark!r}", self.text, index)
        return self.skip(index + 1)


class Findings:
    """Collects what a reader finds, so that everything is reported at once."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

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

    def complete(
        self, node: Node, what: str, required: Iterable[str], optional: Iterable[str] = ()
    ) -> dict[str, Node] | None:
        """The entries of a mapping; None, with a finding each, when a required key is missing."""
        required = tuple(required)
        entries = self.mapping(node, what, (*required, *optional))
        missing = [key for key in required if key not in entries]
        if isinstance(node, Mapping):
            for key in missing:
                self.add("missing-key", node.place, f"{what} lacks {key!r}")
        return None if missing else entries

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
    import difflib  # only a mistake pays for it

    names = sorted(known)
    near = difflib.get_close_matches(word.lower(), names, n=1)
    return f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(names)
