"""Whatever a document holds and however it is laid out: its form is a good file, and says all of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipexport.formats.xlsx.reading.document import find
from ipexport.model import Languages, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import recognise
from tests.formats.xlsx.faults import faults
from tests.formats.xlsx.form.forms import form_of
from tests.generated import work_plans
from tests.layouts import ALL, LAYOUTS, ONE_LANGUAGE

CASES: list[tuple[Languages, str]] = [
    *(("zh", layout) for layout in ONE_LANGUAGE),
    *(("en", layout) for layout in ONE_LANGUAGE[:1]),
    *(("zh-en", layout) for layout in ALL),
]


@pytest.mark.parametrize(("languages", "layout"), CASES)
@given(data=st.data())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_document_comes_back_from_its_form(
    languages: Languages, layout: str, data: st.DataObject
) -> None:
    whole: WorkPlan = data.draw(work_plans(languages))
    plan = whole.extract([whole.regions[-1].id])
    form = form_of(plan, languages, style=LAYOUTS[layout])
    assert faults(form, formulas=True) == []
    assert recognise(find(form, "a.xlsx", MAX_SIZE)).work_plan == plan
