"""YAML and JSON as nodes: places, limits, and what is refused."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.errors import SourceError
from ipexport.nodes import (
    Findings,
    Mapping,
    Node,
    Scalar,
    Sequence,
    decode,
    parse_json,
    parse_yaml,
    read_file,
)


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.entries}


def finding(text: str, name: str = "a.yaml") -> str:
    with pytest.raises(SourceError) as caught:
        (parse_json if name.endswith("json") else parse_yaml)(text, name)
    (found,) = caught.value.findings
    return str(found)


def test_a_node_knows_its_line_and_column() -> None:
    node = parse_yaml("title: 方案\nregions:\n- shanghai\n-   hubei\n", "a.yaml")
    assert isinstance(node, Mapping)
    regions = node.entries[1][1]
    assert isinstance(regions, Sequence)
    assert [str(item.place) for item in regions.items] == ["a.yaml:3:3", "a.yaml:4:5"]


def test_scalars_stay_text_whatever_they_look_like() -> None:
    text = "[310000, no, 2018-01-31, 1:30, ~, 0x10, null]"
    assert plain(parse_yaml(text, "a")) == ["310000", "no", "2018-01-31", "1:30", "~", "0x10", "null"]


def test_json_gives_the_same_nodes_with_places() -> None:
    node = parse_json('{"title": "方案",\n "keywords": ["a", 12]}', "a.json")
    assert plain(node) == {"title": "方案", "keywords": ["a", "12"]}
    assert isinstance(node, Mapping)
    assert str(node.entries[1][1].place) == "a.json:2:14"


json_values = st.recursive(
    st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(json_values, st.sampled_from([None, 1, "\t"]))
def test_any_json_of_texts_is_read_as_json_reads_it(value: object, indent: int | str | None) -> None:
    assert plain(parse_json(json.dumps(value, indent=indent), "a.json")) == value


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_finding(text: str) -> None:
    for parse in (parse_yaml, parse_json):
        with contextlib.suppress(SourceError):
            parse(text, "a")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1,\nb: 2", "a.yaml:1:4: error: not valid YAML"),
        ("a: b: c", "a.yaml:1:5: error: not valid YAML"),
        ("", "a.yaml:1:1: error: the file is empty"),
        ("a: &x [1]\nb: *x", "anchors and aliases"),
        ("a: !!python/object:os.system {}", "not valid YAML|the tag"),
        ("a: !include x", "the tag"),
        ("? [a]\n: b", "a key is a word"),
        ("a: \x07", "control"),
    ],
)
def test_wrong_yaml_is_one_finding_with_its_place(text: str, said: str) -> None:
    assert any(part in finding(text) for part in said.split("|"))


def test_a_billion_laughs_is_refused_at_once() -> None:
    laughs = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    assert "anchors and aliases" in finding(laughs)


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
@pytest.mark.parametrize("depth", [100, 100_000])
def test_deep_nesting_is_refused(name: str, depth: int) -> None:
    assert "error" in finding("[" * depth + "]" * depth, name)


@pytest.mark.parametrize("text", ['{"a": }', "[1, 2", "nope", '{"a" 1}', "{1: 2}x", '"\\ud8', "", "[1 2]"])
def test_wrong_json_is_one_finding(text: str) -> None:
    assert "not valid JSON" in finding(text, "a.json")


def test_a_file_over_the_limit_names_the_option(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a" * (3 * 2**20))
    with pytest.raises(SourceError, match=r"3 MB; the limit is 1 MB \(allow more with --max-size 4\)"):
        read_file(path, max_size=2**20)


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.yaml: error: cannot be read: No such file"):
        read_file(tmp_path / "none.yaml")


def test_text_that_is_not_utf_8_is_found_at_its_line() -> None:
    with pytest.raises(SourceError, match=r"a.yaml:2:4: error: not UTF-8"):
        decode(b"x\nab " + "方案".encode("gbk"), "a.yaml")


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode(b"\xef\xbb\xbfa: b", "a") == "a: b"


def test_an_unknown_key_comes_with_the_nearest_known_one() -> None:
    findings = Findings()
    findings.mapping(parse_yaml("titel: x", "a.yaml"), "the work plan", ("title", "regions"))
    (found,) = findings.found
    assert (
        str(found)
        == "a.yaml:1:1: error: the work plan has no key 'titel' (did you mean 'title'?) [unknown-key]"
    )


def test_a_key_that_stands_twice_is_a_finding() -> None:
    findings = Findings()
    findings.mapping(parse_yaml("a: 1\na: 2", "a.yaml"), "it", ("a",))
    assert [found.code for found in findings.found] == ["duplicate-key"]
