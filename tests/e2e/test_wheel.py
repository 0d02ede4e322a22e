"""The wheel carries all it needs: unpacked elsewhere, in an empty folder, it builds every style."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ipexport.style import style_names

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files, as an installer lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("style", style_names())
def test_the_wheel_builds_the_dataset_in_an_empty_folder(unpacked: Path, tmp_path: Path, style: str) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-m", "ipexport", "build", "--style", style, "--quiet"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    assert len(list((tmp_path / "out").rglob("*.*"))) == 109
    where = [sys.executable, "-c", "import ipexport; print(ipexport.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.startswith(str(unpacked))


def test_the_wheel_prepares_mail_in_both_languages(unpacked: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    settings = "from: {address: office@example.org}\nrecipients:\n- {region: hubei, to: a@example.org, language: en}\n"
    settings += "- {region: anhui, to: b@example.org}\n"
    (tmp_path / "source/recipients.yaml").write_text(settings, "utf-8")
    command = [sys.executable, "-m", "ipexport", "mail", "prepare", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    assert subprocess.run(command, cwd=tmp_path, env=environment, check=False).returncode == 1
    assert {path.name for path in (tmp_path / "out/mail").glob("*.eml")} == {"anhui.eml", "hubei.eml"}


def test_pytest_finds_the_plugin_in_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(golden_document):\n    pass\n")
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=tmp_path, env=environment, check=True)
