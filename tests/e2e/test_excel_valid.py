"""Every kind of workbook, as Microsoft's validator sees it, and as no validator does."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import ipexport
from ipexport.formats import format_of, render
from ipexport.model import Item, Languages, Text, WorkPlan
from ipexport.style import Style, load_style, style_names
from ipexport.table import Bilingual
from tests.formats.xlsx.faults import faults
from tests.openxml import complaints, needs_sdk
from tests.sample import work_plan

SOURCE = Path(__file__).parents[2] / "source"
REAL = ipexport.read(SOURCE)


def with_texts(*texts: str) -> WorkPlan:
    """The sample with other wordings, tasks and results."""
    work = work_plan()
    region, group = work.regions[0], work.regions[0].groups[0]
    items = tuple(Item(Text(text)) for text in texts)
    tasks = tuple(replace(task, text=Text(texts[0]), results=(items,)) for task in group.tasks)
    group = replace(group, wording=Text(texts[-1]), tasks=tasks)
    return replace(work, regions=(replace(region, groups=(group,)), *work.regions[1:]))


WORK_PLANS = {
    "real": REAL,
    "sample": work_plan(),
    "one region": REAL.extract([REAL.regions[1].id]),
    "no region": work_plan().extract([]),
    "long": with_texts("深入推进知识产权综合管理改革试点。" * 900, "完"),
    "odd": with_texts(
        "=1+1", "'x", "@x", "-1", "a\tb\nc", "<b>&amp;</b>\"'", "_x0041_", "\x07\r", "\U00020000\ufffe"
    ),
    "odd names": replace(
        work_plan(), regions=(replace(work_plan().regions[0], name=Text("'甲'&<乙>")), work_plan().regions[1])
    ),
}


def styles() -> dict[str, Style]:
    found = {name: load_style(name) for name in style_names()}
    official = found["official"]
    no_rules = replace(official.table, rule=0.0, header_fill="")
    stacked = replace(official.bilingual, arrangement=Bilingual("stacked"))
    return found | {
        "band": replace(official, table=replace(official.table, focus_area="band")),
        "no rules": replace(official, table=no_rules),
        "stacked": replace(official, bilingual=stacked),
    }


STYLES = styles()
KINDS: list[tuple[str, str, Languages]] = [
    *((work, style, "zh") for work in WORK_PLANS for style in STYLES if style != "stacked"),
    *((work, style, "zh-en") for work in WORK_PLANS for style in ("official", "band", "stacked")),
    *((work, "official", "en") for work in WORK_PLANS),
]
"""Every kind of workbook: which work plan, style and languages."""


@cache
def workbook(work: str, style: str, languages: Languages) -> bytes:
    return render(format_of("a.xlsx"), WORK_PLANS[work], languages, STYLES[style])


@pytest.mark.parametrize(("work", "style", "languages"), KINDS)
def test_no_workbook_has_a_fault_that_excel_would_repair(work: str, style: str, languages: Languages) -> None:
    assert faults(workbook(work, style, languages)) == []


@needs_sdk
@pytest.mark.parametrize(("work", "style", "languages"), KINDS)
def test_microsoft_s_validator_finds_nothing(work: str, style: str, languages: Languages) -> None:
    assert complaints(workbook(work, style, languages), "xlsx") == []
