"""The rules of a form: the same for what is typed, and for what is pasted past a spreadsheet's checks."""

from __future__ import annotations

import pytest

from ipexport.form import Rule, broken, taken
from ipexport.model import Text

STATUS = Rule(values=(Text("已完成", "Completed"), Text("进行中", "In progress")))


@pytest.mark.parametrize(
    ("rule", "text", "code"),
    [
        (Rule(required=True), " \n ", "required-empty"),
        (Rule(required=True), "做", None),
        (Rule(), "", None),
        (Rule(length=3), "一二三", None),
        (Rule(length=3), "一二\n三", None),
        (Rule(length=3), "一二三四", "too-long"),
        (STATUS, "已完成", None),
        (STATUS, " 已 完成　", None),
        (STATUS, "ＣＯＭＰＬＥＴＥＤ", None),
        (STATUS, "已完成 Completed", None),
        (STATUS, "完成", "not-a-value"),
        (STATUS, "", None),
        (Rule(number=True), "１，２００．５", None),
        (Rule(number=True), "-3", None),
        (Rule(number=True), "约20", "not-a-number"),
        (Rule(number=True), "1,20", "not-a-number"),
    ],
)
def test_a_rule_is_kept_or_broken(rule: Rule, text: str, code: str | None) -> None:
    problem = broken(rule, text)
    assert (problem and problem.code) == code


def test_each_language_has_a_length_of_its_own() -> None:
    rule = Rule(length=2, english_length=8)
    assert broken(rule, "three", "en") is None
    assert broken(rule, "three", "zh")
    assert broken(rule, "二 and two", "zh", "en") is None
    assert broken(rule, "二 and twenty", "zh", "en")


def test_a_broken_rule_says_what_to_do() -> None:
    problem = broken(STATUS, "基本完成")
    assert problem
    assert problem.message == "is '基本完成'"
    assert problem.hint == "choose one of 已完成, 进行中"


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        (STATUS, " in  progress ", "进行中"),
        (STATUS, "完成了", "完成了"),
        (Rule(number=True), "１，２００", "1200"),
        (Rule(), "  好 \n\n", "好"),
    ],
)
def test_an_answer_is_taken_in_its_plainest_form(rule: Rule, text: str, said: str) -> None:
    assert taken(rule, text) == said
