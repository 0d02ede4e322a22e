"""Three-way merge: what two people changed in one document, put together.

Every change of one side is taken. Where both changed the same text, label, place or plan cell in
different ways there is a conflict. What was decided is data, apart from the merged work plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from itertools import groupby
from typing import TypeVar, cast

from ipexport.compare.alignment import (
    align,
)
from ipexport.compare.changes import What
from ipexport.compare.decisions import Decider, Decision, Side
from ipexport.compare.differences import regular_labels
from ipexport.compare.levels import (
    Level,
    chosen_id,
    each,
    either,
    group_pairs,
    is_other_row,
    place_of,
    plan_cell,
    plan_pairs,
    region_pairs,
    settled,
    task_pairs,
    three_pairs,
    values_of,
)
from ipexport.compare.matching import Matching
from ipexport.compare.pairing import align_items, align_rows, in_place
from ipexport.compare.places import (
    Pair,
    Place,
    Placed,
    Step,
    cell_text,
    groups,
    items,
    plans,
    regions,
    rows,
    spoken,
    tasks,
)
from ipexport.compare.three_way import Key, Three, merged_order
from ipexport.model import (
    LANGUAGES,
    Cell,
    Columns,
    FocusArea,
    FocusAreaId,
    FocusGroup,
    Item,
    Language,
    Plan,
    Region,
    RegionId,
    Task,
    TaskId,
    Text,
    WorkPlan,
)
from ipexport.table import ROLES, Role

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged work plan and what was decided, in no particular order of the document."""

    work_plan: WorkPlan
    decisions: tuple[Decision, ...]

    @property
    def conflicts(self) -> tuple[Decision, ...]:
        return tuple(decision for decision in self.decisions if decision.conflict)


def merge(
    base: WorkPlan,
    ours: WorkPlan,
    theirs: WorkPlan,
    prefer: Side | None = None,
    languages: tuple[Sequence[Language], Sequence[Language]] = (LANGUAGES, LANGUAGES),
) -> Merge:
    """Merges two versions of a base.

    In a conflict the version of `prefer` is taken; without, ours is, and what one side removed and
    the other changed stays. `languages` are those that our version and theirs can say.
    """
    decider = Decider(prefer, languages)
    merged = _Merger(Three(base, ours, theirs), decider).work_plan()
    return Merge(merged, tuple(decider.decisions))


class _Merger:
    """Merges three documents; `documents` in the order base, ours, theirs."""

    def __init__(self, documents: Three[WorkPlan], decider: Decider) -> None:
        self.documents, self.decider = documents, decider
        base, ours, theirs = documents
        alignments = Three(align(base, ours), align(base, theirs), align(ours, theirs))
        placed = [regions(document) for document in documents]
        grouped = [[group for region in side for group in groups(region)] for side in placed]
        listed = [[task for group in side for task in tasks(group)] for side in grouped]
        planned = [[plan for group in side for plan in plans(group, tasks(group))] for side in grouped]
        self.regions = Level(Three(*placed), Three(*map(region_pairs, alignments)))
        self.groups = Level(Three(*grouped), Three(*map(group_pairs, alignments)))
        self.tasks = Level(Three(*listed), Three(*map(task_pairs, alignments)))
        self.plans = Level(Three(*planned), Three(*map(plan_pairs, alignments)))
        self.plan_at = [self._plan_at(number, side) for number, side in enumerate(grouped)]
        self.groups_in: defaultdict[Key, Three[list[Key]]] = defaultdict(lambda: Three([], [], []))
        for number, keys in enumerate(self.groups.keys):
            for key in keys:
                self.groups_in[self._outer(self.regions, self.groups.versions[key])][number].append(key)
        # What a side removed and the merge keeps, with the number of the side.
        self.restored: dict[Key, int] = {}
        self.ids: set[str] = set()
        self.task_ids: dict[Key, TaskId] = {}

    def work_plan(self) -> WorkPlan:
        three = self.documents
        kept_regions = {key for key in self.regions.versions if self._region_stays(key)}
        kept_groups = {key for key in self.groups.versions if self._group_stays(key, kept_regions)}
        members: defaultdict[Key, set[Key]] = defaultdict(set)
        for key in self.tasks.versions:
            if (group := self._group_of(key, kept_groups)) is not None:
                members[group].add(key)
        order = self._order("region", self.regions, self.regions.keys, kept_regions)
        merged_regions = tuple(self._region(key, members) for key in order)
        used = {group.focus_area for region in merged_regions for group in region.groups}
        here = Place()

        def text(what: What) -> Text:
            return self.decider.text(what, here, Three(*(getattr(one, what) for one in three)))

        dates = Three[Date | None](*(one.date for one in three))
        return WorkPlan(
            title=text("title"),
            subtitle=text("subtitle"),
            region_title=text("region_title"),
            contents_title=text("contents_title"),
            author=text("author"),
            subject=text("subject"),
            keywords=self._keywords(),
            date=self.decider.value("date", here, dates),
            columns=self._columns(here, Three(*(one.columns for one in three))),
            focus_areas=self._vocabulary(used),
            regions=tuple(region for region in merged_regions if region.groups),
        )

    def _region_stays(self, key: Key) -> bool:
        three = self.regions.versions[key]
        place = place_of(three)
        return self._stays(
            key,
            "region",
            place,
            three,
            lambda old, new: old.value != new.value,
            lambda one: spoken(one.value.name),
        )

    def _group_stays(self, key: Key, kept_regions: set[Key]) -> bool:
        region = self._outer(self.regions, self.groups.versions[key])
        if region not in kept_regions:
            return False
        three = self.groups.restore(key, self.restored.get(region))

        def changed(old: Placed[FocusGroup], new: Placed[FocusGroup]) -> bool:
            """Reworded, or with a task that was not in it; what was restored is as it was."""
            if old is new:
                return False
            if old.value.wording != new.value.wording:
                return True
            before = {self.tasks.key_at[0][task.place] for task in tasks(old)}
            side = 1 if three.ours is not None else 2
            return any(self.tasks.key_at[side][task.place] not in before for task in tasks(new))

        return self._stays(
            key, "focus_area", place_of(three), three, changed, lambda one: spoken(one.value.wording)
        )

    def _stays(
        self,
        key: Key,
        what: What,
        place: Place,
        three: Three[Placed[T] | None],
        changed: Callable[[Placed[T], Placed[T]], bool],
        show: Callable[[Placed[T]], str],
    ) -> bool:
        """Whether something is in the merged document; notes whose removal does not count."""
        stays = self.decider.is_kept(what, place, three, changed, show)
        if stays and three.base is not None:
            for number in (1, 2):
                if three[number] is None:
                    self.restored[key] = number
        return stays

    def _group_of(self, key: Key, kept_groups: set[Key]) -> Key | None:
        """The focus area that a task is in; None when it is in the merged document no more."""
        three = self._task_versions(key)
        if three.ours is None and three.theirs is None:
            return None
        parents: list[Key | None] = []
        for number, version in enumerate(three):
            # What was restored stands where the base has it.
            side = number if version is self.tasks.versions[key][number] else 0
            parents.append(version and self.groups.key_at[side][version.place._replace(task=None)])
        place = place_of(three)
        group = self.decider.value("task", place, Three(*parents), self._wording)
        if group not in kept_groups:
            return None
        stays = self._stays(key, "task", place, three, is_other_row, lambda one: spoken(one.value.text))
        return group if stays else None

    def _task_versions(self, key: Key) -> Three[Placed[Task] | None]:
        base = self.tasks.versions[key].base
        if base is None:
            return self.tasks.versions[key]
        group = self.groups.key_at[0][base.place._replace(task=None)]
        region = self.regions.key_at[0][base.place._replace(task=None, focus_area=None)]
        return self.tasks.restore(
            key, self.restored.get(group, self.restored.get(region, self.restored.get(key)))
        )

    def _wording(self, group: Key) -> str:
        return spoken(either(self.groups.versions[group]).value.wording)

    def _outer(self, level: Level[T], three: Three[Placed[U] | None]) -> Key:
        """The key of the region that something is in."""
        number = next(number for number, version in enumerate(three) if version is not None)
        version = three[number]
        assert version is not None
        return level.key_at[number][Place(version.place.region)]

    def _order(self, what: What, level: Level[T], keys: Three[list[Key]], kept: Collection[Key]) -> list[Key]:
        def by_both(key: Key) -> bool:
            places = Three[str | None](
                *(version and str(_number(version.place)) for version in level.versions[key])
            )
            versions = level.versions[key]
            self.decider.conflict(what, place_of(versions), places)
            return self.decider.prefer == "theirs"

        return merged_order(*keys, lambda key: key in kept, by_both)

    def _region(self, key: Key, members: dict[Key, set[Key]]) -> Region:
        three = self.regions.restore(key, self.restored.get(key))
        place = place_of(three)
        values = values_of(three)
        in_region = self.groups_in[key]
        kept = {one for keys in in_region for one in keys if members.get(one)}
        order = self._order("focus_area", self.groups, in_region, kept)
        return Region(
            id=RegionId(chosen_id(each(values, lambda one: str(one.id)))),
            code=self.decider.value("code", place, each(values, lambda one: one.code)),
            name=self.decider.text("region", place, each(values, lambda one: one.name)),
            columns=self._columns(place, each(values, lambda one: one.columns)),
            groups=tuple(self._group(one, members[one]) for one in order),
        )

    def _columns(self, place: Place, three: Three[Columns | None]) -> Columns:
        def label(role: Role) -> Text:
            labels = each(three, lambda one: cast(Text, getattr(one, role)))
            return self.decider.text("column", place._replace(cell=role), labels)

        return Columns(**{role: label(role) for role in ROLES})

    def _group(self, key: Key, members: set[Key]) -> FocusGroup:
        three = self.groups.restore(key, self.restored.get(key))
        values = values_of(three)
        listed = [
            [self.tasks.key_at[number][task.place] for task in (tasks(version) if version else ())]
            for number, version in enumerate(self.groups.versions[key])
        ]
        kept = Three(*([one for one in keys if one in members] for keys in listed))
        order = self._order("task", self.tasks, kept, members)
        merged = tuple(map(self._task, order))
        return FocusGroup(
            focus_area=FocusAreaId(chosen_id(each(values, lambda one: str(one.focus_area)))),
            wording=self.decider.text("focus_area", place_of(three), each(values, lambda one: one.wording)),
            tasks=merged,
            plans=tuple(self._plans(order)),
        )

    def _task(self, key: Key) -> Task:
        three = self._task_versions(key)
        values, place = values_of(three), place_of(three)
        return Task(
            id=self._task_id(key, chosen_id(each(values, lambda one: str(one.id)))),
            text=self.decider.text("task", place, each(values, lambda one: one.text)),
            results=self._results(place, three),
        )

    def _task_id(self, key: Key, id: str) -> TaskId:
        """The id; where both sides gave it to a new task, the second one gets a number more."""
        number, unique = 2, id
        while unique in self.ids:
            number, unique = number + 1, f"{id}-{number}"
        self.ids.add(unique)
        self.task_ids[key] = TaskId(unique)
        return self.task_ids[key]

    def _results(self, place: Place, three: Three[Placed[Task] | None]) -> tuple[Cell, ...]:
        values = each(values_of(three), lambda one: one.results)
        whole = settled(values)
        if whole is not None:
            return self.decider.value("results", place._replace(cell="results"), values, _rows_text)
        listed = Three(*(rows(one) if one else [] for one in three))

        def pairs(a: Placed[Task] | None, b: Placed[Task] | None) -> list[Pair[Cell]]:
            return align_rows(a, b) if a and b else []

        level = Level(listed, three_pairs(three, pairs))
        return tuple(
            self._cell("results", level.versions[key])
            for key in self._kept_in_order("results", level, lambda old, new: old != new, cell_text)
        )

    def _plans(self, order: list[Key]) -> Iterator[Plan]:
        """The plan cells over the tasks of a focus area."""
        for plan, covered in groupby(order, self._plan_of):
            three = self.plans.versions[plan]
            cells = Three(*map(plan_cell, three))
            yield Plan(tuple(self.task_ids[task] for task in covered), self._cell("plan", cells))

    def _plan_of(self, key: Key) -> Key:
        three = self._task_versions(key)
        keys: list[Key | None] = []
        for number, version in enumerate(three):
            side = number if version is self.tasks.versions[key][number] else 0
            keys.append(version and self.plan_at[side][version.place])
        base, ours, theirs = keys
        place = place_of(three)._replace(cell="plan")
        if base is not None and ours is not None and theirs is not None and ours != theirs:
            for number, here, there in ((1, ours, theirs), (2, theirs, ours)):
                versions = self.plans.versions[base]
                kept, other = versions[number], versions[3 - number]
                is_changed = kept and versions.base and kept.value.items != versions.base.value.items
                if here == base and other is None and is_changed:
                    # One side gave the cell up, the other wrote in it.
                    self.decider.conflict("plan", place, Three(*map(self._plan_text, keys)))
                    return here if self.decider.prefer == ("ours", "theirs")[number - 1] else there
        return self.decider.value("plan", place, Three(*keys), self._plan_text)

    def _plan_text(self, key: Key | None) -> str:
        return cell_text(either(self.plans.versions[key]).value.items) if key else ""

    def _plan_at(self, number: int, side: list[Placed[FocusGroup]]) -> dict[Place, Key]:
        found: dict[Place, Key] = {}
        for group in side:
            listed = tasks(group)
            places = {task.value.id: task.place for task in listed}
            for plan in plans(group, listed):
                key = self.plans.key_at[number][plan.place]
                found.update((places[task], key) for task in plan.value.tasks)
        return found

    def _cell(self, what: What, three: Three[Placed[Cell] | None]) -> Cell:
        values = values_of(three)
        if settled(values) is not None:
            return self.decider.value(what, place_of(three), values, cell_text)
        listed = Three(*(items(one) if one else [] for one in three))

        def pairs(a: Placed[Cell] | None, b: Placed[Cell] | None) -> list[Pair[Item]]:
            return align_items(a, b) if a and b else []

        level = Level(listed, three_pairs(three, pairs))
        order = self._kept_in_order(
            "item", level, lambda old, new: old.text != new.text, lambda one: spoken(one.text)
        )
        merged = [self._item(level.versions[key]) for key in order]
        if all(all(regular_labels(one)) for one in values if one is not None):
            labels = [None] if len(merged) == 1 else [f"{n}." for n in range(1, len(merged) + 1)]
            return tuple(replace(item, label=label) for item, label in zip(merged, labels, strict=True))
        return tuple(merged)

    def _item(self, three: Three[Placed[Item] | None]) -> Item:
        values, place = values_of(three), place_of(three)
        label = self.decider.value("item", place, each(values, lambda one: one.label or ""))
        return Item(self.decider.text("item", place, each(values, lambda one: one.text)), label or None)

    def _keywords(self) -> tuple[Text, ...]:
        listed = Three(
            *(
                [Placed(Place(item=n), word) for n, word in enumerate(one.keywords, 1)]
                for one in self.documents
            )
        )

        def pairs(a: list[Placed[Text]], b: list[Placed[Text]]) -> list[Pair[Text]]:
            matching = Matching(a, b)
            matching.by_key(lambda word: word.value)
            return in_place(matching)

        level = Level(listed, three_pairs(listed, pairs))
        order = self._kept_in_order("keyword", level, lambda old, new: old != new, spoken)
        return tuple(either(level.versions[key]).value for key in order)

    def _vocabulary(self, used: Collection[FocusAreaId]) -> tuple[FocusArea, ...]:
        """The focus areas by their id; those that the merged regions have stay."""
        listed = [
            [Placed(Place(focus_area=Step(area.id, "", 0)), area) for area in one.focus_areas]
            for one in self.documents
        ]
        places = [dict.fromkeys(one.place for one in side) for side in listed]
        pairs = Three(
            *(
                {place: place for place in places[a] if place in places[b]}
                for a, b in ((0, 1), (0, 2), (1, 2))
            )
        )
        level = Level(Three(*listed), pairs)
        return tuple(
            FocusArea(
                either(level.versions[key]).value.id,
                self.decider.text(
                    "focus_area",
                    place_of(level.versions[key]),
                    each(values_of(level.versions[key]), lambda one: one.name),
                ),
            )
            for key in self._kept_in_order(
                "focus_area",
                level,
                lambda old, new: old != new or old.id in used,
                lambda one: spoken(one.name),
            )
        )

    def _kept_in_order(
        self, what: What, level: Level[T], changed: Callable[[T, T], bool], show: Callable[[T], str]
    ) -> list[Key]:
        """The keys of what is in the merged sequence, in its order."""
        kept = {
            key
            for key, three in level.versions.items()
            if self.decider.is_kept(what, place_of(three), values_of(three), changed, show)
        }
        return self._order(what, level, level.keys, kept)


def _rows_text(results: tuple[Cell, ...]) -> str:
    return "\n".join(map(cell_text, results))


def _number(place: Place) -> int:
    step = place.task or place.focus_area or place.region
    return place.item or place.row or (step.number if step else 0)
