"""Which regions, focus areas and tasks a merged document has, and where their versions are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from ipexport.compare.alignment import Alignment
from ipexport.compare.changes import What
from ipexport.compare.merging.decisions import Decider
from ipexport.compare.merging.levels import (
    Level,
    either,
    group_pairs,
    is_other_row,
    place_of,
    region_pairs,
    task_pairs,
)
from ipexport.compare.merging.three_way import Key, Three
from ipexport.compare.places import Place, Placed, groups, regions, spoken, tasks
from ipexport.model import FocusGroup, Region, Task, WorkPlan

T = TypeVar("T")


class Structure:
    """The parts of three documents, and what of them stays.

    What one side removed and the merge keeps all the same is `restored`, with the number of that side:
    its version is that of the base then.
    """

    def __init__(self, documents: Three[WorkPlan], alignments: Three[Alignment], decider: Decider) -> None:
        """The alignments are those of base and ours, of base and theirs, and of ours and theirs."""
        self.decider = decider
        placed = [regions(document) for document in documents]
        self.grouped = [[group for region in side for group in groups(region)] for side in placed]
        listed = [[task for group in side for task in tasks(group)] for side in self.grouped]
        self.regions = Level(Three(*placed), Three(*map(region_pairs, alignments)))
        self.groups = Level(Three(*self.grouped), Three(*map(group_pairs, alignments)))
        self.tasks = Level(Three(*listed), Three(*map(task_pairs, alignments)))
        self.groups_in: defaultdict[Key, Three[list[Key]]] = defaultdict(lambda: Three([], [], []))
        for number, keys in enumerate(self.groups.keys):
            for key in keys:
                self.groups_in[self._region_of(self.groups.versions[key])][number].append(key)
        self.restored: dict[Key, int] = {}
        self.kept_regions = {key for key in self.regions.versions if self._region_stays(key)}
        kept_groups = {key for key in self.groups.versions if self._group_stays(key)}
        self.tasks_in: defaultdict[Key, set[Key]] = defaultdict(set)
        for key in self.tasks.versions:
            if (group := self._group_of(key, kept_groups)) is not None:
                self.tasks_in[group].add(key)

    def region(self, key: Key) -> Three[Placed[Region] | None]:
        """The versions of a region that is in the merged document."""
        return self.regions.restore(key, self.restored.get(key))

    def group(self, key: Key) -> Three[Placed[FocusGroup] | None]:
        """Those of a focus area."""
        return self.groups.restore(key, self.restored.get(key))

    def task(self, key: Key) -> Three[Placed[Task] | None]:
        """Those of a task, which comes back with its region or focus area."""
        base = self.tasks.versions[key].base
        if base is None:
            return self.tasks.versions[key]
        group = self.groups.key_at[0][base.place._replace(task=None)]
        region = self.regions.key_at[0][base.place._replace(task=None, focus_area=None)]
        return self.tasks.restore(
            key, self.restored.get(group, self.restored.get(region, self.restored.get(key)))
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

    def _group_stays(self, key: Key) -> bool:
        region = self._region_of(self.groups.versions[key])
        if region not in self.kept_regions:
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

    def _group_of(self, key: Key, kept_groups: set[Key]) -> Key | None:
        """The focus area that a task is in; None when it is in the merged document no more."""
        three = self.task(key)
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

    def _wording(self, group: Key) -> str:
        return spoken(either(self.groups.versions[group]).value.wording)

    def _region_of(self, three: Three[Placed[FocusGroup] | None]) -> Key:
        """The key of the region that a focus area is in."""
        number = next(number for number, version in enumerate(three) if version is not None)
        version = three[number]
        assert version is not None
        return self.regions.key_at[number][Place(version.place.region)]
