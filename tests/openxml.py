"""Office files as Microsoft's own validator sees them: the Open XML SDK, in a process of its own.

The wheel python-redlines-ooxmlpowertools carries the SDK with a .NET that only serves the one
program in it. `_unpack` lays that .NET out as an installed one, so that pythonnet can start it.
A process of its own, because .NET brings threads and signal handlers that other tests would meet.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple

import pytest

needs_sdk = pytest.mark.skipif(
    not (find_spec("python_redlines_ooxmlpowertools") and find_spec("pythonnet")),
    reason="pip install python-redlines-ooxmlpowertools pythonnet",
)
"""Marks a test that asks the validator."""


class Complaint(NamedTuple):
    """Something that the validator found: in which part, at which XPath, what."""

    part: str
    path: str
    message: str


def complaints(data: bytes, kind: Literal["docx", "xlsx"]) -> list[Complaint]:
    """What Microsoft's validator finds in a file, by the rules of Office 2013; the first 1,000."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{kind}"
        path.write_bytes(data)
        validator = _validator()
        assert validator.stdin
        assert validator.stdout
        print(path, file=validator.stdin, flush=True)
        answer = validator.stdout.readline()
    assert answer, "the validator ended"
    return [Complaint(*found) for found in json.loads(answer)]


@cache
def _validator() -> subprocess.Popen[str]:
    """A process that reads paths and answers each with a line of JSON."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.openxml"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).parents[1],
        # Without it .NET looks for the library ICU.
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "PYTHONUTF8": "1"},
    )
    assert process.stdin
    atexit.register(process.wait)
    atexit.register(process.stdin.close)
    return process


def _serve(paths: IO[str], answers: IO[str]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        _start_dotnet(root)
        for line in paths:
            path = line.rstrip("\n")
            print(json.dumps(_validate(path)), file=answers, flush=True)


def _start_dotnet(root: Path) -> None:
    config = _unpack(root)
    from clr_loader import get_coreclr
    from pythonnet import set_runtime

    set_runtime(get_coreclr(runtime_config=config, dotnet_root=root))
    import clr

    clr.AddReference(str(root / "program" / "DocumentFormat.OpenXml.dll"))


def _validate(path: str) -> list[tuple[str, str, str]]:
    from DocumentFormat.OpenXml import FileFormatVersions
    from DocumentFormat.OpenXml.Packaging import SpreadsheetDocument, WordprocessingDocument
    from DocumentFormat.OpenXml.Validation import OpenXmlValidator

    validator = OpenXmlValidator(FileFormatVersions.Office2013)
    kind = WordprocessingDocument if path.endswith(".docx") else SpreadsheetDocument
    try:
        document = kind.Open(path, False)
    except Exception as error:
        return [("", "", f"cannot be opened: {error}")]
    try:
        return [_found(error) for error in validator.Validate(document)]
    finally:
        document.Dispose()


def _found(error: Any) -> tuple[str, str, str]:
    part = error.Part.Uri.ToString() if error.Part else ""
    return part, error.Path.XPath if error.Path else "", error.Description


def _unpack(root: Path) -> Path:
    """Lays the wheel's .NET out as dotnet/docs/design/features/host-components describes it.

    Returns the path of the configuration of a program that runs in it.
    """
    import python_redlines_ooxmlpowertools as wheel

    program = root / "program"
    (archive,) = (path for path in (Path(wheel.__path__[0]) / "_binaries").iterdir() if path.suffix)
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as package:
            package.extractall(program)
    else:
        with tarfile.open(archive) as package:
            package.extractall(program, filter="data")
    own = json.loads((program / "redlines.runtimeconfig.json").read_text("utf-8"))["runtimeOptions"]
    framework = own["includedFrameworks"][0]
    resolver = root / "host" / "fxr" / framework["version"]
    runtime = root / "shared" / framework["name"] / framework["version"]
    resolver.mkdir(parents=True)
    runtime.mkdir(parents=True)

    dependencies = json.loads((program / "redlines.deps.json").read_text("utf-8"))
    target = dependencies["runtimeTarget"]["name"]
    (name,) = (name for name in dependencies["targets"][target] if name.startswith("runtimepack."))
    assets = dependencies["targets"][target][name]
    for asset in (*assets["runtime"], *assets["native"]):
        shutil.move(program / asset, (resolver if "hostfxr" in asset else runtime) / asset)
    dependencies["targets"] = {target: {name: assets}}
    dependencies["libraries"] = {name: dependencies["libraries"][name]}
    (runtime / f"{framework['name']}.deps.json").write_text(json.dumps(dependencies), "utf-8")
    config = root / "runtimeconfig.json"
    config.write_text(json.dumps({"runtimeOptions": {"tfm": own["tfm"], "framework": framework}}), "utf-8")
    return config


if __name__ == "__main__":
    _serve(sys.stdin, sys.stdout)
