"""A dataset that is to say something else: the files that change, each edited in place.

What comes out is read before anything is written: the files are the truth, and must say exactly what
was meant.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml

from ipexport.dataset.editing import edited
from ipexport.dataset.reading import load_dataset
from ipexport.dataset.writing import TOP, Shape, document_shape, folder_shapes
from ipexport.errors import OutputError, RequestError, SourceError
from ipexport.model import WorkPlan
from ipexport.nodes import MAX_SIZE, decode, read_file

_MARK = b"\xef\xbb\xbf"


def updated_files(source: Path, old: WorkPlan, new: WorkPlan, max_size: int = MAX_SIZE) -> dict[Path, bytes]:
    """The new bytes of each file of the dataset that changes; `old` is what it says now.

    Raises `RequestError` for a dataset that is no YAML, `OutputError` when what would be written does
    not say what `new` does.
    """
    shapes = _shapes(source, old, new)
    texts = {path: read_file(path, max_size) for path in shapes}
    problem = "it says something else"
    # What the files say in their own way stays so, unless that has come to mean something else.
    for keeps in (True, False):
        try:
            files = {
                path: _edited(path, texts[path], after, before if keeps else None)
                for path, (before, after) in shapes.items()
            }
            if _read(source, files, max_size) == new:
                return {path: data for path, data in files.items() if data != texts[path]}
        except SourceError as error:
            problem = str(error.findings[0])
        except yaml.YAMLError as error:
            problem = str(error)
    raise OutputError(f"{source}: the merged dataset cannot be read again, nothing is written: {problem}")


def _shapes(source: Path, old: WorkPlan, new: WorkPlan) -> dict[Path, tuple[Shape, Shape]]:
    """What each file that is to change says now and then."""
    if not source.is_dir():
        if source.suffix.lower() == ".json":
            raise RequestError(f"{source}: only YAML is edited; make it with ipexport convert first")
        return {source: (document_shape(old), document_shape(new))} if old != new else {}
    before, after = folder_shapes(old), folder_shapes(new)
    changed = {source / name: (before[name], after[name]) for name in before if before[name] != after[name]}
    for path in changed:
        if not path.is_file():
            raise RequestError(f"{path}: there is no such file; each region that changes needs its own")
    return changed


def _edited(path: Path, data: bytes, new: Shape, old: Shape | None) -> bytes:
    mark = _MARK if data.startswith(_MARK) else b""
    return mark + edited(decode(data, str(path)), new, old).encode()


def _read(source: Path, files: dict[Path, bytes], max_size: int) -> WorkPlan:
    """What the dataset says with these files in it."""
    with tempfile.TemporaryDirectory(prefix="ipexport-") as name:
        folder = Path(name)
        copies = {source / TOP, *source.glob("regions/*.yaml")} if source.is_dir() else {source}
        for path in copies:
            target = folder / (path.relative_to(source) if source.is_dir() else path.name)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(files.get(path) or read_file(path, max_size))
        return load_dataset(folder if source.is_dir() else folder / source.name, max_size).work_plan
