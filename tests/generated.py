"""Work plans of any shape that a dataset can have, for properties that hold for all of them."""

from __future__ import annotations

import datetime
from dataclasses import replace

from hypothesis import strategies as st

from ipexport.model import (
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

_VISIBLE = "知识产权推进区域协作年月日〇①—…·《》“”‘’（）【】，。；：、！？％0123456789abcdeXYZ.,;:-–%&<>()[]{}\\/'\"=+#*@_"
_WORDS = (
    "internationalisation",
    "知\u2060识",
    "产\u200b权",
    "intellectual property",
    "https://example.org/a/b?c=d",
    "PCT",
    "85%以上",
    "——",
    "1.",
)


def texts(most: int = 60) -> st.SearchStrategy[str]:
    """Texts that print something: Chinese, Latin, marks, spaces anywhere, characters that print nothing."""
    pieces = st.one_of(st.sampled_from(_VISIBLE), st.sampled_from((*_WORDS, " ", " ")))
    return st.lists(pieces, min_size=1, max_size=most).map("".join).filter(str.strip)


@st.composite
def work_plans(draw: st.DrawFn, language: Language = "zh") -> WorkPlan:
    """Work plans with words in `language` only: in English every Chinese text is empty."""

    def text(most: int = 12) -> Text:
        words = draw(texts(most))
        return Text(words) if language == "zh" else Text("", words)

    areas = tuple(
        FocusArea(FocusAreaId(f"area{n}"), text()) for n in range(draw(st.integers(min_value=1, max_value=3)))
    )
    columns = Columns(text(), text(), text(), text())
    count = draw(st.integers(min_value=1, max_value=3))
    title = draw(texts(8)).replace("{", "").replace("}", "") + "{region}"
    plan = WorkPlan(
        title=text(),
        subtitle=text(),
        region_title=Text(title) if language == "zh" else Text("", title),
        contents_title=text(),
        author=text(),
        subject=text(),
        keywords=tuple(text(4) for _ in range(draw(st.integers(0, 3)))),
        date=draw(st.dates(datetime.date(1980, 1, 1), datetime.date(2100, 1, 1))),
        columns=columns,
        focus_areas=areas,
        regions=(),
    )
    regions = []
    for number in range(count):
        own = columns if draw(st.booleans()) else replace(columns, results=text(), focus_area=text())
        groups = _groups(draw, f"r{number}", areas, text)
        regions.append(Region(RegionId(f"r{number}"), f"{number:06}", text(), own, groups))
    return replace(plan, regions=tuple(regions))


def _groups(
    draw: st.DrawFn, region: str, areas: tuple[FocusArea, ...], text: object
) -> tuple[FocusGroup, ...]:
    groups: list[FocusGroup] = []
    for number in range(draw(st.integers(1, 3))):
        area = draw(st.sampled_from(areas))
        wording = area.name if draw(st.booleans()) else text()  # type: ignore[operator]
        if any((group.focus_area, group.wording) == (area.id, wording) for group in groups):
            continue
        ids = [TaskId(f"{region}-{number}-{n}") for n in range(draw(st.integers(1, 4)))]
        tasks = tuple(
            Task(id, text(30), tuple(_cell(draw, text) for _ in range(draw(st.sampled_from((1, 1, 1, 2))))))  # type: ignore[operator]
            for id in ids
        )
        plans: list[Plan] = []
        rest = list(ids)
        while rest:
            covered = draw(st.integers(1, len(rest)))
            plans.append(Plan(tuple(rest[:covered]), _cell(draw, text)))
            rest = rest[covered:]
        groups.append(FocusGroup(area.id, wording, tasks, tuple(plans)))
    return tuple(groups)


def _cell(draw: st.DrawFn, text: object) -> Cell:
    labels = st.sampled_from((None, "1.", "2.", "3.", "（1）", "①", "一、"))
    return tuple(
        Item(text(40), draw(labels))  # type: ignore[operator]
        for _ in range(draw(st.sampled_from((0, 1, 1, 2, 3))))
    )
