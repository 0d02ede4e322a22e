"""A sheet's limits."""

from __future__ import annotations

import pytest

from ipexport.errors import OutputError
from ipexport.formats.xlsx.sheet import SheetPart, check_rows


def test_a_sheet_has_no_more_page_breaks_than_excel_takes() -> None:
    part = SheetPart(columns=(100,), frozen=0, page="", breaks=range(1, 3000))
    assert part.tail().count("<brk ") == 1022
    assert '<rowBreaks count="1022" manualBreakCount="1022">' in part.tail()


def test_more_rows_than_a_sheet_holds_are_an_error_that_names_it() -> None:
    check_rows(1_048_576, "安徽省")
    with pytest.raises(OutputError, match="安徽省: 1,048,577 rows, an Excel sheet holds 1,048,576"):
        check_rows(1_048_577, "安徽省")
