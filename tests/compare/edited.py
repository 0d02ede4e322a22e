"""The sample and an edited copy, for tests of reports."""

from __future__ import annotations

from dataclasses import replace

from ipexport.compare.alignment import align
from ipexport.compare.differences import changes
from ipexport.compare.sources import Comparison, Source
from ipexport.model import LANGUAGES, Item, Text, WorkPlan
from tests.sample import items, work_plan


def edited() -> WorkPlan:
    """The sample with a reworded, an added and a removed item, and a moved region."""
    document = work_plan()
    anhui, jiangsu = document.regions
    reform, finance = anhui.groups
    first = reform.tasks[0]
    results = (*first.results[0], Item(Text("新设“<i>”专栏&。"), "3."))
    first = replace(first, results=(results,), text=Text("推动管理体制改革工作。"))
    reform = replace(
        reform,
        tasks=(first, *reform.tasks[1:]),
        plans=(replace(reform.plans[0], items=items("统筹推进。")),),
    )
    anhui = replace(anhui, groups=(reform, finance))
    return replace(document, regions=(jiangsu, anhui))


def comparison(before: WorkPlan, after: WorkPlan) -> Comparison:
    alignment = align(before, after)
    return Comparison(
        Source("old.docx", before, LANGUAGES),
        Source("<new>.docx", after, LANGUAGES),
        alignment,
        changes(alignment),
        "",
    )
