"""What a form says to the person who fills it in, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from typing import NamedTuple

from ipexport.form import Form, Rule
from ipexport.model import Language, Text


class Words(NamedTuple):
    """The words of a language; in braces stands what is put there."""

    guide: str
    characters: str
    open: str
    missing: str
    how: str
    deadline: str
    deadline_day: str
    required: str
    length: str
    values: str
    number: str
    free: str
    lines: str
    too_long: str
    not_a_value: str
    not_a_number: str
    wrong: str
    steps: tuple[str, ...]
    return_by: str
    return_it: str
    between: str
    full_stop: str


WORDS: dict[Language, Words] = {
    "zh": Words(
        guide="填表说明",
        characters="字数",
        open="请填写此底色的单元格",
        missing="此底色为必填，尚未填写",
        how="填法见“{guide}”表。",
        deadline="请于{day}前填好发回。填法见“{guide}”表。",
        deadline_day="{day.year}年{day.month}月{day.day}日",
        required="必填",
        length="不超过{length}字",
        values="从下拉列表中选择：{values}",
        number="只填数字",
        free="可不填",
        lines="分条填写时每条一行，以“1. ”开头；换行按Alt+Enter。",
        too_long="内容超过{length}字，请精简。",
        not_a_value="请从下拉列表中选择：{values}。",
        not_a_number="请只填数字，不带单位。",
        wrong="请检查",
        steps=(
            "请在“{sheet}”表中填写有底色的单元格，各栏要求见下表。其他单元格已锁定，不必改动。",
            "一个单元格内写几条时，每条一行，以“1. ”“2. ”开头；在单元格内换行按Alt+Enter"
            "（LibreOffice按Ctrl+Enter）。",
            "“字数”栏自动计算，条目编号和换行不计在内；超出时变为红色。",
            "粘贴时请用“选择性粘贴”中的“文本”或“数值”，以保留底色和提示。",
            "文字显示不全时，可拖动行号下方的边线增加行高。请不要增删行、列和工作表。",
        ),
        return_by="请保存为Excel工作簿（.xlsx），于{day}前作为附件回复原邮件。",
        return_it="请保存为Excel工作簿（.xlsx），作为附件回复原邮件。",
        between="；",
        full_stop="。",
    ),
    "en": Words(
        guide="Instructions",
        characters="Characters",
        open="Fill in the cells of this colour",
        missing="This colour: required, and still empty",
        how="How to fill it in: see the sheet “{guide}”.",
        deadline="Please fill in and return by {day}. How: see the sheet “{guide}”.",
        deadline_day="{day.day} {month} {day.year}",
        required="required",
        length="at most {length} characters",
        values="choose from the list: {values}",
        number="a number only",
        free="can be left empty",
        lines="One item a line, beginning with “1. ”; Alt+Enter begins a new line.",
        too_long="The text has more than {length} characters. Please shorten it.",
        not_a_value="Please choose from the list: {values}.",
        not_a_number="Please give a number only, without a unit.",
        wrong="Please check",
        steps=(
            "Fill in the coloured cells of the sheet “{sheet}”; the list below says what each column needs."
            " All other cells are locked and stay as they are.",
            "Where a cell has several items, write one a line, beginning with “1. ”, “2. ”; Alt+Enter begins"
            " a new line in a cell (in LibreOffice Ctrl+Enter).",
            "The column “Characters” counts by itself, without line ends and the numbers of items; it turns"
            " red when there are too many.",
            "Paste with “Paste special”, as text or values, so that colours and hints stay.",
            "If a text is cut off, drag the lower edge of the row's number down. Please do not add or delete"
            " rows, columns or sheets.",
        ),
        return_by="Save as an Excel workbook (.xlsx) and return it by {day}, attached to a reply to the"
        " mail.",
        return_it="Save as an Excel workbook (.xlsx) and return it attached to a reply to the mail.",
        between="; ",
        full_stop=".",
    ),
}  # fmt: skip


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Whatever the language of the machine is."""


def day(date: Date, language: Language) -> str:
    """A date as people write it."""
    return WORDS[language].deadline_day.format(day=date, month=_MONTHS[date.month - 1])


def steps(sheet: str, form: Form, language: Language) -> Iterator[str]:
    """What to do, one after the other; `sheet` is the sheet to fill in."""
    words = WORDS[language]
    for step in words.steps:
        yield step.format(sheet=sheet)
    if form.deadline:
        yield words.return_by.format(day=day(form.deadline, language))
    else:
        yield words.return_it


def said_rule(rule: Rule, language: Language) -> str:
    """What a rule asks for, as one sentence."""
    words = WORDS[language]
    parts = [words.required if rule.required else words.free]
    if rule.values:
        parts.append(words.values.format(values=said_values(rule, language)))
    elif rule.number:
        parts.append(words.number)
    elif length := rule.longest(language):
        parts.append(words.length.format(length=_count(length, language)))
    said = words.between.join(parts) + words.full_stop
    return said[0].upper() + said[1:]


def said_error(rule: Rule, language: Language) -> str:
    """What is wrong with what somebody typed."""
    words = WORDS[language]
    if rule.values:
        return words.not_a_value.format(values=said_values(rule, language))
    if rule.number:
        return words.not_a_number
    return words.too_long.format(length=_count(rule.longest(language) or 0, language))


def said_values(rule: Rule, language: Language) -> str:
    between = "、" if language == "zh" else ", "
    return between.join(in_language(value, language) for value in rule.values)


def in_language(text: Text, language: Language) -> str:
    """A text in a language, in Chinese where it has no other."""
    return text.in_language(language) or text.zh


def _count(number: int, language: Language) -> str:
    return f"{number:,}" if language == "en" else str(number)
