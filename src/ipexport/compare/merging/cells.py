"""Merged results and plan cells: their rows and items."""

from __future__ import annotations

from dataclasses import replace

from ipexport.compare.changes import What
from ipexport.compare.differences import regular_labels
from ipexport.compare.merging.decisions import Decider
from ipexport.compare.merging.levels import (
    Level,
    each,
    of_one_side,
    place_of,
    settled,
    three_pairs,
    values_of,
)
from ipexport.compare.merging.order import kept_in_order
from ipexport.compare.merging.three_way import Three
from ipexport.compare.pairing import align_items, align_rows
from ipexport.compare.places import Pair, Place, Placed, cell_text, items, rows, spoken
from ipexport.model import Cell, Item, Task


def merged_results(decider: Decider, place: Place, three: Three[Placed[Task] | None]) -> tuple[Cell, ...]:
    """The printed rows of results of the task at `place`."""
    values = each(values_of(three), lambda one: one.results)
    if (new := of_one_side(values)) is not None:
        return new
    if decider.knows_all_languages and settled(values) is not None:
        return decider.value("results", place._replace(cell="results"), values, _rows_text)
    listed = Three(*(rows(one) if one else [] for one in three))

    def pairs(a: Placed[Task] | None, b: Placed[Task] | None) -> list[Pair[Cell]]:
        return align_rows(a, b) if a and b else []

    level = Level(listed, three_pairs(three, pairs))
    order = kept_in_order(decider, "results", level, lambda old, new: old != new, cell_text)
    return tuple(merged_cell(decider, "results", level.versions[key]) for key in order)


def merged_cell(decider: Decider, what: What, three: Three[Placed[Cell] | None]) -> Cell:
    """One cell; labels that only count in every version count in the merged one."""
    values = values_of(three)
    if (new := of_one_side(values)) is not None:
        return new
    if decider.knows_all_languages and settled(values) is not None:
        return decider.value(what, place_of(three), values, cell_text)
    listed = Three(*(items(one) if one else [] for one in three))

    def pairs(a: Placed[Cell] | None, b: Placed[Cell] | None) -> list[Pair[Item]]:
        return align_items(a, b) if a and b else []

    level = Level(listed, three_pairs(three, pairs))
    order = kept_in_order(
        decider, "item", level, lambda old, new: old.text != new.text, lambda one: spoken(one.text)
    )
    merged = [_item(decider, level.versions[key]) for key in order]
    if all(all(regular_labels(one)) for one in values if one is not None):
        labels = [None] if len(merged) == 1 else [f"{n}." for n in range(1, len(merged) + 1)]
        return tuple(replace(item, label=label) for item, label in zip(merged, labels, strict=True))
    return tuple(merged)


def _item(decider: Decider, three: Three[Placed[Item] | None]) -> Item:
    values, place = values_of(three), place_of(three)
    label = decider.value("item", place, each(values, lambda one: one.label or ""))
    return Item(decider.text("item", place, each(values, lambda one: one.text)), label or None)


def _rows_text(results: tuple[Cell, ...]) -> str:
    return "\n".join(map(cell_text, results))
