"""Numbers by their value, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.translation.numbers import chinese_numbers, english_numbers, numerals_without_a_word


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("2家", "2 institutions"),
        ("1.2万件", "12,000 cases"),
        ("8.1万项", "81,000 patents"),
        ("1450万人次", "14.5 million visits"),
        ("5亿元", "CNY 500 million"),
        ("447.27亿元", "CNY 44.727 billion"),
        ("66579.24万元", "CNY 665.7924 million"),
        ("59.3万元", "CNY 593,000"),
        ("124.74万元", "CNY 1.2474 million"),
        ("300-500万元", "CNY 3 million to 5 million"),
        ("300—500万元", "CNY 3–5 million"),
        ("1.5万亿元", "CNY 1.5 trillion"),
        ("3000万元", "30 million"),
        ("20余万件", "more than 200,000"),
        ("80余家，近1000万元", "more than 80, nearly CNY 10 million"),
        ("12,000件", "12,000 cases"),
        ("85%以上，30％", "85% or more, 30%"),
        ("10%-20%", "10% to 20%"),
        ("10-20%", "10–20%"),
        ("5.50元", "5.5 yuan"),
        ("5千克、5百分点、5百件", "5 kilograms, 5 percentage points, 500"),
        ("5%", "5 per cent"),
        ("10月-12月", "October to December"),
        ("1-10月", "January to October"),
        ("9月", "September"),
        ("12个月", "12 months"),
        ("2017年12月-2018年5月", "December 2017 to May 2018"),
        ("2016—2017年10月", "From 2016 to October 2017"),
        ("2017年1月13日", "13 January 2017"),
        ("2016-2017年", "2016–2017"),
        ("“十三五”规划", "the 13th Five-Year Plan"),
        ("鄂知办〔2016〕21号", "(E Zhi Ban [2016] No. 21)"),
        ("“14+3”、3D打印", "“14+3”, 3D printing"),
        ("三个片区、第五届", "three areas, the fifth"),
        ("无", "The province may go on."),
    ],
)
def test_the_same_numbers_are_the_same(chinese: str, english: str) -> None:
    assert chinese_numbers(chinese) == english_numbers(english)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("5亿元", "CNY 5 billion"),
        ("1.2万件", "1.2 cases"),
        ("1.2万件", "1,200 cases"),
        ("85%", "85"),
        ("10月", "10"),
        ("10月", "November"),
        ("2家，2家", "2 institutions"),
        ("一家", "1 institution"),
        ("2016-2017年", "2016"),
        ("300-500万元", "CNY 300 to 5 million"),
    ],
)
def test_other_numbers_are_not(chinese: str, english: str) -> None:
    assert chinese_numbers(chinese) != english_numbers(english)


def test_a_number_is_named_as_english_writes_it() -> None:
    assert dict(chinese_numbers("66579.24万元、0.50%、10月、2家、2个")) == {
        "665,792,400": 1, "0.5%": 1, "October": 1, "2": 2,
    }  # fmt: skip


@given(st.decimals(0, 10**9, places=2), st.sampled_from([("万", 10**4), ("亿", 10**8), ("", 1)]))
def test_any_amount_is_what_it_is_worth(amount: object, unit: tuple[str, int]) -> None:
    from decimal import Decimal

    assert isinstance(amount, Decimal)
    assert chinese_numbers(f"{amount}{unit[0]}元") == english_numbers(f"CNY {amount * unit[1]:,}")


@given(st.text())
def test_any_text_has_numbers_or_none(text: str) -> None:
    chinese_numbers(text)
    english_numbers(text)
    assert not list(numerals_without_a_word("没有", text))


def test_a_numeral_that_counts_something_has_a_word() -> None:
    assert (
        list(
            numerals_without_a_word(
                "三个片区、第五届、十一省市、两项", "three areas, the fifth, eleven, both"
            )
        )
        == []
    )
    assert list(numerals_without_a_word("三个片区、十二项", "some areas")) == [
        ("三个", "three"),
        ("十二项", "twelve"),
    ]


def test_a_numeral_in_a_name_needs_none() -> None:
    assert (
        list(
            numerals_without_a_word(
                "四川省、长三角、“十三五”、三合一、七大万亿产业、十万个", "Sichuan, seven"
            )
        )
        == []
    )
