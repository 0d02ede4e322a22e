"""English written into YAML text: nothing else changes."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.dataset import dump_yaml, load_dataset
from ipexport.dataset.editing import with_english
from ipexport.model import texts
from ipexport.translation.texts import load_texts
from tests.sample import with_english as translated
from tests.sample import work_plan

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("old", "place", "new"),
    [
        ("a: 中", (1, 4), "a:\n  zh: 中\n  en: New"),
        ("- 中", (1, 3), "- zh: 中\n  en: New"),
        ("-   '中'  # why\n", (1, 5), "-   zh: '中'\n    en: New  # why\n"),
        ("a:\n  - b: 中\n", (2, 8), "a:\n  - b:\n      zh: 中\n      en: New\n"),
        ("zh: 中  # why\n# and\n", (1, 5), "zh: 中  # why\nen: New\n# and\n"),
        ("- label: 3.\n  zh: 中\n", (2, 7), "- label: 3.\n  zh: 中\n  en: New\n"),
        ("zh: 中\nen: old  # why\n", (1, 5), "zh: 中\nen: New  # why\n"),
        ("en: 'it''s'\nzh: 中\n", (2, 5), "en: New\nzh: 中\n"),
        ("zh: 中\nen: |\n  old\n  older\n\n# end\n", (1, 5), "zh: 中\nen: New\n\n# end\n"),
        ("zh: |-\n  中\nlabel: 1.\n", (1, 5), "zh: |-\n  中\nen: New\nlabel: 1.\n"),
        ("a: 中\n  国\n", (1, 4), "a:\n  zh: 中 国\n  en: New\n"),
        ("a: {zh: 中}\n", (1, 9), 'a: {zh: 中, en: "New"}\n'),
        ("a: {zh: 中, en: old}\n", (1, 9), 'a: {zh: 中, en: "New"}\n'),
        ("a: [中, 国]\n", (1, 5), 'a: [{zh: 中, en: "New"}, 国]\n'),
        ('{"a": {"zh": "中"}}', (1, 14), '{"a": {"zh": "中", en: "New"}}'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_english_is_written_where_it_belongs(
    old: str, place: tuple[int, int], new: str, line_end: str
) -> None:
    old, new = old.replace("\n", line_end), new.replace("\n", line_end if "\n" in old else "\n")
    assert with_english(old, {place: "New"}) == new


def files(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The English of a dataset by file and by the place of the Chinese."""
    found: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for one in load_texts(path).texts:
        found[one.zh_place.file][one.zh_place.line, one.zh_place.column] = one.text.en or ""
    return found


def test_the_real_dataset_with_its_own_english_stays_as_it_is_to_the_byte() -> None:
    for file, english in files(ROOT / "source").items():
        text = Path(file).read_bytes().decode()
        assert with_english(text, english) == text


def test_in_the_real_dataset_only_lines_of_english_change() -> None:
    for file, english in files(ROOT / "source").items():
        old = Path(file).read_text("utf-8")
        new = with_english(old, {place: f"“{words}” # & more: yes" for place, words in english.items()})
        pairs = list(zip(old.splitlines(), new.splitlines(), strict=True))
        changed = [line for before, line in pairs if before != line]
        assert len(changed) == len(english)
        assert all(line.lstrip().startswith("en: ") for line in changed)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), min_size=1)
)
def test_any_english_is_read_back(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    """In the sample without and with English; the words go to the texts in turn."""
    path = tmp_path_factory.mktemp("any") / "plan.yaml"
    words = [
        word for word in words if word.strip() and not set(word) & set("\u2028\u2029\ufffe\uffff\x85")
    ] or ["x"]
    for document in (work_plan(), translated(work_plan(), lambda _: "Old")):
        path.write_bytes(dump_yaml(document))
        places = list(files(path)[str(path)])
        english = {place: words[number % len(words)] for number, place in enumerate(places)}
        path.write_text(with_english(path.read_text("utf-8"), english), "utf-8", newline="")
        loaded = load_dataset(path).work_plan
        assert [one.zh for one in texts(loaded)] == [one.zh for one in texts(document)]
        assert list(files(path)[str(path)].values()) == list(english.values())
