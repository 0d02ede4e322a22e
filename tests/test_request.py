"""What was asked for, checked against what there is."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from ipexport.errors import RequestError
from ipexport.model import Text
from ipexport.request import (
    chosen_formats,
    chosen_languages,
    chosen_regions,
    chosen_style,
    dated,
    untranslated,
)
from tests.sample import work_plan


def test_regions_come_in_the_order_of_the_document_and_once() -> None:
    assert chosen_regions(work_plan(), ["jiangsu", "anhui", "jiangsu"]) == ("anhui", "jiangsu")


def test_an_unknown_region_names_the_nearest_and_all() -> None:
    with pytest.raises(RequestError) as caught:
        chosen_regions(work_plan(), ["Anhuii"])
    assert str(caught.value) == "unknown region 'Anhuii' (did you mean 'anhui'? known: anhui, jiangsu)"


def test_an_unknown_format_names_all() -> None:
    with pytest.raises(RequestError, match=r"unknown format 'odt' \(known: docx, xlsx, pdf\)"):
        chosen_formats(["odt"])


def test_no_format_is_every_document_format() -> None:
    assert [format.name for format in chosen_formats([])] == ["docx", "xlsx", "pdf"]


def test_a_language_that_does_not_exist_names_all() -> None:
    with pytest.raises(RequestError, match=r"unknown language 'fr' \(.*known: zh, en, zh-en\)"):
        chosen_languages(work_plan(), ["zh", "fr"])


@pytest.mark.parametrize("language", ["en", "zh-en"])
def test_english_where_there_is_none_is_said(language: str) -> None:
    with pytest.raises(RequestError, match="the dataset has no English"):
        chosen_languages(work_plan(), [language])


def test_without_a_word_there_is_every_language_that_the_dataset_has() -> None:
    assert chosen_languages(work_plan(), []) == ("zh",)
    translated = replace(work_plan(), title=Text("方案", "Plan"))
    assert chosen_languages(translated, []) == ("zh", "en", "zh-en")
    assert "48 of 49 texts have no English" in untranslated(translated, ["zh-en"])
    assert untranslated(translated, ["zh"]) == ""


def test_no_language_is_those_that_are_complete() -> None:
    assert chosen_languages(work_plan(), []) == ("zh",)


def test_a_style_beside_the_dataset_comes_first(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "ours.yaml").write_text("extends: compact\ndescription: 我们的\n", "utf-8")
    assert chosen_style("ours", tmp_path / "source").description == "我们的"


def test_a_style_can_be_the_path_of_a_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "ours.yaml"
    sheet.write_text("extends: official\n", "utf-8")
    assert chosen_style(sheet, None).name == "ours"


def test_an_unknown_style_names_the_nearest_and_all() -> None:
    with pytest.raises(RequestError) as caught:
        chosen_style("offical", None)
    assert "unknown style 'offical' (did you mean 'official'? known: compact, official" in str(caught.value)


def test_the_date_is_that_of_the_dataset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert dated(work_plan()) == work_plan()


def test_source_date_epoch_replaces_the_date_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(86_400 * 365 - 1))
    assert dated(work_plan()).date == datetime.date(1970, 12, 31)


@pytest.mark.parametrize("said", ["yesterday", "-1", "1.5", "9" * 30, "٣"])
def test_a_source_date_epoch_that_is_no_number_is_said(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    with pytest.raises(RequestError, match="SOURCE_DATE_EPOCH"):
        dated(work_plan())
