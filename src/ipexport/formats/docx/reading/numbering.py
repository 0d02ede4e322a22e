"""The labels that Word counts for the paragraphs of a list (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from ipexport.formats.docx.reading.package import number, value, w

_LEVELS = 9
_HOLDER = re.compile("%([1-9])")
_CHINESE = "〇一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Level(NamedTuple):
    """How a level counts: from which number, in which figures, and its label with %1 for the number."""

    start: int
    figures: str
    label: str


class Numbering:
    """Counts the lists of one file, in the order of its paragraphs."""

    def __init__(self, root: etree._Element | None) -> None:
        self._definitions: dict[str, etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        self._levels: dict[tuple[str, int], Level] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in () if root is None else root:
            if element.tag == w("abstractNum"):
                self._definitions[element.get(w("abstractNumId"), "")] = element
            elif element.tag == w("num"):
                self._lists[element.get(w("numId"), "")] = element

    def next_label(self, list_id: str, level: int) -> str | None:
        """The label of the next paragraph of a list; None where there is none."""
        if list_id not in self._lists or not 0 <= level < _LEVELS:
            return None
        definition = value(self._lists[list_id].find(w("abstractNumId")))
        counts = self._counts.setdefault(definition, {})
        rule = self._level(list_id, level)
        if (list_id, level) not in self._begun:
            self._begun.add((list_id, level))
            if self._override(list_id, level) is not None:
                counts.pop(level, None)
        counts[level] = counts.get(level, rule.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]

        def figures(match: re.Match[str]) -> str:
            shown = int(match[1]) - 1
            said = self._level(list_id, shown)
            return in_figures(counts.get(shown, said.start), said.figures)

        return _HOLDER.sub(figures, rule.label) or None

    def _level(self, list_id: str, level: int) -> Level:
        key = (list_id, level)
        if key not in self._levels:
            override = self._override(*key)
            own = None if override is None else override.find(w("lvl"))
            definition = self._definitions.get(value(self._lists[list_id].find(w("abstractNumId"))))
            found = _find(definition, "lvl", level) if own is None and definition is not None else own
            start = number(value(None if found is None else found.find(w("start")), "1"), 1)
            if override is not None and (said := override.find(w("startOverride"))) is not None:
                start = number(value(said), start)
            figures = value(None if found is None else found.find(w("numFmt")), "decimal")
            label = value(None if found is None else found.find(w("lvlText")))
            self._levels[key] = Level(start, figures, label if figures != "none" else "")
        return self._levels[key]

    def _override(self, list_id: str, level: int) -> etree._Element | None:
        return _find(self._lists[list_id], "lvlOverride", level)


def _find(element: etree._Element, name: str, level: int) -> etree._Element | None:
    found = (it for it in element.findall(w(name)) if number(it.get(w("ilvl"))) == level)
    return next(found, None)


def in_figures(count: int, figures: str) -> str:
    """A number as a format prints it (17.18.59); those that no work plan has are printed as 1, 2, 3."""
    write = _FIGURES.get(figures, str)
    return write(count) if 0 < count < 4000 else str(count)


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    words = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        words += letters * times
    return words


def _chinese(count: int) -> str:
    """Up to 99 in words (二十一), then figure by figure."""
    if count > 99:
        return "".join(_CHINESE[int(figure)] for figure in str(count))
    tens, ones = divmod(count, 10)
    words = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return words + (_CHINESE[ones] if ones else "")


def _enclosed(count: int) -> str:
    return chr(0x2460 + count - 1) if count <= 20 else str(count)


_FIGURES: dict[str, Callable[[int], str]] = {
    "bullet": lambda _: "",
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": _enclosed,
    "decimalEnclosedCircleChinese": _enclosed,
    "decimalFullWidth": lambda count: "".join(chr(ord(figure) + 0xFEE0) for figure in str(count)),
}
