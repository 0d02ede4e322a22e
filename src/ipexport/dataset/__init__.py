"""The canonical dataset: YAML (a folder or one document) and JSON <-> model.

`reading` turns nodes into the model and finds everything that is wrong, `writing` prints the
model as people would, `schema` describes both. Every message names file:line:column.
"""

from ipexport.dataset.cells import Places
from ipexport.dataset.reading import (
    Loaded,
    Part,
    Placed,
    load_dataset,
    load_json,
    load_part,
    load_placed,
)
from ipexport.dataset.writing import dump_folder, dump_json, dump_yaml, joined_json

__all__ = [
    "Loaded",
    "Part",
    "Placed",
    "Places",
    "dump_folder",
    "dump_json",
    "dump_yaml",
    "joined_json",
    "load_dataset",
    "load_json",
    "load_part",
    "load_placed",
]
