"""What is written of a dataset, where reading it back does not show it."""

from __future__ import annotations

from dataclasses import replace

from ipexport.dataset import dump_json, joined_json
from ipexport.model import Text
from tests.sample import work_plan


def test_json_of_the_parts_of_a_work_plan_is_that_of_the_whole() -> None:
    whole = replace(work_plan(), title=Text('"regions": [甲]}'))
    parts = [replace(whole, regions=(region,)) for region in whole.regions]
    dumped = [dump_json(part, indent=None) for part in parts]
    assert joined_json(dumped) == dump_json(whole, indent=None)
