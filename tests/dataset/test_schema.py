"""The published schema says what the reader accepts."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from ipexport.dataset import dump_json, dump_yaml, load_dataset
from ipexport.dataset.schema import form_schema, json_schema
from ipexport.nodes import parse_yaml
from tests.sample import work_plan
from tests.test_nodes import plain

SOURCE = Path(__file__).parents[2] / "source"


def validate(value: object) -> None:
    jsonschema.Draft202012Validator(json_schema()).validate(value)


def test_the_schema_is_valid_itself() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_sample_and_the_real_dataset_fit_the_schema() -> None:
    for work in (work_plan(), load_dataset(SOURCE).work_plan):
        validate(json.loads(dump_json(work)))
        validate(plain(parse_yaml(dump_yaml(work).decode(), "a")))


def test_what_the_reader_refuses_does_not_fit() -> None:
    shape = json.loads(dump_json(work_plan()))
    shape["regions"][0]["focus_areas"][0]["tasks"][0]["taks"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        validate(shape)


def test_the_form_of_the_real_dataset_fits_its_schema() -> None:
    validator = jsonschema.Draft202012Validator(form_schema())
    validator.check_schema(form_schema())
    shape = yaml.safe_load((SOURCE / "form.yaml").read_text("utf-8"))
    shape["deadline"] = str(shape["deadline"])
    validator.validate(shape)
    shape["questions"][0]["valeus"] = []
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(shape)
