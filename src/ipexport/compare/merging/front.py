"""What is merged of a document besides its regions: column labels, keywords, the vocabulary."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from ipexport.compare.matching import Matching
from ipexport.compare.merging.decisions import Decider
from ipexport.compare.merging.levels import Level, each, either, place_of, three_pairs, values_of
from ipexport.compare.merging.order import kept_in_order
from ipexport.compare.merging.three_way import Three
from ipexport.compare.pairing import in_place
from ipexport.compare.places import Pair, Place, Placed, Step, spoken
from ipexport.model import Columns, FocusArea, FocusAreaId, Text, WorkPlan
from ipexport.table import ROLES, Role


def merged_columns(decider: Decider, place: Place, three: Three[Columns | None]) -> Columns:
    """The column labels of the document or of a region."""

    def label(role: Role) -> Text:
        labels = each(three, lambda one: cast(Text, getattr(one, role)))
        return decider.text("column", place._replace(cell=role), labels)

    return Columns(**{role: label(role) for role in ROLES})


def merged_keywords(decider: Decider, documents: Three[WorkPlan]) -> tuple[Text, ...]:
    listed = Three(
        *([Placed(Place(item=n), word) for n, word in enumerate(one.keywords, 1)] for one in documents)
    )

    def pairs(a: list[Placed[Text]], b: list[Placed[Text]]) -> list[Pair[Text]]:
        matching = Matching(a, b)
        matching.by_key(lambda word: word.value)
        return in_place(matching)

    level = Level(listed, three_pairs(listed, pairs))
    order = kept_in_order(decider, "keyword", level, lambda old, new: old != new, spoken)
    return tuple(either(level.versions[key]).value for key in order)


def merged_vocabulary(
    decider: Decider, documents: Three[WorkPlan], used: Collection[FocusAreaId]
) -> tuple[FocusArea, ...]:
    """The focus areas by their id; those that the merged regions have stay."""
    listed = [
        [Placed(Place(focus_area=Step(area.id, "", 0)), area) for area in one.focus_areas]
        for one in documents
    ]
    places = [dict.fromkeys(one.place for one in side) for side in listed]
    pairs = Three(
        *({place: place for place in places[a] if place in places[b]} for a, b in ((0, 1), (0, 2), (1, 2)))
    )
    level = Level(Three(*listed), pairs)
    return tuple(
        FocusArea(
            either(level.versions[key]).value.id,
            decider.text(
                "focus_area",
                place_of(level.versions[key]),
                each(values_of(level.versions[key]), lambda one: one.name),
            ),
        )
        for key in kept_in_order(
            decider,
            "focus_area",
            level,
            lambda old, new: old != new or old.id in used,
            lambda one: spoken(one.name),
        )
    )
