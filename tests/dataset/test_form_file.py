"""form.yaml: every shape, and every wrong input with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import ipexport
from ipexport.dataset.form_file import check_form, load_form
from ipexport.errors import SourceError
from ipexport.form import DEFAULT_FORM, Form, Question, Rule, broken
from ipexport.model import LANGUAGES, Text

SOURCE = Path(__file__).parents[2] / "source"


def written(folder: Path, text: str) -> Path:
    (folder / "form.yaml").write_text(text, "utf-8")
    return folder


def test_a_dataset_without_a_form_has_results_and_plan_open_and_asks_for_remarks(tmp_path: Path) -> None:
    assert load_form(tmp_path) == load_form(tmp_path / "plan.yaml") == DEFAULT_FORM
    assert [role for role, _ in DEFAULT_FORM.open] == ["results", "plan"]
    assert [question.id for question in DEFAULT_FORM.questions] == ["remarks"]


def test_open_columns_are_in_the_order_of_the_document_and_can_have_no_rule(tmp_path: Path) -> None:
    form = load_form(written(tmp_path, "columns:\n  plan: {required: yes, length: 5}\n  results:\n"))
    assert form == Form((("results", Rule()), ("plan", Rule(True, 5, 5))))


def test_a_form_stands_beside_a_dataset_in_one_file(tmp_path: Path) -> None:
    written(tmp_path, "questions: [{id: a, label: 甲, number: true}]")
    assert load_form(tmp_path / "plan.json") == Form((), (Question("a", Text("甲"), Rule(number=True)),))


def test_the_real_dataset_keeps_the_rules_of_its_form() -> None:
    form, work_plan = load_form(SOURCE), ipexport.read(SOURCE)
    assert form.deadline == date(2027, 1, 31)
    cells = [
        (role, items)
        for region in work_plan.regions
        for group in region.groups
        for role, items in (
            *(("results", cell) for task in group.tasks for cell in task.results),
            *(("plan", plan.items) for plan in group.plans),
        )
    ]
    for role, items in cells:
        rule = form.rule("results" if role == "results" else "plan")
        assert rule
        for language in LANGUAGES:
            words = "\n".join(item.text.in_language(language) or "" for item in items)
            assert broken(rule, words, language) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dedline: 2027-01-31\ncolumns: {plan: }", "1:1: error: the form has no key 'dedline' (did you mean 'deadline'?)"),
        ("deadline: soon\ncolumns: {plan: }", "1:11: error: deadline: 'soon' is not a date (as in 2027-01-31)"),
        ("columns:\n  focus_area: {}", "2:3: error: the column 'focus_area' is never open (open are task, results, plan)"),
        ("columns:\n  result: {}", "2:3: error: columns has no key 'result' (did you mean 'results'?)"),
        ("columns:\n  plan: {requird: yes}", "2:10: error: the column 'plan' has no key 'requird' (did you mean 'required'?)"),
        ("columns:\n  plan: {required: maybe}", "2:20: error: required: 'maybe' is neither yes nor no (yes or no)"),
        ("columns:\n  plan: {length: 0}", "2:18: error: length: '0' is not a number of characters (from 1 to 32767, as a cell of Excel)"),
        ("columns:\n  plan: {length: {fr: 1}}", "2:19: error: length has no key 'fr' (known: en, zh)"),
        ("columns:\n  plan: {length: [1]}", "2:18: error: length is a number, or a mapping with one for each language, not a list"),
        ("columns:\n  plan: {values: []}", "2:18: error: values has no text (list some, or leave it out)"),
        ("columns:\n  plan: {values: [A, ａ]}", "2:22: error: the value 'ａ' stands twice (keep one)"),
        ("columns:\n  plan: {values: [a], length: 3}", "2:31: error: length beside values says nothing (the values are all that is allowed)"),
        ("questions:\n- label: 甲", "2:3: error: a question lacks 'id'"),
        ("questions:\n- {id: a b, label: 甲}", "2:8: error: 'a b' is not an id (up to 64 letters a-z, digits, - and _)"),
        ("questions:\n- {id: plan, label: 甲}", "2:8: error: 'plan' is a column of the document (name the question otherwise)"),
        ("questions:\n- {id: a, label: 甲}\n- {id: a, label: 乙}", "3:8: error: the question 'a' stands twice (keep one)"),
        ("questions:\n- {id: a, label: 甲}\n- {id: A, label: 乙}", "3:8: error: the question 'A' stands twice (keep one)"),
        ("questions: [" + ", ".join(f"{{id: q{n}, label: 甲}}" for n in range(11)) + "]", "1:12: error: the form has 11 questions, at most 10 can be asked (ask less, each is answered for every task)"),
        ("questions:\n- {id: a, label: {en: A}}", "2:18: error: label lacks 'zh'"),
        ("questions:\n- {id: a, label: ''}", "2:18: error: label is empty (write it)"),
        ('questions:\n- {id: a, label: "a\\nb"}', "2:18: error: a line break or tab inside a paragraph (write two items, or one line)"),
        ("columns: {}", "1:1: error: the form has nothing to fill in (open a column (columns: {results: {}}), or ask a question)"),
        ("- a", "1:1: error: the form is a mapping (key: value), not a list"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        load_form(written(tmp_path, text))
    assert [str(one).rpartition(" [")[0] for one in caught.value.findings] == [f"{tmp_path}/form.yaml:{said}"]


def test_a_warning_stops_nothing(tmp_path: Path) -> None:
    source = written(tmp_path, "questions: [{id: a, label: '甲,乙'}]")
    assert [finding.severity for finding in check_form(source)] == ["warning"]
    assert load_form(source).questions[0].label.zh == "甲,乙"


def test_check_tells_what_is_wrong_with_the_form_too(tmp_path: Path) -> None:
    dataset = tmp_path / "plan.json"
    ipexport.write(ipexport.read(SOURCE), dataset)
    assert ipexport.check(dataset) == []
    written(tmp_path, "columns: ]")
    assert [str(finding.place) for finding in ipexport.check(dataset)] == [f"{tmp_path}/form.yaml:1:10"]
    written(tmp_path, "colums: {}")
    assert [finding.code for finding in ipexport.check(dataset)] == ["unknown-key"]
