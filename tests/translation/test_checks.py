"""What a machine can find wrong with a translation."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipexport.errors import Place
from ipexport.model import Text
from ipexport.translation.checks import check_translation, problems
from ipexport.translation.lock import FILE
from ipexport.translation.status import confirm_translation
from tests.plain import save_dataset
from tests.translation.datasets import REGION, edit, save_translated

ROOT = Path(__file__).parents[2]


def codes(zh: str, en: str) -> list[str]:
    return [problem.code for problem in problems(Text(zh, en))]


@pytest.mark.parametrize(
    ("zh", "en", "code"),
    [
        ("共2家。", "A total of 3.", "number-differs"),
        ("共2家。", "A few.", "number-differs"),
        ("共几家。", "A total of 3.", "number-differs"),
        ("三个片区。", "Several areas.", "number-differs"),
        ("印发《意见》。", "Issue the Opinions.", "quotation-differs"),
        ("印发意见。", "Issue the “Opinions”.", "quotation-differs"),
        ("印发《意见》。", "Issue the “Opinions.", "quotation-differs"),
        ("{region}工作。", "Work.", "no-place-holder"),
        ("改革。", "The 改革.", "chinese-in-english"),
        ("改革。", "The reform，again.", "chinese-in-english"),
        ("改革。", "The reform\u3002", "chinese-in-english"),
        ("改革。", "The province's reform.", "straight-quote"),
        ("改革。", 'The "reform".', "straight-quote"),
        ("改革。", "The  reform.", "edge-space"),
        ("改革。", "The reform. ", "edge-space"),
        ("推进改革，" * 10, "Reform.", "length-differs"),
        ("推进改革，" * 10, "Advance the reform. " * 30, "length-differs"),
    ],
)
def test_each_fault_has_its_code(zh: str, en: str, code: str) -> None:
    assert code in codes(zh, en)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        (
            "印发《关于“三合一”的意见》，开展“护航”行动。",
            "Issue the “Opinions on ‘Three-in-One’” and the campaign “Escort”.",
        ),
        ("印发《关于印发《办法》的通知》。", "Issue the “Notice on Issuing the Measures”."),
        ("{region}工作。", "{region}: work."),
        ("省的改革。", "The province’s reform."),
    ],
)
def test_what_is_right_has_none(zh: str, en: str) -> None:
    assert codes(zh, en) == []


def test_a_dataset_in_chinese_alone_lacks_no_translation(tmp_path: Path) -> None:
    assert {f.code for f in check_translation(save_dataset(tmp_path))} <= {"half-width", "markup"}


def test_a_good_translation_has_no_finding(tmp_path: Path) -> None:
    assert check_translation(save_translated(tmp_path)) == []


def test_a_text_without_english_is_missing_where_others_have_it(tmp_path: Path) -> None:
    save_translated(tmp_path)
    edit(tmp_path / REGION, "      en: The reform was planned.\n", "")
    (finding,) = check_translation(tmp_path)
    assert str(finding).startswith(f"{tmp_path / REGION}:")
    assert "warning: anhui-reform-1.results.1 has no English (add `en: …`) [missing-translation]" in str(
        finding
    )


def test_a_finding_stands_at_the_english(tmp_path: Path) -> None:
    save_translated(tmp_path)
    edit(tmp_path / REGION, "than 85%", "than 58%")
    (finding,) = check_translation(tmp_path)
    lines = (tmp_path / REGION).read_text("utf-8").splitlines()
    assert lines[finding.place.line - 1][finding.place.column - 1 :].startswith("A system of joint meetings")
    assert (finding.code, finding.message) == ("number-differs", "the Chinese has 85%, the English 58%")


def test_a_term_that_is_not_used_is_named_with_its_forms(tmp_path: Path) -> None:
    save_translated(tmp_path)
    (tmp_path / "glossary.yaml").write_text("terms:\n- {zh: 部署, en: deploy, also: [arrange]}\n", "utf-8")
    (finding,) = check_translation(tmp_path)
    assert "no English of the term '部署' (write 'deploy' or 'arrange', or add" in str(finding)


def test_a_wrong_glossary_is_found_with_the_rest(tmp_path: Path) -> None:
    save_translated(tmp_path)
    edit(tmp_path / REGION, "than 85%", "than 58%")
    (tmp_path / "glossary.yaml").write_text("terms:\n- {zh: 部署}\n", "utf-8")
    assert {finding.code for finding in check_translation(tmp_path)} == {"missing-key", "number-differs"}
    (tmp_path / "glossary.yaml").write_text("terms: [", "utf-8")
    assert "syntax" in {finding.code for finding in check_translation(tmp_path)}


def test_a_change_of_the_chinese_makes_its_english_stale(tmp_path: Path) -> None:
    save_translated(tmp_path)
    confirm_translation(tmp_path)
    edit(tmp_path / REGION, "部署改革。", "部署新的改革。")
    (finding,) = check_translation(tmp_path)
    said = "the Chinese of anhui-reform-1.results.1 has changed since its English was confirmed"
    assert (finding.code, finding.message) == ("stale-translation", said)
    assert finding.hint == "compare them, then: ipexport translate confirm anhui-reform-1"
    confirm_translation(tmp_path, ["anhui-reform-1"])
    assert check_translation(tmp_path) == []


def test_a_new_translation_is_to_be_confirmed(tmp_path: Path) -> None:
    save_translated(tmp_path)
    confirm_translation(tmp_path)
    edit(
        tmp_path / REGION,
        "部署改革。\n      en: The reform was planned.",
        "新事。\n      en: New things were done.",
    )
    (finding,) = check_translation(tmp_path)
    assert finding.message.startswith("nobody has confirmed that the English of anhui-reform-1.results.1")


def test_a_lock_that_is_damaged_is_found_at_its_line(tmp_path: Path) -> None:
    save_translated(tmp_path)
    (tmp_path / FILE).write_text("# a comment\n<<<<<<< ours\n", "utf-8")
    (finding,) = check_translation(tmp_path)
    assert finding.place == Place(str(tmp_path / FILE), 2, 1)
    assert finding.code == "bad-lock"


def test_the_work_plan_itself_has_no_finding() -> None:
    assert check_translation(ROOT / "source") == []
