"""The command line as a whole: help, exit codes, and that no traceback reaches a user."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import ipexport
from ipexport.cli import COMMANDS, command_module, main, make_parser
from ipexport.errors import OutputError
from tests.plain import save_dataset

HEAVY = {"yaml", "docx", "openpyxl", "uharfbuzz", "lxml", "multiprocessing", "shtab"}


def run(*words: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "ipexport", *words]
    return subprocess.run(command, capture_output=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_describes_and_teaches_by_example(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main([*filter(None, [name]), "--help"]) == 0
    said = capsys.readouterr().out
    assert 3 <= said.partition("examples:")[2].count("\n  ipexport ") <= 5
    assert max(map(len, said.splitlines())) <= 100


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_example_of_the_help_can_be_parsed(name: str) -> None:
    examples = str(command_module(name).EXAMPLES if name else make_parser().epilog).splitlines()
    lines = [line.strip() for line in examples if line.startswith("  ipexport") and "COMMAND" not in line]
    assert lines
    for line in lines:
        command = re.split(r"  +| [>|&]", line)[0]
        arguments = make_parser().parse_args(shlex.split(command)[1:])
        assert arguments.command in COMMANDS


def test_help_imports_nothing_that_takes_time() -> None:
    program = "import sys; from ipexport.cli import main; main(['build', '--help']); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not HEAVY & set(said.stdout.rpartition("\n")[0].splitlines()[-1].split())


def test_version_is_printed_before_and_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == main(["check", "--version"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"ipexport {ipexport.__version__}"] * 2


@pytest.mark.parametrize(
    ("words", "quiet", "verbose"),
    [
        ("build", False, False),
        ("--quiet build", True, False),
        ("build --quiet", True, False),
        ("--verbose build", False, True),
        ("build --verbose", False, True),
        ("--quiet build --verbose", True, True),
    ],
)
def test_global_options_stand_before_or_after_the_command(words: str, quiet: bool, verbose: bool) -> None:
    arguments = make_parser().parse_args(words.split())
    assert (arguments.quiet, arguments.verbose) == (quiet, verbose)


def test_no_command_prints_the_help_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr()
    assert (said.out, "examples:" in said.err) == ("", True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("biuld", "biuld"),
        ("build --fromat pdf", "unrecognized arguments: --fromat"),
        ("build -j 0", "argument -j/--jobs: '0' is not a whole number from 1"),
        ("build --max-size much", "argument --max-size: 'much' is not a whole number from 1"),
        ("convert source", "OUTPUT"),
    ],
)
def test_wrong_arguments_are_one_line(capsys: pytest.CaptureFixture[str], words: str, message: str) -> None:
    assert main(words.split()) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("ipexport: ")
    assert message in line
    assert line.endswith("--help)")


def test_an_error_is_one_line_with_the_name_of_the_program(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, OutputError("out/a\x1b[2J.pdf: cannot be written"))
    assert main(["build"]) == 2
    assert capsys.readouterr().err == "ipexport: out/a\\x1b[2J.pdf: cannot be written\n"


def test_an_interrupt_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())
    assert main(["build"]) == 130
    assert capsys.readouterr().err == "ipexport: interrupted\n"


@pytest.mark.parametrize("verbose", [False, True])
def test_a_bug_is_one_line_and_its_trace_only_with_verbose(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verbose: bool
) -> None:
    fail_with(monkeypatch, KeyError("x"))
    assert main(["build", *["--verbose"] * verbose]) == 2
    said = capsys.readouterr().err
    assert "ipexport: this is a bug in ipexport, please report it" in said
    assert "KeyError: 'x'" in said
    assert ("Traceback" in said) == verbose


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(ipexport, "build", fail)


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_the_completion_of_a_shell_knows_commands_options_and_formats(
    capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    assert main(["--print-completion", shell]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in (*COMMANDS, "max-size", "xlsx"))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_has_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "ipexport", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait(10)) == (b"", 141)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux")
def test_a_standard_output_that_is_full_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "ipexport", "schema"]
        process = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert process.returncode == 2
    assert process.stderr == b"ipexport: standard output: No space left on device\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_a_console_without_chinese_gets_escapes(tmp_path: Path, encoding: str) -> None:
    source = save_dataset(tmp_path / "省")
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    said = run("check", str(source), env=environment)
    assert (said.returncode, b"Traceback" in said.stderr) == (1, False)
    assert said.stdout.decode(encoding)
    listed = run("check", str(source), "--json", env=environment)
    assert (listed.returncode, listed.stdout.isascii()) == (1, True)
