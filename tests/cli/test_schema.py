"""`ipexport schema` as a user sees it."""

from __future__ import annotations

import json

import pytest

from ipexport.cli import main
from ipexport.dataset.schema import json_schema


def test_the_schema_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == json_schema()
    assert said.err == ""
