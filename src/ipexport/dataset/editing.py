"""YAML text -> the same text with other English, and nothing else changed.

Only the characters of an `en` are replaced, or an `en` is added after its `zh`: comments, order,
quotation marks and line ends stay as people wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from ipexport.dataset.writing import Dumper

_WIDE = 2**30


class _Edit(NamedTuple):
    start: int
    end: int
    words: str


class _Spot(NamedTuple):
    """A Chinese scalar; `entries` are those of its mapping of languages, if it has one.

    Without one, `key` is what it is the value of, or None in a list.
    """

    zh: Any
    flow: bool
    entries: dict[str, tuple[Any, Any]] | None
    key: Any


def with_english(text: str, english: Mapping[tuple[int, int], str]) -> str:
    """The YAML text with this English, each by the line and the column of its Chinese (from 1).

    The text is one that was read without errors, and each place is that of a Chinese text in it.
    """
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    line_end = "\r\n" if "\r\n" in text else "\n"
    spots = {
        (s.zh.start_mark.line + 1, s.zh.start_mark.column + 1): s for s in _spots(yaml.compose(text, loader))
    }
    edits = [_edit(text, spots[place], words, line_end) for place, words in english.items()]
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return text


def _spots(root: Any) -> Iterator[_Spot]:
    """Every scalar that could be a Chinese text, without recursion."""
    nodes: list[tuple[Any, bool, Any]] = [(root, False, None)]
    while nodes:
        node, flow, key = nodes.pop()
        if isinstance(node, yaml.ScalarNode):
            yield _Spot(node, flow, None, key)
            continue
        flow = flow or bool(node.flow_style)
        if isinstance(node, yaml.SequenceNode):
            nodes.extend((item, flow, None) for item in node.value)
            continue
        entries = {key.value: (key, value) for key, value in node.value}
        if "zh" in entries and isinstance(entries["zh"][1], yaml.ScalarNode):
            yield _Spot(entries["zh"][1], flow, entries, entries["zh"][0])
        else:
            nodes.extend((value, flow, key) for key, value in node.value)


def _edit(text: str, spot: _Spot, words: str, line_end: str) -> _Edit:
    start, end = spot.zh.start_mark.index, spot.zh.end_mark.index
    new = _scalar(words, spot.flow)
    if spot.entries is None:
        return _as_mapping(text, spot, new, line_end)
    if "en" in spot.entries:
        old = spot.entries["en"][1]
        start, end = old.start_mark.index, old.end_mark.index
        # A block scalar ends after its last line.
        return _Edit(start, start + len(text[start:end].rstrip()), new)
    if spot.flow:
        return _Edit(end, end, f", en: {new}")
    # After the Chinese, and after a comment in its line.
    last = start + len(text[start:end].rstrip())
    line = len(text[last:].split(line_end, 1)[0])
    indent = " " * spot.key.start_mark.column
    return _Edit(last + line, last + line, f"{line_end}{indent}en: {new}")


def _as_mapping(text: str, spot: _Spot, new: str, line_end: str) -> _Edit:
    """A text that was Chinese alone, as a mapping of languages."""
    start = spot.zh.start_mark.index
    old = text[start : spot.zh.end_mark.index].rstrip()
    end = start + len(old)
    if "\n" in old or spot.zh.style in ("|", ">"):
        old = _scalar(spot.zh.value, spot.flow)
    if spot.flow:
        return _Edit(start, end, f"{{zh: {old}, en: {new}}}")
    if spot.key is None:
        indent = " " * spot.zh.start_mark.column
        return _Edit(start, end, f"zh: {old}{line_end}{indent}en: {new}")
    indent = line_end + " " * (spot.key.start_mark.column + 2)
    return _Edit(len(text[:start].rstrip(" ")), end, f"{indent}zh: {old}{indent}en: {new}")


def _scalar(words: str, flow: bool) -> str:
    """The words as the dataset's writer has them, or in quotation marks where commas count."""
    style = '"' if flow else None
    shape: Any = words if flow else {"en": words}
    said: str = yaml.dump(
        shape, Dumper=Dumper, allow_unicode=True, width=_WIDE, default_style=style, default_flow_style=False
    )
    return said.rstrip("\n") if flow else said.rstrip("\n").removeprefix("en: ")
