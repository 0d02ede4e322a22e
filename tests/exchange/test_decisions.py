"""The decisions file: what is asked, what was said, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.compare.merging.decisions import Edited
from ipexport.compare.places import Place, Step
from ipexport.exchange.cases import Case, case_id
from ipexport.exchange.decisions import Decisions, load_decisions, updated_decisions
from ipexport.model import RegionId


def case(
    base: str = "旧。", ours: str = "我们的。", theirs: str = "他们的。", language: str | None = "zh"
) -> Case:
    task = Step("anhui-1", "任务。", 1)
    return Case(
        id=case_id("anhui-1", "plan", "conflict", "zh", base, theirs),
        kind="conflict",
        region=RegionId("anhui"),
        cell=("anhui-1", "plan", 1),
        what="item",
        at=Place(task=task, cell="plan", item=1),
        why="the dataset has changed since",
        file="a.xlsx",
        place=None,
        base=base,
        ours=ours,
        theirs=theirs,
        language=language,  # type: ignore[arg-type]
    )


def decided(path: Path, one: Case, take: str) -> Decisions:
    text = updated_decisions(path, Decisions(), [one]).decode()
    path.write_text(text.replace("take: ''", f"take: {take}"), "utf-8")
    return load_decisions(path)


def test_what_was_not_decided_is_no_decision(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_bytes(updated_decisions(path, Decisions(), [case()]))
    assert load_decisions(path).of(case()) is None
    assert load_decisions(tmp_path / "none.yaml").of(case()) is None


@pytest.mark.parametrize(
    ("take", "chosen", "after"),
    [("ours", "ours", "我们的。"), ("theirs", "theirs", "他们的。"), ("新的。", Edited("新的。"), "新的。")],
)
def test_a_decision_holds_before_and_after_it_was_followed(
    tmp_path: Path, take: str, chosen: object, after: str
) -> None:
    decisions = decided(tmp_path / "d.yaml", case(), take)
    assert decisions.of(case()) == chosen
    assert decisions.of(case(ours=after)) == "ours" or take == "theirs"
    # Seen from the other file, where two files contradicted each other.
    assert decisions.of(case(ours=after, theirs="我们的。")) == "ours"


def test_a_decision_about_other_texts_does_not_hold(tmp_path: Path) -> None:
    decisions = decided(tmp_path / "d.yaml", case(), "theirs")
    for other in (case(base="更旧。"), case(ours="又改了。"), case(theirs="另一份。")):
        assert decisions.of(other) is None
    assert [one.code for one in decisions.stale([case(ours="又改了。")])] == ["stale-decision"]
    assert decisions.stale([case(base="更旧。")]) == []


def test_only_a_text_can_be_written_anew(tmp_path: Path) -> None:
    one = case(language=None)
    decisions = decided(tmp_path / "d.yaml", one, "新的。")
    assert decisions.of(one) is None
    assert [finding.code for finding in decisions.stale([one])] == ["unknown-decision"]


def test_an_entry_that_stands_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    entry = updated_decisions(path, Decisions(), [case()]).decode().partition("\n\n")[2]
    path.write_text(entry + entry, "utf-8")
    assert [str(one).rpartition(" [")[2] for one in load_decisions(path).findings] == ["duplicate-id]"]


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1)


@given(words, words, words)
def test_any_texts_can_be_decided_between(
    tmp_path_factory: pytest.TempPathFactory, base: str, ours: str, theirs: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "d.yaml"
    one = case(base, ours, theirs)
    decisions = decided(path, one, "theirs")
    assert decisions.findings == ()
    assert decisions.of(one) == ("ours" if ours == theirs else "theirs")
    # What was decided stays, what is new comes after it, and nothing is written anew.
    text = path.read_text("utf-8")
    more = updated_decisions(
        path, decisions, [replace(one, taken="theirs"), replace(case(), id="x.y.z")]
    ).decode()
    assert "take: theirs" in more
    assert "x.y.z" in more
    assert updated_decisions(path, decisions, [replace(one, taken="theirs")]).decode() == text
