"""The glossary: its file, and its terms in texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipexport.errors import SourceError
from ipexport.translation.glossary import Term, load_glossary, stands_in


def write(folder: Path, text: str) -> Path:
    (folder / "glossary.yaml").write_text(text, "utf-8")
    return folder


def test_a_dataset_without_a_glossary_has_no_terms(tmp_path: Path) -> None:
    assert load_glossary(tmp_path).terms == ()


def test_terms_have_their_forms_and_notes(tmp_path: Path) -> None:
    text = "terms:\n- zh: 知识产权\n  en: intellectual property\n  also: [IP]\n  note: IP later.\n  source: WIPO\n"
    (term,) = load_glossary(write(tmp_path, text)).terms
    assert term == Term("知识产权", ("intellectual property", "IP"), "IP later.", "WIPO")


def test_the_longest_term_of_a_place_is_the_term(tmp_path: Path) -> None:
    text = "terms:\n- {zh: 专利, en: patent}\n- {zh: 专利导航, en: patent navigation}\n- {zh: 导航, en: navigation}\n"
    glossary = load_glossary(write(tmp_path, text))
    assert [term.zh for term in glossary.found_in("开展专利导航")] == ["专利导航"]
    assert [term.zh for term in glossary.found_in("开展专利导航和专利分析")] == ["专利导航", "专利"]


@pytest.mark.parametrize(
    ("form", "english"),
    [
        ("patent", "Patents were granted."),
        ("patent agency", "patent agencies"),
        ("commercialise", "commercialising"),
        ("Supreme People’s Court", "the Supreme People's Court"),
        ("IP-intensive industry", "IP-Intensive Industries"),
        ("Hefei–Wuhu–Bengbu", "Hefei-Wuhu-Bengbu"),
        ("IP", "(IP)"),
        ("enterprise with strengths", "enterprises with strengths"),
        ("National Service Platform", "National\u00a0Service Platform"),
    ],
)
def test_capitals_endings_and_the_shape_of_marks_are_free(form: str, english: str) -> None:
    assert stands_in(Term("x", (form,)), english)


@pytest.mark.parametrize(
    ("form", "english"),
    [
        ("IP", "ownership"),
        ("patent", "unpatented"),
        ("patent navigation", "navigation of patents"),
        ("pledge", "plan"),
    ],
)
def test_other_words_are_not_the_term(form: str, english: str) -> None:
    assert not stands_in(Term("x", (form,)), english)


def test_any_of_the_forms_will_do() -> None:
    assert stands_in(Term("x", ("intellectual property", "IP")), "the IP office")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("term: []\n", "glossary.yaml:1:1: error: the glossary has no key 'term' (did you mean 'terms'?)"),
        ("terms: []\n", "glossary.yaml:1:8: error: the glossary has no term"),
        ("terms: x\n", "glossary.yaml:1:8: error: terms is a list"),
        ("- zh: x\n", "glossary.yaml:1:1: error: the glossary is a mapping"),
        ("terms:\n- zh: 甲\n", "glossary.yaml:2:3: error: a term lacks 'en'"),
        ("terms:\n- {zh: 甲, en: a, allso: []}\n", "glossary.yaml:2:18: error: a term has no key 'allso' (did you mean 'also'?)"),
        ("terms:\n- {zh: 甲, en: ''}\n", "glossary.yaml:2:15: error: en of a term is empty"),
        ("terms:\n- {zh: 甲, en: a, also: ['']}\n", "glossary.yaml:2:25: error: a form in also is empty"),
        ("terms:\n- {zh: 甲, en: a, also: [b, A]}\n", "glossary.yaml:2:28: error: the form 'A' stands twice"),
        ("terms:\n- {zh: 甲, en: a}\n- {zh: 甲, en: b}\n", "glossary.yaml:3:3: error: the term '甲' stands twice, first in"),
        ("terms:\n- {zh: 甲, en: [a]}\n", "glossary.yaml:2:15: error: en of a term is one text, not a list"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_glossary_is_found_at_its_place(tmp_path: Path, text: str, message: str) -> None:
    found = [str(finding) for finding in load_glossary(write(tmp_path, text)).findings]
    assert any(message in line for line in found), found


def test_a_wrong_term_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    glossary = load_glossary(write(tmp_path, "terms:\n- {zh: 甲}\n- {zh: 乙, en: b}\n"))
    assert [term.zh for term in glossary.terms] == ["乙"]


def test_a_glossary_that_is_not_yaml_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not valid YAML"):
        load_glossary(write(tmp_path, "terms: ["))
