"""What is in a merged sequence, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from ipexport.compare.changes import What
from ipexport.compare.merging.decisions import Decider
from ipexport.compare.merging.levels import Level, place_of, values_of
from ipexport.compare.merging.three_way import Key, Three, merged_order
from ipexport.compare.places import Place

T = TypeVar("T")


def kept_in_order(
    decider: Decider, what: What, level: Level[T], changed: Callable[[T, T], bool], show: Callable[[T], str]
) -> list[Key]:
    """The keys of what is in the merged sequence, in its order."""
    kept = {
        key
        for key, three in level.versions.items()
        if decider.is_kept(what, place_of(three), values_of(three), changed, show)
    }
    return in_merged_order(decider, what, level, level.keys, kept)


def in_merged_order(
    decider: Decider, what: What, level: Level[T], keys: Three[list[Key]], kept: Collection[Key]
) -> list[Key]:
    """Those of the keys that are `kept`, each where the side that moved or added it has it."""

    def takes_theirs(key: Key, by_both: bool) -> bool:
        versions = level.versions[key]
        places = Three[str | None](*(version and str(_number(version.place)) for version in versions))
        decide = decider.conflict if by_both else decider.move
        return decide(what, place_of(versions), places) == "theirs"

    return merged_order(*keys, lambda key: key in kept, takes_theirs)


def _number(place: Place) -> int:
    step = place.task or place.focus_area or place.region
    return place.item or place.row or (step.number if step else 0)
