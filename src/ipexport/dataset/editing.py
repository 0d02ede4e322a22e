"""YAML text -> the same text that says something else, and every other byte as people left it.

What a file shall say is a shape: texts, lists and mappings as `writing` makes them. Where it says that
already, comments, order, quotation marks, blank lines and line ends stay; what is new is written as
`writing` would. PyYAML parses, and says which characters are which value: a round trip through
ruamel.yaml sets indents and line ends anew, and gives a comment to the wrong neighbour of an item that
goes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import yaml

from ipexport.dataset.writing import Dumper, Shape

_WIDE = 2**30
_LINE_BREAK = re.compile("[\n\r\x85\u2028\u2029]")
_SPACE = " \t\r\n"


def edited(text: str, shape: Shape, old: Shape = None) -> str:
    """The YAML text with the fewest changes after which it says `shape`.

    `old` is what it says now, where it can say the same in several ways (a text without English as a
    mapping, say): what is equal in both is not touched. The text is one that was read without errors.
    """
    editor = _Editor(text)
    root = _composed(text)
    if root is None:
        return text + editor.whole(shape)
    start, end = root.start_mark.index, editor.end(root)
    new = text[:start] + editor.root(root, _shape(root) if old is None else old, shape) + text[end:]
    if old is None and not _says(new, shape):
        # A key behind a question mark, a block text that keeps the blank lines below it: rare, and lost.
        return editor.whole(shape)
    return new


def _says(text: str, shape: Shape) -> bool:
    try:
        return bool(_shape(_composed(text)) == shape)
    except yaml.YAMLError:
        return False


def with_english(text: str, english: Mapping[tuple[int, int], str]) -> str:
    """The YAML text with this English, each by the line and the column of its Chinese (from 1).

    The text is one that was read without errors, and each place is that of a Chinese text in it.
    """
    return edited(text, _translated(_composed(text), english))


def _translated(node: Any, english: Mapping[tuple[int, int], str]) -> Shape:
    """What a node says, with the new English."""
    if isinstance(node, yaml.ScalarNode):
        words = english.get(_place(node))
        return node.value if words is None else {"zh": node.value, "en": words}
    if isinstance(node, yaml.SequenceNode):
        return [_translated(item, english) for item in node.value]
    entries = {key.value: value for key, value in node.value}
    chinese = entries.get("zh")
    if not isinstance(chinese, yaml.ScalarNode):
        return {key: _translated(value, english) for key, value in entries.items()}
    shape = [(key, _shape(value)) for key, value in entries.items() if key != "en"]
    words = english.get(_place(chinese), _shape(entries.get("en")))
    if words is not None:
        shape.insert(list(entries).index("zh") + 1, ("en", words))
    return dict(shape)


def _place(node: Any) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _composed(text: str) -> Any:
    return yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _shape(node: Any) -> Shape:
    """What a node says, every scalar being a text; None where there is no node."""
    if isinstance(node, yaml.SequenceNode):
        return [_shape(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key.value: _shape(value) for key, value in node.value}
    return None if node is None else node.value


class _Step(NamedTuple):
    """An entry that there shall be: its number among those that there are, if it is one of them, its key
    in a mapping, and what it says now and then."""

    number: int | None
    key: str | None
    old: Shape
    new: Shape


class _Gap(NamedTuple):
    """What stands above an entry of a block collection, each part up to the end of a line.

    `before` belongs to what is above: the rest of its line, and comments right below it. Then come empty
    lines, and the `comments` of the entry. In one line with what is above, all of it is `before`.
    """

    before: str
    blank: str = ""
    comments: str = ""


class _Editor:
    """Makes the new source of the nodes of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_end = "\r\n" if "\r\n" in text else "\n"

    def whole(self, shape: Shape) -> str:
        """A whole text as the dataset's writer has it."""
        return self._fresh(shape, 0) + self.line_end

    def end(self, node: Any) -> int:
        """Where the source of a node ends; that of a block collection with its last line."""
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode):
            # A block scalar ends where the next thing begins.
            return start + len(self.text[start:end].rstrip(_SPACE)) if node.style in ("|", ">") else end
        return end if node.flow_style else self._line(self.end(_pairs(node)[-1][1]))

    def root(self, node: Any, old: Shape, new: Shape) -> str:
        """The source of a node that is in no other one."""
        if old == new:
            return self.text[node.start_mark.index : self.end(node)]
        if _is_block(node) and _is_like(node, new):
            return self._block(node, old, new, node.start_mark.index)
        return self._in_line(node, old, new) or self._fresh(new, 0)

    def _block(self, node: Any, old: Shape, new: Shape, after: int) -> str:
        """A block collection with what is before it `after` its key; after its start that is nothing."""
        entries = [(self._start(node, *pair), *pair) for pair in _pairs(node)]
        ends = [after, *(self._line(self.end(value)) for _, _, value in entries)]
        gaps = [self._gap(end, entry[0]) for end, entry in zip(ends, entries, strict=False)]
        gaps.append(_Gap(self.line_end))
        column = node.start_mark.column
        usual = gaps[1].blank if len(entries) > 1 else self._blank_above_items(column)
        source, before = "", gaps[0].before
        for place, step in enumerate(_steps(node, old, new)):
            own = _Gap("") if step.number is None else gaps[step.number]
            blank = (own.blank if step.number else usual) if place else gaps[0].blank
            above = f"{blank}{own.comments}{' ' * column}" if "\n" in before or not column else ""
            source += before + above + self._entry(step, entries, column)
            before = self.line_end if step.number is None else gaps[step.number + 1].before
        return source + before.removesuffix("\n").removesuffix("\r")

    def _blank_above_items(self, column: int) -> str:
        """The empty line above items in this column, if they have one elsewhere in the text."""
        found = re.search(rf"\n(\r?\n) {{{column}}}- ", self.text)
        return found[1] if found else ""

    def _entry(self, step: _Step, entries: list[tuple[int, Any, Any]], column: int) -> str:
        """An entry of a block collection in this column, with the comment in its last line."""
        if step.number is None:
            return self._fresh_entry(step.key, step.new, column)
        start, key, value = entries[step.number]
        end = self.end(value)
        rest = self.text[end : self._line(end)]
        if step.old == step.new:
            return self.text[start:end] + rest
        after = start + 1 if key is None else self.text.index(":", key.end_mark.index) + 1
        begin = value.start_mark.index
        gap = self.text[after:begin] or " "
        if _is_block(value):
            if _is_like(value, step.new):
                first = begin if key is None else after
                return self.text[start:first] + self._block(value, step.old, step.new, first)
        elif words := self._in_line(value, step.old, step.new):
            return self.text[start:after] + gap + words + rest
        kept = (value.value, self.text[begin:end]) if _is_one_line(value) else ("", "")
        if key is not None:
            return self.text[start:after] + self._below(step.new, column, kept) + rest
        column = value.start_mark.column if begin > after else column + 2
        return self.text[start:after] + gap + self._fresh(step.new, column, kept) + rest

    def _in_line(self, node: Any, old: Shape, new: Shape) -> str:
        """What replaces a node in its line; "" where it takes lines."""
        if isinstance(new, str) or not new:
            return self._scalar(new)
        return self._flow(node, old, new) if not _is_block(node) and _is_like(node, new) else ""

    def _flow(self, node: Any, old: Shape, new: Shape) -> str:
        """A collection in brackets that stays one."""
        pairs = _pairs(node)
        spans = [((key or value).start_mark.index, self.end(value)) for key, value in pairs]
        source = self.text[node.start_mark.index : spans[0][0]]
        last: int | None = None
        for place, step in enumerate(_steps(node, old, new)):
            if place:
                is_next = last is not None and step.number == last + 1
                source += self.text[spans[last or 0][1] : spans[step.number or 0][0]] if is_next else ", "
            last = step.number
            if last is None:
                source += _in_brackets(step.new) if step.key is None else _key_in_brackets(step.key, step.new)
                continue
            start, value = spans[last][0], pairs[last][1]
            source += self.text[start : value.start_mark.index] + self._in_flow(value, step.old, step.new)
        return source + self.text[spans[-1][1] : self.end(node)]

    def _in_flow(self, node: Any, old: Shape, new: Shape) -> str:
        start = node.start_mark.index
        source = self.text[start : self.end(node)]
        if old == new:
            return source
        if _is_like(node, new) and not isinstance(new, str):
            return self._flow(node, old, new)
        gap = " " if self.text[start - 1] == ":" else ""
        return gap + _in_brackets(new, (node.value, source) if _is_one_line(node) else ("", ""))

    def _fresh(self, shape: Shape, column: int, kept: tuple[str, str] = ("", "")) -> str:
        """A shape as the writer has it, from its first line on; the source of a text in it is `kept`."""
        if isinstance(shape, str) or not shape:
            return self._scalar(shape, kept)
        entries = shape.items() if isinstance(shape, dict) else ((None, item) for item in shape)
        lines = [self._fresh_entry(key, value, column, kept) for key, value in entries]
        return f"{self.line_end}{' ' * column}".join(lines)

    def _fresh_entry(
        self, key: str | None, value: Shape, column: int, kept: tuple[str, str] = ("", "")
    ) -> str:
        if key is None:
            return "- " + self._fresh(value, column + 2, kept)
        return f"{self._scalar(key)}:{self._below(value, column, kept)}"

    def _below(self, value: Shape, column: int, kept: tuple[str, str]) -> str:
        """What is behind the colon of a key in this column."""
        if isinstance(value, str) or not value:
            return " " + self._scalar(value, kept)
        inner = column + 2 if isinstance(value, dict) else column
        return f"{self.line_end}{' ' * inner}{self._fresh(value, inner, kept)}"

    def _scalar(self, shape: Shape, kept: tuple[str, str] = ("", "")) -> str:
        """A text or an empty collection in one line."""
        words, source = kept
        return source if source and shape == words else _written(shape)

    def _start(self, node: Any, key: Any, value: Any) -> int:
        """Where an entry of a block collection begins; an item of a sequence with its dash."""
        if key is not None:
            return int(key.start_mark.index)
        first = int(node.start_mark.index)
        if value is node.value[0]:
            return first
        end = value.start_mark.index
        while True:
            line = self.text.rfind("\n", 0, end) + 1
            if self.text[line : value.start_mark.index].lstrip(" ").startswith("-"):
                dash: int = line + node.start_mark.column
                if self.text[line : dash + 1].strip(" ") == "-":
                    return dash
            end = line - 1

    def _gap(self, start: int, end: int) -> _Gap:
        lines = re.findall(r"[^\n]*\n", self.text[start:end])
        if not lines:
            return _Gap(self.text[start:end])
        blank = next((n for n, line in enumerate(lines) if n and not line.strip()), 1)
        comments = next((n for n in range(blank, len(lines)) if lines[n].strip()), len(lines))
        return _Gap("".join(lines[:blank]), "".join(lines[blank:comments]), "".join(lines[comments:]))

    def _line(self, end: int) -> int:
        """The end of the line, before its line end."""
        found = self.text.find("\n", end)
        if found < 0:
            return len(self.text)
        return found - (found > end and self.text[found - 1] == "\r")


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    """Keys and values; the items of a sequence have no key."""
    return node.value if isinstance(node, yaml.MappingNode) else [(None, item) for item in node.value]


def _is_block(node: Any) -> bool:
    return not isinstance(node, yaml.ScalarNode) and not node.flow_style


def _is_like(node: Any, shape: Shape) -> bool:
    """Whether both are texts, or lists, or mappings, and not empty."""
    kinds = {yaml.ScalarNode: str, yaml.SequenceNode: list, yaml.MappingNode: dict}
    return isinstance(shape, kinds[type(node)]) and bool(shape) and bool(node.value)


def _is_one_line(node: Any) -> bool:
    """Whether it is a text whose source can stand elsewhere in a line."""
    return (
        isinstance(node, yaml.ScalarNode)
        and node.start_mark.line == node.end_mark.line
        and node.style not in ("|", ">")
    )


def _steps(node: Any, old: Shape, new: Shape) -> list[_Step]:
    """The entries of a collection that shall say `new`, in order."""
    said = _shape(node)
    if isinstance(new, list):
        # What says the same in another way has as many items, or is compared as it stands.
        old = old if isinstance(old, list) and len(old) == len(said) else said
        pairs = _paired(old, new)
        return [
            _Step(number, None, None if number is None else old[number], value)
            for number, value in zip(pairs, new, strict=True)
        ]
    old = old if isinstance(old, dict) else said
    steps = []
    for number, (key, value) in enumerate(said.items()):
        if key in new:
            steps.append(_Step(number, key, old.get(key, value), new[key]))
        elif key not in old:
            steps.append(_Step(number, key, value, value))
    place = 0
    for key, value in new.items():
        if key in said:
            place = next(n for n, step in enumerate(steps) if step.key == key) + 1
        elif key not in old or old[key] != value:
            steps.insert(place, _Step(None, key, None, value))
            place += 1
    return steps


def _paired(old: list[Shape], new: list[Shape]) -> list[int | None]:
    """For each new item the number of the old one that it is: the same, or what stood in its place."""
    names, wanted = ([_name(one) for one in side] for side in (old, new))
    pairs: dict[int, int] = {}
    steps = SequenceMatcher(None, names, wanted, autojunk=False).get_opcodes()
    for tag, start, stop, first, last in steps:
        if tag == "equal":
            pairs.update(zip(range(first, last), range(start, stop), strict=True))
    left = [number for number in range(len(old)) if number not in set(pairs.values())]
    for place, name in enumerate(wanted):
        if place not in pairs and (moved := next((n for n in left if names[n] == name), None)) is not None:
            pairs[place] = moved
            left.remove(moved)
    for tag, start, stop, first, last in steps:
        if tag == "replace":
            free = [number for number in range(start, stop) if number in left]
            open = [place for place in range(first, last) if place not in pairs]
            pairs.update(zip(open, free, strict=False))
    return [pairs.get(place) for place in range(len(new))]


def _name(shape: Shape) -> str:
    """By what an item is known: its id, or that of the first task in it, else all that it says."""
    if isinstance(shape, dict):
        if isinstance(shape.get("tasks"), list) and shape["tasks"]:
            return "tasks " + _name(shape["tasks"][0])
        if "id" in shape:
            return json.dumps(shape["id"])
    return json.dumps(shape)


def _written(shape: Shape, style: str | None = None) -> str:
    """A text or an empty collection as the dataset's writer has it."""
    style = '"' if isinstance(shape, str) and _LINE_BREAK.search(shape) else style
    words: str = yaml.dump({"a": shape}, Dumper=Dumper, allow_unicode=True, width=_WIDE, default_style=style)
    return words.rstrip("\n").partition(":")[2].lstrip(" ")


def _in_brackets(shape: Shape, kept: tuple[str, str] = ("", "")) -> str:
    """A shape in a collection in brackets, where commas count."""
    if isinstance(shape, list):
        return f"[{', '.join(map(_in_brackets, shape))}]"
    if isinstance(shape, dict):
        return f"{{{', '.join(_key_in_brackets(key, value, kept) for key, value in shape.items())}}}"
    return kept[1] if kept[1] and kept[0] == shape else _written(shape, '"')


def _key_in_brackets(key: str, value: Shape, kept: tuple[str, str] = ("", "")) -> str:
    word = key if re.fullmatch("[a-z_]+", key) else _written(key, '"')
    return f"{word}: {_in_brackets(value, kept)}"
