"""What programs say and show while somebody fills in a form: hints, lists to choose from, colours.

They are help, no guarantee: pasting passes by them, and other programs leave some out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ipexport.form import Rule
from ipexport.formats.xlsx.form.columns import FormColumn
from ipexport.formats.xlsx.form.looks import MISSING, OVER, OVER_TEXT
from ipexport.formats.xlsx.form.words import WORDS, in_language, said_error, said_rule
from ipexport.formats.xlsx.styles import Styles
from ipexport.formats.xml import escaped
from ipexport.model import Language

_LONGEST_TITLE, _LONGEST_TEXT, LONGEST_LIST = 32, 255, 255
"""UTF-16 units that Excel takes in a hint's title and text, and in a list that stands in the rule."""

_LABELS = 80
"""Characters more that a cell may have before a program objects: up to twenty numbers of items and line
ends, which do not count."""
_LABELLED = ",".join(map(str, range(1, 21)))
_LABEL = re.compile("^(?:[1-9]|1[0-9]|20)[.] ?", re.MULTILINE)


def count_formula(cell: str) -> str:
    """The formula that counts a cell's characters, without line ends and the numbers of items ("1. ", up
    to 20) at the beginning of lines."""
    line = f"CHAR(10)&{cell}"
    number = f"CHAR(10)&{{{_LABELLED}}}"
    return (
        f'LEN(SUBSTITUTE({cell},CHAR(10),""))-SUMPRODUCT(2*LEN({line})'
        f'-LEN(SUBSTITUTE({line},{number}&".",CHAR(10)))'
        f'-LEN(SUBSTITUTE({line},{number}&". ",{number}&".")))'
    )


def counted_characters(text: str) -> int:
    """What the formula gives: UTF-16 units, as spreadsheets count."""
    return _units(_LABEL.sub("", text).replace("\n", ""))


def listed_values(rule: Rule, languages: Sequence[Language]) -> list[str]:
    """What a list offers: each value in all languages of the form."""
    return [" ".join(in_language(value, language) for language in languages) for value in rule.values]


def inline_list(values: Iterable[str]) -> str | None:
    """A list as a rule says it; None where it has to stand in cells."""
    values = list(values)
    said = f'"{",".join(values)}"'
    is_plain = not any(set(value) & set(',"') or value != value.strip() for value in values)
    return said if is_plain and _units(said) <= LONGEST_LIST else None


def validation(column: FormColumn, cells: Sequence[str], values: str) -> str:
    """What cells of a column accept, with a hint while one of them is edited (18.3.1.32); `values` is the
    list of those that can be chosen, or the cells where they stand."""
    rule = column.rule or Rule()
    title = column.label.text.replace("\n", " ")
    hint = "\n".join(_hint(column, language) for language in column.languages)
    error = " ".join(said_error(rule, language) for language in column.languages)
    wrong = " ".join(WORDS[language].wrong for language in column.languages)
    kind, formula = "", ""
    if rule.values:
        kind, formula = ' type="list"', values
    elif rule.number:
        kind, formula = ' type="decimal" operator="greaterThanOrEqual"', "-1E+300"
    elif column.longest is not None:
        # A text that is refused is lost on many: they are asked whether to keep it.
        kind = ' type="textLength" errorStyle="warning" operator="lessThanOrEqual"'
        formula = str(column.longest + _LABELS)
    said = f' promptTitle="{_cut(title, _LONGEST_TITLE)}" prompt="{_cut(hint, _LONGEST_TEXT)}"'
    if kind:
        said += f' errorTitle="{_cut(wrong, _LONGEST_TITLE)}" error="{_cut(error, _LONGEST_TEXT)}"'
        formula = f"<formula1>{escaped(formula)}</formula1>"
    return (
        f'<dataValidation{kind} allowBlank="1" showInputMessage="1" showErrorMessage="1"{said}'
        f' sqref="{" ".join(cells)}">{formula}</dataValidation>'
    )


def conditional_formats(column: FormColumn, cells: Sequence[str], styles: Styles, priority: int) -> str:
    """The colours of cells that are still empty and must not be, or of counts that are too high
    (18.3.1.18); empty where cells of a column never change."""
    if column.kind == "count":
        look = styles.conditional(OVER_TEXT, OVER)
        rule = f'type="cellIs" dxfId="{look}" priority="{priority}" operator="greaterThan"'
        formula = str(column.longest)
    elif column.rule is not None and column.rule.required:
        rule = f'type="expression" dxfId="{styles.conditional("", MISSING)}" priority="{priority}"'
        formula = f"LEN(TRIM({cells[0]}))=0"
    else:
        return ""
    said = f"<cfRule {rule}><formula>{formula}</formula></cfRule>"
    return f'<conditionalFormatting sqref="{" ".join(cells)}">{said}</conditionalFormatting>'


def _hint(column: FormColumn, language: Language) -> str:
    rule = column.rule or Rule()
    said = said_rule(rule, language)
    is_list = column.kind == "text" and not rule.values and not rule.number
    return f"{said}{'' if language == 'zh' else ' '}{WORDS[language].lines}" if is_list else said


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, units: int) -> str:
    """A text for an attribute, no longer than so many UTF-16 units; line ends are kept (XML 1.0, 3.3.3)."""
    if _units(text) > units:
        text = text.encode("utf-16-le")[: 2 * (units - 1)].decode("utf-16-le", "ignore") + "…"
    return escaped(text).replace("\n", "&#10;")
