"""What a sheet's cell says: one text, whose paragraphs can be in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ipexport.formats.xlsx.lines import line
from ipexport.model import Language
from ipexport.table import Paragraph


class Said(NamedTuple):
    """The text of a cell in `language`, a paragraph a line, each label and its text a space apart;
    `languages` are those of the paragraphs, empty when all are in the cell's."""

    text: str
    language: Language
    languages: tuple[Language, ...] = ()

    def paragraphs(self) -> list[tuple[str, Language]]:
        """The paragraphs, each with its language."""
        texts = self.text.split("\n")
        if self.languages:
            return list(zip(texts, self.languages, strict=True))
        return [(text, self.language) for text in texts]


def said(paragraphs: Sequence[Paragraph], language: Language) -> Said:
    """What a cell in a language says."""
    text = "\n".join([line(paragraph) for paragraph in paragraphs])
    if [p.language for p in paragraphs].count(language) == len(paragraphs):
        return Said(text, language)
    # A line feed within a paragraph makes several of it.
    return Said(text, language, tuple(p.language for p in paragraphs for _ in p.text.split("\n")))


def put_together(lines: Sequence[tuple[str, Language, bool]], language: Language) -> Said:
    """Lines of a cell's text, each with its language and whether it ends its paragraph, as a text
    of their own: some of a cell's lines stand on one page, the others on the next."""
    text = "".join([line + "\n" if ends else line for line, _, ends in lines])
    of_paragraphs = [
        spoken for number, (_, spoken, _) in enumerate(lines) if number == 0 or lines[number - 1][2]
    ]
    if lines and lines[-1][2]:
        of_paragraphs.append(lines[-1][1])
    is_plain = all(spoken == language for spoken in of_paragraphs)
    return Said(text, language, () if is_plain else tuple(of_paragraphs))
