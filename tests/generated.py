"""Work plans of any shape that a dataset can have, for properties that hold for all of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st

from ipexport.model import (
    Cell,
    Columns,
    FocusArea,
    FocusAreaId,
    FocusGroup,
    Item,
    Languages,
    Plan,
    Region,
    RegionId,
    Task,
    TaskId,
    Text,
    WorkPlan,
)

Value = TypeVar("Value")

_VISIBLE = "知识产权推进区域协作年月日〇①—…·《》“”‘’（）【】，。；：、！？％0123456789abcdeXYZ.,;:-–%&<>()[]{}\\/'\"=+#*@_"
# Those that English prints as Chinese does.
_LABELS = (None, "1.", "2.", "3.", "(1)", "①")
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
    return st.lists(pieces, min_size=1, max_size=most).map(_joined).filter(str.strip)


def _joined(pieces: list[str]) -> str:
    """No two spaces in a row: where a line ends, they are one."""
    return re.sub(" +", " ", "".join(pieces))


def spoken(value: Value, languages: Languages) -> Value:
    """What a document in these languages shows of a work plan, or of a part of one."""
    if isinstance(value, Text):
        if languages == "zh":
            return Text(value.zh)  # type: ignore[return-value]
        is_shown = languages == "zh-en" or value.en is None
        return value if is_shown else Text("", value.en)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(spoken(part, languages) for part in value)  # type: ignore[return-value]
    if is_dataclass(value):
        parts = {part.name: spoken(getattr(value, part.name), languages) for part in fields(value)}
        return replace(value, **parts)  # type: ignore[type-var]
    return value


@st.composite
def work_plans(draw: st.DrawFn, languages: Languages = "zh") -> WorkPlan:
    """Work plans as a document in these languages shows them.

    In Chinese no text has English; in English a text has English only, or is untranslated; in
    both, each text has Chinese, and most have English.
    """

    def text(most: int = 12, *, translated: bool = False) -> Text:
        words = draw(texts(most))
        if languages == "zh":
            return Text(words)
        if not (translated or draw(st.integers(0, 9))):
            # A mark and a space are printed before it.
            return Text(words.lstrip())
        return Text("" if languages == "en" else words, draw(texts(most)))

    columns = Columns(text(), text(), text(), text())
    areas = tuple(FocusArea(FocusAreaId(f"area{n}"), text()) for n in range(draw(st.integers(1, 3))))
    regions = []
    for number in range(draw(st.integers(1, 3))):
        own = columns if draw(st.booleans()) else replace(columns, results=text(), focus_area=text())
        groups = _groups(draw, f"r{number}", areas, text)
        name = text(translated=True)
        regions.append(Region(RegionId(f"r{number}"), f"{number:06}", name, own, groups))
    return WorkPlan(
        title=text(),
        subtitle=text(),
        region_title=_with_place_holder(text(8, translated=True)),
        contents_title=text(),
        author=text(),
        subject=text(),
        keywords=tuple(text(4) for _ in range(draw(st.integers(0, 3)))),
        date=draw(st.dates(datetime.date(1980, 1, 1), datetime.date(2100, 1, 1))),
        columns=columns,
        focus_areas=areas,
        regions=tuple(regions),
    )


def _with_place_holder(title: Text) -> Text:
    def titled(words: str | None) -> str:
        return (words or "").replace("{", "").replace("}", "") + "{region}"

    return Text(titled(title.zh) if title.zh else "", title.en and titled(title.en))


def _groups(
    draw: st.DrawFn, region: str, areas: tuple[FocusArea, ...], text: Callable[..., Text]
) -> tuple[FocusGroup, ...]:
    groups: list[FocusGroup] = []
    for number in range(draw(st.integers(1, 3))):
        area = draw(st.sampled_from(areas))
        wording = area.name if draw(st.booleans()) else text()
        if any((group.focus_area, group.wording) == (area.id, wording) for group in groups):
            continue
        ids = [TaskId(f"{region}-{number}-{n}") for n in range(draw(st.integers(1, 4)))]
        rows = st.sampled_from((1, 1, 1, 2))
        tasks = tuple(Task(id, text(30), tuple(_cell(draw, text) for _ in range(draw(rows)))) for id in ids)
        plans: list[Plan] = []
        rest = list(ids)
        while rest:
            covered = draw(st.integers(1, len(rest)))
            plans.append(Plan(tuple(rest[:covered]), _cell(draw, text)))
            rest = rest[covered:]
        groups.append(FocusGroup(area.id, wording, tasks, tuple(plans)))
    return tuple(groups)


def _cell(draw: st.DrawFn, text: Callable[..., Text]) -> Cell:
    count = draw(st.sampled_from((0, 1, 1, 2, 3)))
    return tuple(Item(text(40), draw(st.sampled_from(_LABELS))) for _ in range(count))
