"""The public API: small, instant, documented."""

from __future__ import annotations

import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import ipexport
from ipexport import errors

ROOT = Path(__file__).parents[1]


def test_the_public_names_are_these() -> None:
    assert set(ipexport.__all__) == {
        "IpexportError",
        "__version__",
        "build",
        "check",
        "diff",
        "read",
        "write",
    }
    assert ipexport.IpexportError is errors.IpexportError
    assert all(getattr(ipexport, name) for name in ipexport.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="diff_all"):
        _ = ipexport.diff_all


def test_every_function_says_what_it_does_and_raises() -> None:
    for name in ("read", "write", "check", "diff", "build"):
        said = inspect.getdoc(getattr(ipexport, name)) or ""
        assert "IpexportError" in said, name


def test_build_is_still_the_function_after_its_module_was_imported(tmp_path: Path) -> None:
    with pytest.raises(ipexport.IpexportError):
        ipexport.build(tmp_path / "nowhere", tmp_path / "out")
    assert inspect.isfunction(ipexport.build)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project.get("version", ipexport.__version__) == ipexport.__version__


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    program = "import sys, ipexport; print([name for name in sys.modules if name.startswith('ipexport.')])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(ipexport.__file__).parent / "py.typed").is_file()
