"""The languages that two documents can be compared in.

A dataset has every language, a Word file only the one that it was made in: what such a file cannot
have is no change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ipexport.choices import unknown
from ipexport.model import (
    LANGUAGES,
    Cell,
    Columns,
    FocusArea,
    FocusGroup,
    Item,
    Language,
    Plan,
    Region,
    Task,
    Text,
    WorkPlan,
    texts,
)
from ipexport.table import ROLES


def languages_of(work_plan: WorkPlan) -> tuple[Language, ...]:
    """The languages in which the work plan has any words."""
    return tuple(
        language for language in LANGUAGES if any(text.in_language(language) for text in texts(work_plan))
    )


def known_languages(asked: Sequence[str]) -> tuple[Language, ...]:
    """The languages asked for, all when none is. Raises `RequestError` for one that there is not."""
    for word in asked:
        if word not in LANGUAGES:
            raise unknown("language", word, LANGUAGES)
    return tuple(language for language in LANGUAGES if language in asked or not asked)


def only(work_plan: WorkPlan, languages: Sequence[Language]) -> WorkPlan:
    """The work plan with the words of these languages."""

    def text(text: Text) -> Text:
        return Text(text.zh if "zh" in languages else "", text.en if "en" in languages else None)

    return with_texts(work_plan, text)


def with_texts(work_plan: WorkPlan, text: Callable[[Text], Text]) -> WorkPlan:
    """The work plan with another text in the place of each."""

    def cell(cell: Cell) -> Cell:
        return tuple(Item(text(item.text), item.label) for item in cell)

    def columns(columns: Columns) -> Columns:
        return Columns(**{role: text(getattr(columns, role)) for role in ROLES})

    def group(group: FocusGroup) -> FocusGroup:
        return replace(
            group,
            wording=text(group.wording),
            tasks=tuple(Task(t.id, text(t.text), tuple(map(cell, t.results))) for t in group.tasks),
            plans=tuple(Plan(plan.tasks, cell(plan.items)) for plan in group.plans),
        )

    def region(region: Region) -> Region:
        return replace(
            region,
            name=text(region.name),
            columns=columns(region.columns),
            groups=tuple(map(group, region.groups)),
        )

    return replace(
        work_plan,
        title=text(work_plan.title),
        subtitle=text(work_plan.subtitle),
        region_title=text(work_plan.region_title),
        contents_title=text(work_plan.contents_title),
        author=text(work_plan.author),
        subject=text(work_plan.subject),
        keywords=tuple(map(text, work_plan.keywords)),
        columns=columns(work_plan.columns),
        focus_areas=tuple(FocusArea(area.id, text(area.name)) for area in work_plan.focus_areas),
        regions=tuple(map(region, work_plan.regions)),
    )
