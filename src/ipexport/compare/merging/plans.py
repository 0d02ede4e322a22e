"""Which plan cell is over a task of a merged document."""

from __future__ import annotations

from ipexport.compare.alignment import Alignment
from ipexport.compare.merging.decisions import Decider
from ipexport.compare.merging.levels import Level, either, place_of, plan_cell, plan_pairs
from ipexport.compare.merging.structure import Structure
from ipexport.compare.merging.three_way import Key, Three
from ipexport.compare.places import Place, Placed, cell_text, plans, tasks
from ipexport.model import Cell, FocusGroup


class PlanCells:
    """The plan cells of three documents."""

    def __init__(self, structure: Structure, alignments: Three[Alignment], decider: Decider) -> None:
        self.structure, self.decider = structure, decider
        planned = [
            [plan for group in side for plan in plans(group, tasks(group))] for side in structure.grouped
        ]
        self.plans = Level(Three(*planned), Three(*map(plan_pairs, alignments)))
        self.plan_at = [self._plan_at(number, side) for number, side in enumerate(structure.grouped)]

    def cell(self, plan: Key) -> Three[Placed[Cell] | None]:
        """The versions of a plan cell."""
        return Three(*map(plan_cell, self.plans.versions[plan]))

    def over(self, key: Key) -> Key:
        """The plan cell over a task."""
        three = self.structure.task(key)
        keys: list[Key | None] = []
        for number, version in enumerate(three):
            side = number if version is self.structure.tasks.versions[key][number] else 0
            keys.append(version and self.plan_at[side][version.place])
        base, ours, theirs = keys
        place = place_of(three)
        if base is not None and ours is not None and theirs is not None and ours != theirs:
            for number, here in ((1, ours), (2, theirs)):
                versions = self.plans.versions[base]
                kept, other = versions[number], versions[3 - number]
                is_changed = kept and versions.base and kept.value.items != versions.base.value.items
                if here == base and other is None and is_changed:
                    # One side gave the cell up, the other wrote in it.
                    texts = Three[str | None](*map(self._plan_text, keys))
                    return ours if self.decider.conflict("plan", place, texts) == "ours" else theirs
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
