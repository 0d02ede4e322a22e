"""`ipexport schema` as a user sees it."""

from __future__ import annotations

import json

import pytest

from ipexport.cli import main
from ipexport.compare.schema import changes_schema
from ipexport.dataset.schema import form_schema, json_schema


def test_the_schema_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == json_schema()
    assert said.err == ""


def test_the_schema_of_changes_is_printed_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "changes"]) == 0
    assert json.loads(capsys.readouterr().out) == changes_schema()


def test_the_schema_of_the_form_is_printed_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "form"]) == 0
    assert json.loads(capsys.readouterr().out) == form_schema()


def test_there_is_no_other_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "styles"]) == 2
    assert "'styles'" in capsys.readouterr().err
