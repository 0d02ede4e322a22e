"""Nodes -> cells, items and texts: the part of reading that every task repeats.

A text is a string (Chinese) or a mapping of languages; a cell is a text, or a list of items that count
1. 2. 3. unless an item says its own label.
"""

from __future__ import annotations

from typing import NamedTuple

from ipexport.dataset.text_checks import check_english, check_text
from ipexport.errors import Place
from ipexport.model import Cell, Item, Text
from ipexport.nodes import Findings, Mapping, Node, Scalar, Sequence
from ipexport.typography.labels import next_label

NO_LABEL = "none"
"""What an item says in `label:` when it prints no label."""


class Places(NamedTuple):
    """Where a text stands: its Chinese, and its English when it has one."""

    zh: Place
    en: Place | None


class CellReader:
    """Reads cells, and takes note of what is wrong with them.

    `places` are those of the texts so far, where somebody wants to know them.
    """

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.places: list[tuple[Text, Places]] | None = None

    def results(self, node: Node) -> tuple[Cell, ...]:
        """One cell; or several printed rows: a list of `row: …`."""
        if isinstance(node, Sequence) and any(_has_row(item) for item in node.items):
            return tuple(self._row(item) for item in node.items)
        return (self.cell(node, "results"),)

    def _row(self, node: Node) -> Cell:
        entries = self.findings.complete(node, "a row of results", ("row",))
        return self.cell(entries["row"], "row") if entries else ()

    def cell(self, node: Node, what: str) -> Cell:
        if isinstance(node, Sequence):
            items: list[Item] = []
            label: str | None = None
            for entry in node.items:
                item = self._item(entry, label, what)
                label = item.label or label
                items.append(item)
            return tuple(items)
        if isinstance(node, Scalar) and not node.value:
            return ()
        return (Item(self.text(node, what)),)

    def _item(self, node: Node, label: str | None, what: str) -> Item:
        said = node.entries if isinstance(node, Mapping) else ()
        label_node = next((value for key, value in said if key.value == "label"), None)
        text = self.text(node, f"an item of {what}", extra=("label",))
        if label_node is None:
            return Item(text, next_label(label))
        own = self.findings.scalar(label_node, "label")
        if not own or len(own) > 8 or any(True for _ in check_text(own)):
            hint = f"as in '3.', or {NO_LABEL}"
            self.findings.add("bad-label", label_node.place, f"label: {own!r} is not a label", hint)
        return Item(text, None if own == NO_LABEL else own)

    def text(self, node: Node, what: str, extra: tuple[str, ...] = ()) -> Text:
        if isinstance(node, Scalar):
            text = Text(self._words(node, what))
            if self.places is not None:
                self.places.append((text, Places(node.place, None)))
            return text
        entries = self.findings.mapping(node, what, ("zh", "en", *extra))
        if "zh" not in entries:
            if isinstance(node, Mapping):
                self.findings.add("missing-key", node.place, f"{what} lacks 'zh'")
            return Text("")
        zh, en = entries["zh"], entries.get("en")
        text = Text(self._words(zh, what), None if en is None else self._english(en, what))
        if self.places is not None:
            self.places.append((text, Places(zh.place, None if en is None else en.place)))
        return text

    def _english(self, node: Node, what: str) -> str:
        words = self.findings.scalar(node, f"{what} en")
        if not words.strip() and isinstance(node, Scalar):
            hint = "write the English, or leave `en` out"
            self.findings.add("empty-text", node.place, f"{what} en is empty", hint)
        for problem in check_english(words):
            self.findings.add(problem.code, node.place, problem.message, problem.hint, problem.severity)
        return words

    def _words(self, node: Node, what: str) -> str:
        words = self.findings.scalar(node, what)
        if not words.strip() and isinstance(node, Scalar):
            self.findings.add(
                "empty-text", node.place, f"{what} is empty", "write a text, or [] for an empty cell"
            )
        for problem in check_text(words):
            self.findings.add(problem.code, node.place, problem.message, problem.hint, problem.severity)
        return words


def _has_row(node: Node) -> bool:
    return isinstance(node, Mapping) and any(key.value == "row" for key, _ in node.entries)
