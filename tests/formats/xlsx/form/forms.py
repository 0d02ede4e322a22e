"""Forms of the sample, for tests."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
from openpyxl.workbook import Workbook

from ipexport.form import Form, Question, Rule
from ipexport.formats import render_form
from ipexport.model import Languages, RegionId, Text, WorkPlan
from ipexport.style import Style, load_style
from tests.sample import with_english, work_plan

STATUS = Question(
    "status",
    Text("完成情况", "Status"),
    Rule(values=(Text("已完成", "Completed"), Text("进行中", "In progress"))),
)
FORM = Form(
    open=(("results", Rule(required=True, length=100, english_length=400)), ("plan", Rule(required=True))),
    questions=(
        STATUS,
        Question("cost", Text("经费", "Cost"), Rule(number=True)),
        Question("remarks", Text("备注", "Remarks"), Rule(length=20, english_length=80)),
    ),
    deadline=date(2027, 1, 31),
)


def sample(region: str = "anhui") -> WorkPlan:
    """One region of the sample, in both languages."""
    english = with_english(work_plan(), lambda text: f"English of {len(text)} characters")
    return english.extract([RegionId(region)])


def form_of(
    plan: WorkPlan, languages: Languages = "zh", form: Form = FORM, style: Style | None = None
) -> bytes:
    return render_form(plan, languages, style or load_style("official"), form)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
