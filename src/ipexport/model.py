"""The document, without any layout.

A `WorkPlan` holds `Region`s, a region holds `FocusGroup`s, a focus group holds `Task`s with
their results, and the plans that cover one or several neighbouring tasks. Two documents are
equal when their models are equal: every other part of ipexport reads or produces these values
and none changes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date as Date
from typing import Literal, NewType

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

Languages = Literal["zh", "en", "zh-en"]
"""What a document is in: one language, or both side by side."""

_TOGETHER: dict[Languages, tuple[Language, ...]] = {"zh": ("zh",), "en": ("en",), "zh-en": LANGUAGES}

RegionId = NewType("RegionId", str)
FocusAreaId = NewType("FocusAreaId", str)
TaskId = NewType("TaskId", str)


def each_of(languages: Languages) -> tuple[Language, ...]:
    """The languages of a document, the first one first."""
    return _TOGETHER[languages]


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the document: Chinese always, English when translated."""

    zh: str
    en: str | None = None

    def in_language(self, language: Language) -> str | None:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph of a cell, with the label it prints ("1."), if any."""

    text: Text
    label: str | None = None


Cell = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done, and what was done for it.

    `results` has one cell per printed row; nearly every task has exactly one.
    """

    id: TaskId
    text: Text
    results: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done for the tasks it covers: neighbours in one focus group, in order."""

    tasks: tuple[TaskId, ...]
    items: Cell


@dataclass(frozen=True, slots=True)
class FocusArea:
    """An entry of the work plan's vocabulary of focus areas."""

    id: FocusAreaId
    name: Text


@dataclass(frozen=True, slots=True)
class FocusGroup:
    """A region's tasks in one focus area, under the wording that the region prints for it.

    `plans` cover every task exactly once, in the order of the tasks.
    """

    focus_area: FocusAreaId
    wording: Text
    tasks: tuple[Task, ...]
    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The labels of the four printed columns."""

    focus_area: Text
    task: Text
    results: Text
    plan: Text


@dataclass(frozen=True, slots=True)
class Region:
    """A province-level division; `code` is its GB/T 2260 code."""

    id: RegionId
    code: str
    name: Text
    columns: Columns
    groups: tuple[FocusGroup, ...]


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """The whole document. `region_title` has the place holder `{region}`."""

    title: Text
    subtitle: Text
    region_title: Text
    contents_title: Text
    author: Text
    subject: Text
    keywords: tuple[Text, ...]
    date: Date
    columns: Columns
    focus_areas: tuple[FocusArea, ...]
    regions: tuple[Region, ...]

    def heading(self, region: Region) -> Text:
        """The heading over the region's table."""
        zh = self.region_title.zh.replace("{region}", region.name.zh)
        if self.region_title.en is None or region.name.en is None:
            return Text(zh)
        return Text(zh, self.region_title.en.replace("{region}", region.name.en))

    def extract(self, regions: Iterable[RegionId]) -> WorkPlan:
        """The same document with only these regions, in the document's own order."""
        wanted = set(regions)
        return replace(self, regions=tuple(r for r in self.regions if r.id in wanted))


def texts(work_plan: WorkPlan) -> Iterable[Text]:
    """Every text of the document, in reading order."""
    yield from (work_plan.title, work_plan.subtitle, work_plan.region_title)
    yield from (work_plan.contents_title, work_plan.author, work_plan.subject)
    yield from work_plan.keywords
    yield from _labels(work_plan.columns)
    for focus_area in work_plan.focus_areas:
        yield focus_area.name
    for region in work_plan.regions:
        yield region.name
        yield from _labels(region.columns)
        for group in region.groups:
            yield group.wording
            for task in group.tasks:
                yield task.text
                for cell in task.results:
                    yield from (item.text for item in cell)
            for plan in group.plans:
                yield from (item.text for item in plan.items)


def _labels(columns: Columns) -> tuple[Text, ...]:
    return columns.focus_area, columns.task, columns.results, columns.plan
