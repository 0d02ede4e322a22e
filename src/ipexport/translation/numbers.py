"""The numbers of a text, by their value, so that those of two languages can be compared.

Chinese 万 and 亿 are multiplied out, as "million" and "billion" are: 66579.24万元 and CNY 665.7924
million are 665,792,400. A month is a number in Chinese (10月) and a word in English (October).
Numerals in characters are words in English; only the name of a five-year plan (十三五) has digits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# No number of a document is longer; a file full of digits is no number.
_DIGITS = r"\d{1,30}(?:[,，]\d{3}(?!\d))*(?:\.\d{1,30})?"
_DASH = "[-‐‑–—－~～]{1,2}"
_CHINESE_UNITS = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
_ENGLISH_UNITS = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PERCENT = ("%", "％", "per cent", "percent")

_CHINESE = re.compile(
    rf"(?P<first>{_DIGITS})(?P<first_unit>%|％|月)?"
    rf"(?:(?:{_DASH}|至|到)(?P<last>{_DIGITS}))?"
    # A kilogram (千克) is not a thousand, a percentage point (百分点) not a hundred.
    rf"[余多几]?(?P<unit>%|％|月|万亿|亿|千万|百万|万|千(?![克米瓦])|百(?!分))?"
)
_ENGLISH = re.compile(
    rf"(?P<first>{_DIGITS})(?P<first_unit>%)?"
    rf"(?:{_DASH}(?P<last>{_DIGITS}))?"
    rf"(?P<unit>%| (?:{'|'.join(_ENGLISH_UNITS)}|per ?cent)\b)?"
    # "May" is a month, "may" is a verb.
    rf"|\b(?P<month>{'|'.join(MONTHS)})\b"
)
_FIVE_YEAR_PLAN = re.compile("十([一二三四五六])五")
_NUMERALS = "一二三四五六七八九"

_MEASURES = "个家项件批届次大类条块种期年天位支名方所省市"
_NUMERAL = re.compile(f"(?<![十百千万亿{_NUMERALS}])([二两三四五六七八九]|十[{_NUMERALS}]?)(?=[{_MEASURES}])")
_WORDS = (
    "", "", "two|both|second|twice|double", "three|third|triple", "four", "five|fifth", "six", "seven",
    "eight|eighth", "nine|ninth", "ten|decade", "eleven", "twelve|twelfth|dozen", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip


def chinese_numbers(text: str) -> Counter[str]:
    """How often each number stands in a Chinese text, named as in English: "12,000", "30%", "October"."""
    return Counter(_in_chinese(text))


def english_numbers(text: str) -> Counter[str]:
    """How often each number stands in an English text, under the same names."""
    return Counter(_in_english(text))


def numerals_without_a_word(chinese: str, english: str) -> Iterator[tuple[str, str]]:
    """Each numeral in characters that counts something (三个) and has no word, with the word missed."""
    for found in _NUMERAL.finditer(chinese):
        words = _WORDS[_numeral(found[1])]
        if not re.search(rf"\b(?:{words})", english, re.IGNORECASE):
            yield found[0] + chinese[found.end()], words.partition("|")[0]


def _in_chinese(text: str) -> Iterator[str]:
    for plan in _FIVE_YEAR_PLAN.finditer(text):
        yield str(10 + _numeral(plan[1]))
    for found in _CHINESE.finditer(text):
        unit = found["unit"] or ""
        for digits, own in ((found["first"], found["first_unit"]), (found["last"], None)):
            if digits:
                yield _counted(digits, own or unit)


def _counted(digits: str, unit: str) -> str:
    value = _value(digits)
    if unit == "月" and value in range(1, 13):
        return MONTHS[int(value) - 1]
    return _named(value * _CHINESE_UNITS.get(unit, 1), unit)


def _in_english(text: str) -> Iterator[str]:
    for found in _ENGLISH.finditer(text):
        if found["month"]:
            yield found["month"]
            continue
        unit = (found["unit"] or "").strip()
        for digits, own in ((found["first"], found["first_unit"]), (found["last"], None)):
            if digits:
                yield _named(_value(digits) * _ENGLISH_UNITS.get(unit, 1), own or unit)


def _value(digits: str) -> Decimal:
    return Decimal(re.sub("[,，]", "", digits))


def _named(value: Decimal, unit: str = "") -> str:
    digits = f"{value:,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"{digits}%" if unit in _PERCENT else digits


def _numeral(characters: str) -> int:
    """The value of 二, 两, 十 or 十一."""
    tens, ones = characters.startswith("十"), characters.removeprefix("十")
    return 10 * tens + (2 if ones == "两" else _NUMERALS.find(ones) + 1 if ones else 0)
