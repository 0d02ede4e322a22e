"""YAML text that is to say something else: nothing else changes."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ipexport.dataset import dump_folder, dump_yaml, load_dataset
from ipexport.dataset.editing import edited, with_english
from ipexport.model import texts
from ipexport.translation.texts import load_texts
from tests.sample import with_english as translated
from tests.sample import work_plan

ROOT = Path(__file__).parents[2]
Shape = Any


def said(text: str) -> Shape:
    """What a YAML text says, every scalar being a text."""
    return yaml.load(text, yaml.BaseLoader)


@pytest.mark.parametrize(
    ("old", "shape", "new"),
    [
        ("a: 1  # why\nb: 2\n", {"a": "3", "b": "2"}, "a: '3'  # why\nb: 2\n"),
        ("# top\na: x\n# b\nb: y\n", {"b": "y"}, "# top\n# b\nb: y\n"),
        ("a: x\n\n# of b\nb: y\n\n# of c\nc: z\n", {"a": "x", "c": "z"}, "a: x\n\n# of c\nc: z\n"),
        ("a: x\nc: 'z'\n", {"a": "x", "b": ["y"], "c": "z"}, "a: x\nb:\n- y\nc: 'z'\n"),
        ("a:\n- x # one\n- y\n", {"a": ["new", "x", "y"]}, "a:\n- new\n- x # one\n- y\n"),
        ("a:\n  # first\n  - x\n\n  - y\n", {"a": ["y"]}, "a:\n  - y\n"),
        ("a:\n\n- x\n\n# of y\n- y\n", {"a": ["y", "x", "z"]}, "a:\n\n# of y\n- y\n\n- x\n\n- z\n"),
        ("- id: p\n  t: x # why\n- id: q\n", [{"id": "q"}, {"id": "p", "t": "y"}], "- id: q\n- id: p\n  t: y # why\n"),
        ("- x\n# of x\n\n# of y\n- y\n", ["x"], "- x\n# of x\n"),
        ("a: []\n", {"a": ["x", {"zh": "y"}]}, "a:\n- x\n- zh: y\n"),
        ("a:\n- x\n- y\nb: z\n", {"a": [], "b": "z"}, "a: []\nb: z\n"),
        ("a:\n  zh: x\n  en: y\nb: z\n", {"a": "x", "b": "z"}, "a: x\nb: z\n"),
        ("a:\nb: z\n", {"a": "x", "b": "z"}, "a: x\nb: z\n"),
        ("-\n- y\n", ["x", "y"], "- x\n- y\n"),
        ("a: |\n  x\n  y\n\n# b\nb: z\n", {"a": "new", "b": "z"}, "a: new\n\n# b\nb: z\n"),
        ("a: [x,  'y', z]\n", {"a": ["x", "y"]}, "a: [x,  'y']\n"),
        ("a: {b: x, c: y} # why\n", {"a": {"c": "y", "d": ["z"]}}, 'a: {c: y, d: ["z"]} # why\n'),
        ("- - x\n  - y\n- z\n", [["x", "new"], "z"], "- - x\n  - new\n- z\n"),
        ("- t:\n  - x\n- t:\n  - y\n\n  - z\n", [{"t": ["x", "w"]}, {"t": ["y", "z"]}], "- t:\n  - x\n\n  - w\n- t:\n  - y\n\n  - z\n"),
        ("", {"a": "x"}, "a: x\n"),
        ("a: x", {"a": "x", "b": "y"}, "a: x\nb: y"),
        ("? a\n: x\nb: y\n", {"a": "z", "b": "y"}, "? a\n: z\nb: y\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_is_new_is_written_where_it_belongs(old: str, shape: Shape, new: str, line_end: str) -> None:
    is_known = "\n" in old
    old, new = old.replace("\n", line_end), new.replace("\n", line_end if is_known else "\n")
    assert edited(old, shape) == new
    assert said(new) == shape


def test_what_a_file_says_in_its_own_way_stays_where_nothing_is_new() -> None:
    text = "- zh: 中\n- {label: 2., zh: 国}\n- x  # why\n"
    assert edited(text, ["中", "国", "y"], ["中", "国", "x"]) == text.replace("x", "y")


def test_what_cannot_be_kept_is_written_anew() -> None:
    assert edited("a: |+\n  x\n\n\nb: y\n", {"a": "x\n\n\n"}) == 'a: "x\\n\\n\\n"\n'


words = st.one_of(
    st.sampled_from(["", "中", "a: b", "x # y", "- x", "'", '"', "no", "1", "[a]", "a,b", "#", "|", "两 行"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8),
)
shapes = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["id", "zh", "en", "x-y"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@st.composite
def typed(draw: st.DrawFn, shape: Shape, column: int = 0, flow: bool = False) -> str:
    """A shape as somebody could have typed it, in a column, from its first line on."""
    if isinstance(shape, str):
        quoted = yaml.dump(shape, default_style='"', allow_unicode=True, width=2**20).strip()
        plain = draw(st.booleans()) and shape.isalnum()
        if not flow and plain and draw(st.booleans()):
            return f"|-\n{' ' * (column + 1)}{shape}"
        return shape if plain else quoted
    if flow or not shape or draw(st.integers(0, 4)) == 0:
        comma = draw(st.sampled_from([",", ", ", " ,  "]))
        if isinstance(shape, list):
            return f"[{comma.join([draw(typed(item, 0, True)) for item in shape])}]"
        return (
            "{" + comma.join(f'"{key}": {draw(typed(value, 0, True))}' for key, value in shape.items()) + "}"
        )
    lines = []
    for key, value in shape.items() if isinstance(shape, dict) else [(None, item) for item in shape]:
        step = draw(st.integers(2, 4))
        if key is None:
            dash = "-" + " " * (step - 1)
            inner = draw(typed(value, column + step))
            lines.append(f"{dash}{inner}")
        else:
            inner = draw(typed(value, column + step))
            is_block = bool(value) and not isinstance(value, str) and inner[0] not in "[{"
            gap = f"{draw(comments)}\n{draw(between)}{' ' * (column + step)}" if is_block else " "
            lines.append(f"{key}:{gap}{inner}")
        if "|-\n" not in lines[-1].rpartition("\n")[0][-3:] + "\n":
            lines[-1] += draw(comments) if not lines[-1].rpartition("\n")[2].strip().isalnum() else ""
    parts = [lines[0]]
    for line in lines[1:]:
        parts.append(f"\n{draw(between)}{' ' * column}{line}")
    return "".join(parts)


comments = st.sampled_from(["", "", "  # why"])
between = st.sampled_from(["", "", "\n", "# above\n", "\n# above\n", "# below\n\n"])


@given(st.data(), shapes, shapes)
def test_any_text_says_any_shape(data: st.DataObject, old: Shape, new: Shape) -> None:
    """And stays as it is where it says that already."""
    text = "# top\n" + data.draw(typed(old)) + data.draw(st.sampled_from(["", "\n", "\n# end\n"]))
    text = text.replace("\n", data.draw(st.sampled_from(["\n", "\r\n"])))
    assert said(text) == old
    assert edited(text, old) == text
    with pytest.MonkeyPatch.context() as patch:
        # Nothing here is so rare that the text had to be written anew.
        patch.setattr("ipexport.dataset.editing._says", lambda *_: True)
        assert said(edited(text, new)) == new


@given(
    st.data(),
    st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1),
    st.lists(st.sampled_from("abcdefghij"), unique=True),
)
def test_an_item_that_stays_keeps_its_comments(data: st.DataObject, old: list[str], new: list[str]) -> None:
    text = "k:\n" + "".join(
        f"{data.draw(st.sampled_from(['', chr(10)]))}# of {one}\n- '{one}' # {one}\n" for one in old
    )
    after = edited(text, {"k": new})
    assert said(after) == {"k": new}
    for one in set(old) & set(new):
        assert f"# of {one}\n- '{one}' # {one}" in after


def test_the_real_dataset_stays_as_it_is_to_the_byte() -> None:
    work_plan = load_dataset(ROOT / "source").work_plan
    for name, data in dump_folder(work_plan).items():
        text = (ROOT / "source" / name).read_bytes().decode()
        assert edited(text, said(data.decode())) == text


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
