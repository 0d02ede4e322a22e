"""What changed between two documents: what a reader of both sees, and nothing else.

Equal documents have no changes, a moved row is one change. Ids are not seen: they are keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from ipexport.compare.alignment import (
    AlignedGroup,
    AlignedRegion,
    AlignedTask,
    Alignment,
    align,
)
from ipexport.compare.changes import (
    Added,
    Change,
    Content,
    Covers,
    Moved,
    Removed,
    Renumbered,
    Reworded,
    Row,
    What,
    Wording,
)
from ipexport.compare.languages import only
from ipexport.compare.matching import Matching
from ipexport.compare.pairing import ALIKE, align_items, align_rows, in_place
from ipexport.compare.places import Pair, Place, Placed, Step, spoken
from ipexport.compare.words import compare_words, likeness
from ipexport.model import (
    LANGUAGES,
    Cell,
    Columns,
    FocusArea,
    FocusGroup,
    Language,
    Plan,
    Task,
    TaskId,
    Text,
    WorkPlan,
)
from ipexport.table import ROLES
from ipexport.typography.labels import next_label

T = TypeVar("T")


def diff(before: WorkPlan, after: WorkPlan, languages: Sequence[Language] = LANGUAGES) -> tuple[Change, ...]:
    """What changed, in the order of the new document; see `ipexport.diff`."""
    if tuple(languages) != LANGUAGES:
        before, after = only(before, languages), only(after, languages)
    return changes(align(before, after))


def changes(alignment: Alignment) -> tuple[Change, ...]:
    """The changes between two aligned documents."""
    found: list[Change] = list(document_changes(alignment.before, alignment.after))
    for region in alignment.regions:
        found += region_changes(region, alignment)
    return tuple(found)


def document_changes(before: WorkPlan, after: WorkPlan) -> Iterator[Change]:
    """What belongs to no region."""
    here = Place()
    whats: tuple[What, ...] = ("title", "subtitle", "region_title", "contents_title", "author", "subject")
    for what in whats:
        yield from _text(what, here, here, getattr(before, what), getattr(after, what))
    yield from _keywords(before.keywords, after.keywords)
    dates = Text(before.date.isoformat()), Text(after.date.isoformat())
    yield from _text("date", here, here, *dates)
    yield from _columns(here, here, before.columns, after.columns)
    yield from _vocabulary(before.focus_areas, after.focus_areas)


def _text(what: What, before: Place, after: Place, old: Text, new: Text) -> Iterator[Change]:
    if old != new:
        wordings = tuple(
            Wording(language, compare_words(old.in_language(language) or "", new.in_language(language) or ""))
            for language in LANGUAGES
            if old.in_language(language) != new.in_language(language)
        )
        yield Reworded(what, before, after, wordings)


def _columns(before: Place, after: Place, old: Columns, new: Columns) -> Iterator[Change]:
    for role in ROLES:
        places = before._replace(cell=role), after._replace(cell=role)
        yield from _text("column", *places, getattr(old, role), getattr(new, role))


def _keywords(before: tuple[Text, ...], after: tuple[Text, ...]) -> Iterator[Change]:
    matching = Matching(_listed(before), _listed(after))
    matching.by_key(lambda word: word.value)
    matching.by_score(lambda old, new: likeness(spoken(old.value), spoken(new.value), ALIKE))
    for pair in in_place(matching):
        yield from _order("keyword", pair, pair.either)
        if both := pair.both:
            old, new = both
            yield from _text("keyword", old.place, new.place, old.value, new.value)


def _vocabulary(before: tuple[FocusArea, ...], after: tuple[FocusArea, ...]) -> Iterator[Change]:
    def entries(vocabulary: tuple[FocusArea, ...]) -> list[Placed[FocusArea]]:
        return [
            Placed(Place(focus_area=Step(area.id, spoken(area.name), number)), area)
            for number, area in enumerate(vocabulary, 1)
        ]

    matching = Matching(entries(before), entries(after))
    matching.by_key(lambda area: area.value)
    matching.by_key(lambda area: area.value.name)
    matching.by_key(lambda area: area.value.id)
    for pair in in_place(matching):
        yield from _order("focus_area", pair, None if pair.both else pair.either.name)
        if both := pair.both:
            old, new = both
            yield from _text("focus_area", old.place, new.place, old.value.name, new.value.name)


def _listed(texts: Iterable[Text]) -> list[Placed[Text]]:
    return [Placed(Place(item=number), text) for number, text in enumerate(texts, 1)]


def _order(what: What, pair: Pair[T], content: Content | None) -> Iterator[Change]:
    """Whether something was added, removed or moved."""
    if pair.both:
        if pair.moved:
            old, new = pair.both
            yield Moved(what, old.place, new.place, content)
    elif content is not None:
        if pair.after:
            yield Added(what, pair.after.place, content)
        elif pair.before:
            yield Removed(what, pair.before.place, content)


def region_changes(region: AlignedRegion, alignment: Alignment) -> Iterator[Change]:
    """The changes of one region, and of everything in it."""
    pair = region.pair
    if pair.both and pair.both[0].value == pair.both[1].value and not pair.moved:
        return
    known = alignment.known(pair)
    alone = None if pair.both else tuple(_alone(group, known) for group in pair.either.groups)
    yield from _order("region", pair, None if alone is None else replace(pair.either, groups=alone))
    if both := pair.both:
        old, new = both
        yield from _text("region", old.place, new.place, old.value.name, new.value.name)
        yield from _text("code", old.place, new.place, Text(old.value.code), Text(new.value.code))
        yield from _columns(old.place, new.place, old.value.columns, new.value.columns)
    for group in region.groups:
        yield from _group(group, alignment, whole=both is None)


def _group(group: AlignedGroup, alignment: Alignment, whole: bool) -> Iterator[Change]:
    """`whole` is when the region came or went, and this with it."""
    pair = group.pair
    if not whole:
        alone = None if pair.both else _alone(pair.either, alignment.known(pair))
        yield from _order("focus_area", pair, alone)
    if both := pair.both:
        old, new = both
        yield from _text("focus_area", old.place, new.place, old.value.wording, new.value.wording)
    for task in group.tasks:
        if both or task.pair.both:
            yield from _order("task", task.pair, None if task.pair.both else _row(task, alignment))
        if task.pair.both:
            yield from _task(*task.pair.both)
        for plan in task.plans:
            yield from _plan(plan, alignment)


def _alone(group: FocusGroup, known: Collection[TaskId]) -> FocusGroup:
    """A focus area that came or went, without the tasks that stand elsewhere in the other document."""
    return replace(
        group,
        tasks=tuple(task for task in group.tasks if task.id not in known),
        plans=tuple(plan for plan in group.plans if not any(task in known for task in plan.tasks)),
    )


def _row(task: AlignedTask, alignment: Alignment) -> Row:
    own = (plan.either for plan in task.plans if alignment.comes_with_tasks(plan))
    return Row(task.pair.either, next(own, None))


def _task(old: Placed[Task], new: Placed[Task]) -> Iterator[Change]:
    yield from _text("task", old.place, new.place, old.value.text, new.value.text)
    if old.value.results == new.value.results:
        return
    for pair in align_rows(old, new):
        yield from _order("results", pair, None if pair.both else pair.either)
        if both := pair.both:
            yield from _cell(*both)


def _plan(pair: Pair[Plan], alignment: Alignment) -> Iterator[Change]:
    if both := pair.both:
        old, new = both
        if covered := alignment.covered(old.value, new.value):
            yield Covers(old.place, new.place, *covered)
        yield from _cell(Placed(old.place, old.value.items), Placed(new.place, new.value.items))
    elif not alignment.comes_with_tasks(pair) and pair.either.items:
        yield from _order("plan", pair, pair.either.items)


def _cell(old: Placed[Cell], new: Placed[Cell]) -> Iterator[Change]:
    if old.value == new.value:
        return
    pairs = align_items(old, new)
    counted_anew = any(pair.moved or not pair.both for pair in pairs)
    old_regular, new_regular = regular_labels(old.value), regular_labels(new.value)
    for pair in pairs:
        yield from _order("item", pair, pair.either)
        if both := pair.both:
            before, after = both
            labels = before.value.label, after.value.label
            explained = (
                counted_anew and old_regular[before.place.item - 1] and new_regular[after.place.item - 1]
            )
            if labels[0] != labels[1] and not explained:
                yield Renumbered(before.place, after.place, *labels)
            yield from _text("item", before.place, after.place, before.value.text, after.value.text)


def regular_labels(cell: Cell) -> list[bool]:
    """For each item whether its label is the one that counting gives."""
    if len(cell) == 1 and cell[0].label is None:
        return [True]
    regular = []
    previous: str | None = None
    for item in cell:
        regular.append(item.label == next_label(previous))
        previous = item.label or previous
    return regular
