"""What a Word file carries and does not print: ids in bookmarks, the rest in custom properties (`carried`).

Both stay in the file when Word, LibreOffice or WPS save it again, also as .odt. Word takes names of
bookmarks of up to 40 characters; a longer id gets a number, and a property says which id it is.

Texts that somebody types again come back tidy: without spaces between Chinese and digits, labels apart.
Where a text of the document is not so itself, a property says that all stand as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ipexport.recognition import is_tidy
from ipexport.table import Paragraph

_LONGEST = 40
AS_TYPED = "as_typed"
_TASK, _REGION, _NUMBERED = "_id-", "_region-", "_id+"


class Marks:
    """The bookmarks of a file; `next` is the first free number, and so many names are `numbered`."""

    def __init__(self, next: int, numbered: int = 0) -> None:
        self.next, self.numbered = next, numbered
        self.long: list[str] = []

    def number(self) -> int:
        """A number that nothing else in the file has."""
        self.next += 1
        return self.next - 1

    def around_task(self, id: str, runs: str) -> str:
        """The runs of a task in a bookmark with its id."""
        return self._around(_TASK, id, runs)

    def around_region(self, id: str, runs: str) -> str:
        """The runs of a region's first header cell in a bookmark with its id."""
        return self._around(_REGION, id, runs)

    def _around(self, prefix: str, id: str, runs: str) -> str:
        name = prefix + id
        if _is_long(name):
            self.long.append(name)
            name = f"{_NUMBERED}{self.numbered + len(self.long)}"
        number = self.number()
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'


def count_long(regions: Iterable[str], tasks: Iterable[str]) -> int:
    """How many of the bookmarks of regions and tasks get a number for a name."""
    return sum(map(_is_long, chain(map(_REGION.__add__, regions), map(_TASK.__add__, tasks))))


def said_by_marks(long: Sequence[str]) -> list[tuple[str, str]]:
    """The properties that say which ids the numbered bookmarks have."""
    return [(f"{_NUMBERED}{number}", name) for number, name in enumerate(long, 1)]


def said_of_texts(tidy: bool) -> list[tuple[str, str]]:
    """The property that says that texts stand as they are, where they do not come back otherwise."""
    return [] if tidy else [(AS_TYPED, "yes")]


def are_tidy(paragraphs: Iterable[Paragraph]) -> bool:
    """Whether the texts come back as they are when what people type is made tidy."""
    return all(map(is_tidy, paragraphs))


def task_id(name: str, properties: dict[str, str]) -> str:
    """The id of a task in the name of a bookmark, "" if it has none."""
    return _id(name, _TASK, properties)


def region_id(name: str, properties: dict[str, str]) -> str:
    """The id of a region in the name of a bookmark, "" if it has none."""
    return _id(name, _REGION, properties)


def _is_long(name: str) -> bool:
    return len(name) > _LONGEST


def _id(name: str, prefix: str, properties: dict[str, str]) -> str:
    if name.startswith(_NUMBERED):
        name = properties.get(name, "")
    return name[len(prefix) :] if name.startswith(prefix) else ""
