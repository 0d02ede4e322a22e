"""Three-way merge: what two people changed in one document, put together.

Every change of one side is taken. Where both changed the same text, label, place or plan cell in
different ways there is a conflict. What was decided is data, apart from the merged work plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from itertools import groupby

from ipexport.compare.alignment import align
from ipexport.compare.changes import What
from ipexport.compare.merging.cells import merged_cell, merged_results
from ipexport.compare.merging.decisions import Decide, Decider, Decision, Side
from ipexport.compare.merging.front import merged_columns, merged_keywords, merged_vocabulary
from ipexport.compare.merging.levels import chosen_id, each, place_of, values_of
from ipexport.compare.merging.order import in_merged_order
from ipexport.compare.merging.plans import PlanCells
from ipexport.compare.merging.structure import Structure
from ipexport.compare.merging.three_way import Key, Three
from ipexport.compare.places import Place, tasks
from ipexport.model import (
    LANGUAGES,
    FocusAreaId,
    FocusGroup,
    Language,
    Plan,
    Region,
    RegionId,
    Task,
    TaskId,
    Text,
    WorkPlan,
)


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
    decide: Decide = lambda _: None,
) -> Merge:
    """Merges two versions of a base.

    In a conflict the version of `prefer` is taken; without, ours is, and what one side removed and
    the other changed stays. `languages` are those that our version and theirs can say. `decide` is
    asked about everything that they have in different ways, and has the last word.
    """
    decider = Decider(prefer, languages, decide)
    merged = _Merger(Three(base, ours, theirs), decider).work_plan()
    return Merge(merged, tuple(decider.decisions))


class _Merger:
    """Makes the merged work plan from the top down; `documents` in the order base, ours, theirs."""

    def __init__(self, documents: Three[WorkPlan], decider: Decider) -> None:
        self.documents, self.decider = documents, decider
        base, ours, theirs = documents
        alignments = Three(align(base, ours), align(base, theirs), align(ours, theirs))
        self.structure = Structure(documents, alignments, decider)
        self.plans = PlanCells(self.structure, alignments, decider)
        self.ids: set[str] = set()
        self.task_ids: dict[Key, TaskId] = {}

    def work_plan(self) -> WorkPlan:
        three, known = self.documents, self.structure.regions
        order = in_merged_order(self.decider, "region", known, known.keys, self.structure.kept_regions)
        merged_regions = tuple(map(self._region, order))
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
            keywords=merged_keywords(self.decider, three),
            date=self.decider.value("date", here, dates),
            columns=merged_columns(self.decider, here, Three(*(one.columns for one in three))),
            focus_areas=merged_vocabulary(self.decider, three, used),
            regions=tuple(region for region in merged_regions if region.groups),
        )

    def _region(self, key: Key) -> Region:
        three = self.structure.region(key)
        place = place_of(three)
        values = values_of(three)
        in_region = self.structure.groups_in[key]
        kept = {one for keys in in_region for one in keys if self.structure.tasks_in.get(one)}
        order = in_merged_order(self.decider, "focus_area", self.structure.groups, in_region, kept)
        return Region(
            id=RegionId(chosen_id(each(values, lambda one: str(one.id)))),
            code=self.decider.value("code", place, each(values, lambda one: one.code)),
            name=self.decider.text("region", place, each(values, lambda one: one.name)),
            columns=merged_columns(self.decider, place, each(values, lambda one: one.columns)),
            groups=tuple(map(self._group, order)),
        )

    def _group(self, key: Key) -> FocusGroup:
        three = self.structure.group(key)
        values = values_of(three)
        known, members = self.structure.tasks, self.structure.tasks_in[key]
        listed = [
            [known.key_at[number][task.place] for task in (tasks(version) if version else ())]
            for number, version in enumerate(self.structure.groups.versions[key])
        ]
        kept = Three(*([one for one in keys if one in members] for keys in listed))
        order = in_merged_order(self.decider, "task", known, kept, members)
        merged = tuple(map(self._task, order))
        return FocusGroup(
            focus_area=FocusAreaId(chosen_id(each(values, lambda one: str(one.focus_area)))),
            wording=self.decider.text("focus_area", place_of(three), each(values, lambda one: one.wording)),
            tasks=merged,
            plans=tuple(self._plans(order)),
        )

    def _task(self, key: Key) -> Task:
        three = self.structure.task(key)
        values, place = values_of(three), place_of(three)
        return Task(
            id=self._task_id(key, chosen_id(each(values, lambda one: str(one.id)))),
            text=self.decider.text("task", place, each(values, lambda one: one.text)),
            results=merged_results(self.decider, place, three),
        )

    def _task_id(self, key: Key, id: str) -> TaskId:
        """The id; where both sides gave it to a new task, the second one gets a number more."""
        number, unique = 2, id
        while unique in self.ids:
            number, unique = number + 1, f"{id}-{number}"
        self.ids.add(unique)
        self.task_ids[key] = TaskId(unique)
        return self.task_ids[key]

    def _plans(self, order: list[Key]) -> Iterator[Plan]:
        """The plan cells over the tasks of a focus area."""
        for plan, covered in groupby(order, self.plans.over):
            ids = tuple(self.task_ids[task] for task in covered)
            yield Plan(ids, merged_cell(self.decider, "plan", self.plans.cell(plan)))
