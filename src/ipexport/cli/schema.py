"""`ipexport schema`: the JSON Schema of the dataset."""

from __future__ import annotations

import argparse

from ipexport.cli.messages import print_json

DESCRIPTION = """\
Prints the JSON Schema of a dataset in one document (YAML or JSON), for editors that help while
typing and for programs that make datasets."""
EXAMPLES = """\
examples:
  ipexport schema                       on the screen
  ipexport schema > workplan.schema.json
  ipexport schema | python -m json.tool --indent 4"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001
    from ipexport.dataset.schema import json_schema

    print_json(json_schema())
    return 0
