"""A comparison as a Word file with tracked changes: accepting all gives the new document, rejecting
all the old one.

Tables are compared as they are printed: rows that stand in the same order in both are kept, and the
words in them compared; a row whose merged cells begin elsewhere than before is removed and added
anew. What Word cannot track (dates, ids, codes, the vocabulary) is that of the new document; so two
focus areas of the old one with the same words can be read as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

from ipexport.compare.alignment import AlignedGroup, AlignedRegion
from ipexport.compare.languages import languages_of
from ipexport.compare.matching import in_order
from ipexport.compare.pairing import ALIKE
from ipexport.compare.sources import Comparison
from ipexport.compare.words import compare_words, likeness
from ipexport.errors import RequestError
from ipexport.formats.docx.tracking import (
    Kind,
    Parts,
    TrackedCell,
    TrackedDocument,
    TrackedParagraph,
    TrackedRow,
    TrackedSection,
)
from ipexport.model import LANGUAGES, Languages
from ipexport.style import Style
from ipexport.table import CONTINUED, Cell, Document, Paragraph, Row, Section, Words, tabulate

T = TypeVar("T")
Pairing = list[tuple[int | None, int | None]]

_MOST_PAIRS = 10_000
"""Of paragraphs of two cells that are compared with each other; in larger cells only equal ones are kept."""


def tracked_word(comparison: Comparison, style: Style) -> bytes:
    """The bytes of the Word file. Raises `RequestError` for what is no comparison of documents."""
    from ipexport.formats.docx.tracked import write_tracked

    languages = _languages(comparison)
    style = style.spoken(languages)
    alignment = comparison.alignment
    arrangement = style.bilingual.arrangement
    before, after = (
        tabulate(side, languages, style.table.focus_area, arrangement)
        for side in (alignment.before, alignment.after)
    )
    if not after.sections:
        raise RequestError(f"{comparison.after.name} has no regions to show")
    return write_tracked(_document(before, after, alignment.regions), style)


def _languages(comparison: Comparison) -> Languages:
    """Both where both documents have both."""
    sides = (comparison.alignment.before, comparison.alignment.after)
    shared = [one for one in LANGUAGES if all(one in languages_of(side) for side in sides)]
    return "zh-en" if len(shared) > 1 else "en" if shared == ["en"] else "zh"


def _document(before: Document, after: Document, regions: Sequence[AlignedRegion]) -> TrackedDocument:
    return TrackedDocument(
        document=after,
        title=_words(before.title, after.title),
        subtitle=_words(before.subtitle, after.subtitle),
        contents_title=_words(before.contents_title, after.contents_title),
        sections=tuple(_sections(before.sections, after.sections, regions)),
    )


def _words(before: Words, after: Words) -> tuple[TrackedParagraph, ...]:
    """A text in each of its languages."""
    return tuple(_paragraph(old, new) for old, new in zip_longest(before, after))


def _paragraph(old: Paragraph | None, new: Paragraph | None) -> TrackedParagraph:
    return TrackedParagraph(old, new, _parts(old.text if old else "", new.text if new else ""))


def _parts(old: str, new: str) -> Parts:
    if old == new:
        return (("kept", old),)
    if not (old and new):
        return (("removed", old),) if old else (("added", new),)
    return tuple((part.kind, part.text) for part in compare_words(old, new))


def _sections(
    before: Sequence[Section], after: Sequence[Section], regions: Sequence[AlignedRegion]
) -> Iterator[TrackedSection]:
    old_at = {section.region: number for number, section in enumerate(before)}
    new_at = {section.region: number for number, section in enumerate(after)}
    aligned = {
        old_at[region.pair.before.value.id]: region
        for region in regions
        if region.pair.before and region.pair.after
    }
    pairs = {old: new_at[region.pair.after.value.id] for old, region in aligned.items() if region.pair.after}
    for old, new in _merged(len(before), len(after), pairs):
        if old is not None and new is not None:
            yield _kept_section(before[old], after[new], aligned[old])
        elif new is not None:
            yield _whole_section(after[new], "added")
        elif old is not None:
            yield _whole_section(before[old], "removed")


def _whole_section(section: Section, kind: Kind) -> TrackedSection:
    nothing = (None,) * len(section.heading)

    def alone(words: Words) -> tuple[TrackedParagraph, ...]:
        sides = (nothing, words) if kind == "added" else (words, nothing)
        return tuple(_paragraph(old, new) for old, new in zip(*sides, strict=False))

    return TrackedSection(
        kind=kind,
        section=section,
        heading=alone(section.heading),
        labels=tuple(alone(column.label) for column in section.table.columns),
        rows=_spanned([(kind, _alone(row, kind)) for row in section.table.rows]),
    )


def _kept_section(before: Section, after: Section, region: AlignedRegion) -> TrackedSection:
    keys = _keys(region.groups)
    old, new = before.table, after.table
    new_at = {_key(row): number for number, row in enumerate(new.rows)}
    pairs = {}
    for number, row in enumerate(old.rows):
        other = new_at.get(keys(_key(row)))
        if other is not None and _begins(row) == _begins(new.rows[other]):
            pairs[number] = other
    width = len(new.columns)

    def goes_on(row: Row) -> bool:
        return sum(cell.column_span for cell in row) < width

    rows: list[tuple[Kind, list[tuple[Cell, tuple[TrackedParagraph, ...]]]]] = []
    news = [goes_on(row) for row in new.rows]
    for one, other in _merged(len(old.rows), len(new.rows), pairs, news):
        if one is not None and other is not None:
            cells = zip(sorted(old.rows[one], key=_column), sorted(new.rows[other], key=_column), strict=True)
            rows.append(("kept", [(b, _paragraphs(a.paragraphs, b.paragraphs)) for a, b in cells]))
        elif other is not None:
            rows.append(("added", _alone(new.rows[other], "added")))
        elif one is not None:
            rows.append(("removed", _alone(old.rows[one], "removed")))
    labels = zip(old.columns, new.columns, strict=True)
    return TrackedSection(
        kind="kept",
        section=after,
        heading=_words(before.heading, after.heading),
        labels=tuple(_words(a.label, b.label) for a, b in labels),
        rows=_spanned(rows),
    )


def _column(cell: Cell) -> int:
    return cell.column


def _begins(row: Row) -> set[tuple[int, int]]:
    return {(cell.column, cell.column_span) for cell in row}


def _key(row: Row) -> str:
    """What a row is known by: the id of its results, or of the focus area that fills it."""
    return next((cell.id for cell in row if cell.role == "results"), row[0].id)


def _keys(groups: Iterable[AlignedGroup]) -> Callable[[str], str]:
    """The key of an old row as the new document has it."""
    tasks: dict[str, str] = {}
    bands: dict[str, str] = {}
    for group in groups:
        if both := group.pair.both:
            bands[both[0].value.tasks[0].id] = both[1].value.tasks[0].id
        for task in group.tasks:
            if pair := task.pair.both:
                tasks[pair[0].value.id] = pair[1].value.id

    def key(old: str) -> str:
        task, colon, rest = old.partition(":")
        new = (bands if rest == "focus_area" else tasks).get(task)
        return "" if new is None else f"{new}{colon}{rest}"

    return key


def _merged(
    before: int,
    after: int,
    pairs: dict[int, int],
    new_goes_on: Sequence[bool] = (),
) -> Pairing:
    """All of both in one order: what stands in the same order, and between that removed, then added.

    Rows that go on with merged cells of the row above come before all others that are between the same.
    """
    kept = in_order(pairs)
    merged: Pairing = []
    old = new = 0
    for one in [*sorted(kept), before]:
        other = pairs[one] if one in kept else after
        first_new = next((n for n in range(new, other) if not (new_goes_on and new_goes_on[n])), other)
        merged += [(None, n) for n in range(new, first_new)]
        merged += [(n, None) for n in range(old, one)]
        merged += [(None, n) for n in range(first_new, other)]
        if one in kept:
            merged.append((one, other))
        old, new = one + 1, other + 1
    return merged


def _alone(row: Row, kind: Kind) -> list[tuple[Cell, tuple[TrackedParagraph, ...]]]:
    return [
        (
            cell,
            tuple(
                _paragraph(None, paragraph) if kind == "added" else _paragraph(paragraph, None)
                for paragraph in cell.paragraphs
            ),
        )
        for cell in sorted(row, key=_column)
    ]


def _spanned(
    rows: Sequence[tuple[Kind, list[tuple[Cell, tuple[TrackedParagraph, ...]]]]],
) -> tuple[TrackedRow, ...]:
    """The rows with the number that each cell covers of them all: up to the next that begins there."""
    ends: dict[int, int] = {}
    done: list[TrackedRow] = []
    for number in range(len(rows) - 1, -1, -1):
        kind, cells = rows[number]
        spans = [ends.get(cell.column, len(rows)) - number for cell, _ in cells]
        for cell, _ in cells:
            ends |= dict.fromkeys(range(cell.column, cell.column + cell.column_span), number)
        tracked = (
            TrackedCell(cell, words, 1 if cell.column_span > 1 else span)
            for (cell, words), span in zip(cells, spans, strict=True)
        )
        done.append(TrackedRow(kind, tuple(tracked)))
    return tuple(reversed(done))


def _paragraphs(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> tuple[TrackedParagraph, ...]:
    """The paragraphs of two versions of a cell, those alike together, in order."""
    pairs = _alike(before, after)
    return tuple(
        _paragraph(None if old is None else before[old], None if new is None else after[new])
        for old, new in _merged(len(before), len(after), pairs)
    )


def _alike(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> dict[int, int]:
    """The pairs of paragraphs that are most alike together, in the same order on both sides."""
    if before == after:
        return {number: number for number in range(len(before))}
    exact = len(before) * len(after) > _MOST_PAIRS
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    scores: dict[tuple[int, int], float] = {}
    for old in range(len(before) - 1, -1, -1):
        for new in range(len(after) - 1, -1, -1):
            scores[old, new] = score = _score(before[old], after[new], exact)
            together = score + best[old + 1][new + 1] if score else 0.0
            best[old][new] = max(together, best[old + 1][new], best[old][new + 1])
    pairs = {}
    old = new = 0
    while old < len(before) and new < len(after):
        score = scores[old, new]
        if score and best[old][new] == score + best[old + 1][new + 1]:
            pairs[old] = new
            old, new = old + 1, new + 1
        elif best[old][new] == best[old + 1][new]:
            old += 1
        else:
            new += 1
    return pairs


def _score(old: Paragraph, new: Paragraph, exact: bool) -> float:
    if old.language != new.language or (old.label == CONTINUED) != (new.label == CONTINUED):
        return 0.0
    if old.text == new.text:
        return 1.0
    return 0.0 if exact else likeness(old.text, new.text, ALIKE)
