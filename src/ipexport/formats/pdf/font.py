"""A font of one PDF document: what is printed with it, and the codes that stand for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import filterfalse
from pathlib import Path

from ipexport.fonts.glyphs import Glyphs
from ipexport.formats.pdf.objects import File
from ipexport.formats.pdf.subset import Subset
from ipexport.typography.clusters import SOFT_HYPHEN, is_invisible


class EmbeddedFont:
    """A font, named `resource` in content streams.

    First it takes what will be printed, then it gives codes to that, in a fixed order, so that the
    same text gives the same bytes; then it encodes.
    """

    def __init__(self, path: Path, index: int, resource: str) -> None:
        self.resource = resource
        self.glyphs = Glyphs(path, index)
        self._taken: dict[str, int] = {}
        self._invisible: set[str] = set()
        self._codes: dict[str, str] = {}

    @property
    def is_used(self) -> bool:
        """Whether anything is printed with it."""
        return bool(self._taken)

    def take(self, texts: Iterable[str]) -> None:
        """Notes what will be printed: characters, and clusters of one with those beside it that
        print nothing, so that no text is lost."""
        for text in texts:
            hidden = set() if text == SOFT_HYPHEN else set(filter(is_invisible, text))
            self._invisible |= hidden
            if not hidden.issuperset(text):
                self._taken[text] = self.glyphs[_printing(text)]

    def give_codes(self) -> None:
        """Gives a code to all that was taken."""
        self._subset = Subset(self.glyphs, self._taken)
        self._codes = {text: _escaped(code) for code, text in self._subset.texts.items()}
        self._codes.update(dict.fromkeys(self._invisible - self._taken.keys(), ""))

    def encode(self, text: str) -> str:
        """The text as the inside of a literal string (ISO 32000-1, 7.3.4.2), two bytes a character.

        A character that prints nothing has no code of its own; it goes with the one beside it.
        """
        if not self._invisible or text == SOFT_HYPHEN or self._invisible.isdisjoint(text):
            return "".join(map(self._codes.__getitem__, text))
        return "".join(self._codes.get(cluster) or self._visible(cluster) for cluster in clusters(text))

    def plain_codes(self, text: str) -> Sequence[str] | None:
        """The code of each character, by its number; None where some have none of their own."""
        has_none = self._invisible and not self._invisible.isdisjoint(text)
        return None if has_none else self._by_number

    @cached_property
    def _by_number(self) -> list[str]:
        """A list: `str.translate` looks up in one in two thirds of the time that it needs with a dict."""
        numbers = {ord(text): code for text, code in self._codes.items() if len(text) == 1}
        codes = [""] * (max(numbers, default=0) + 1)
        for number, code in numbers.items():
            codes[number] = code
        return codes

    def codes(self, text: str) -> list[str]:
        """What `encode` gives for each character; nothing where one has no code of its own."""
        if self._invisible and not self._invisible.isdisjoint(text):
            return []
        return list(map(self._codes.__getitem__, text))

    def _visible(self, cluster: str) -> str:
        return "".join(self._codes[character] for character in cluster if not is_invisible(character))

    def prepare(self) -> None:
        """Makes what takes longest of the font's objects. Raises `IpexportError` for a damaged font."""
        _ = self._subset.program

    def add_to(self, file: File) -> int:
        """Writes the font's objects; returns the number of the font."""
        return self._subset.add_to(file)


def clusters(text: str) -> Iterator[str]:
    """Each character with what stands beside it and prints nothing: what follows it, and what
    begins the text."""
    cluster = ""
    visible = False
    for character in text:
        if not is_invisible(character):
            if visible:
                yield cluster
                cluster = ""
            visible = True
        cluster += character
    if cluster:
        yield cluster


def _printing(text: str) -> str:
    """The character of a cluster that prints."""
    return text if len(text) == 1 else next(filterfalse(is_invisible, text))


def _escaped(code: int) -> str:
    """A code as two characters of a literal string; an unescaped CR would be read as LF."""
    return "".join(_ESCAPES.get(byte, chr(byte)) for byte in divmod(code, 256))


_ESCAPES = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\", 13: "\\r"}
