"""What a cell with a number shows: Excel keeps dates as numbers, and says in a format how they look.

Formats can say much more (ECMA-376 part 1, 18.8.31). Here are those that typing and pasting brings about:
dates, times, percentages, decimal places and thousands; any other number is shown as it is.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

# Those that every program knows by number (18.8.30); 27 to 36 and 50 to 58 are those of a Chinese Excel.
_KNOWN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: "h:mm", 33: "h:mm:ss", 36: 'yyyy"年"m"月"', 45: "mm:ss",
    46: "h:mm:ss", 47: "mm:ss", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: "h:mm", 56: "h:mm:ss", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_PART = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(y+|m+|d+|h+|s+)|(.)', re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE = re.compile("[ymdhs]", re.IGNORECASE)
_FIRST_DAY, _FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_DAY, _LARGEST = 2_958_466, 1e20
_DIGITS = 15
"""As many as Excel keeps."""


def shown_number(said: str, number: int, code: str, from_1904: bool) -> str:
    """The text of a number as a file says it; `number` and `code` are those of its format, `from_1904`
    whether days count from 1904."""
    try:
        value = float(said)
    except ValueError:
        return said
    if not abs(value) < _LARGEST:
        return said
    code = (code or _KNOWN.get(number, "General")).split(";")[0]
    plain = _MARKED.sub("", code)
    if plain.strip().lower() != "general" and _DATE.search(plain) and 0 <= value < _LAST_DAY:
        return _date(value, code, _FIRST_DAY_1904 if from_1904 else _FIRST_DAY)
    if "0" in plain and plain == code and not set(plain) - set("#0,.%"):
        return _number(Decimal(said), plain)
    return _general(said, value)


def _general(said: str, value: float) -> str:
    """Without the noise of binary fractions: 0.1 and not 0.10000000000000001."""
    if said.lstrip("-").isdecimal():
        return said
    return f"{value:.{_DIGITS}g}"


def _number(value: Decimal, code: str) -> str:
    before, _, after = code.partition(".")
    percent = "%" if "%" in code else ""
    places = Decimal(1).scaleb(-len(after.rstrip("%,")))
    rounded = (value * 100 if percent else value).quantize(places, ROUND_HALF_UP)
    return f"{rounded:{',' if ',' in before else ''}f}{percent}"


def _date(value: float, code: str, first: datetime) -> str:
    moment = first + timedelta(days=value, microseconds=500)
    parts = list(_PART.finditer(code))
    shown = ""
    for place, match in enumerate(parts):
        quoted, escaped, word, other = match.groups()
        if word:
            before = next((m[3] for m in reversed(parts[:place]) if m[3]), "")
            after = next((m[3] for m in parts[place + 1 :] if m[3]), "")
            is_minute = before.lower().startswith("h") or after.lower().startswith("s")
            shown += _word(moment, word.lower(), is_minute)
        else:
            shown += quoted or escaped or other or ""
    return shown


def _word(moment: datetime, word: str, is_minute: bool) -> str:
    kind, length = word[0], len(word)
    if kind == "y":
        return f"{moment.year % 100:02}" if length <= 2 else str(moment.year)
    if kind == "m" and length > 2 and not is_minute:
        return _MONTHS[moment.month - 1]
    values = {
        "m": moment.minute if is_minute else moment.month,
        "d": moment.day,
        "h": moment.hour,
        "s": moment.second,
    }
    return f"{values[kind]:02}" if length > 1 else str(values[kind])
