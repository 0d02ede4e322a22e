"""Tasks in several processes, whatever happens to them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ipexport.errors import Finding, OutputError, Place, SourceError
from ipexport.parallel import for_each

FINDING = Finding("no-glyph", "error", Place("a.yaml", 1, 2), "no font has it", "use another")


def add(shared: int, task: int) -> tuple[int, int]:
    return shared + task, os.getpid()


def fail_at_three(_: int, task: int) -> int:
    if task == 3:
        raise SourceError([FINDING])
    time.sleep(0.05)
    return task


def die(_: int, task: int) -> int:
    os._exit(task)


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_every_task_is_done_however_processes_start(method: str) -> None:
    results: list[tuple[int, int]] = []
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(method, force=True)
    try:
        for_each(add, 10, range(4), 2, results.append)
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert sorted(value for value, _ in results) == [10, 11, 12, 13]
    assert os.getpid() not in {process for _, process in results}


@pytest.mark.parametrize(("tasks", "jobs"), [([1], 4), ([1, 2], 1)])
def test_one_task_or_one_job_stays_in_this_process(tasks: list[int], jobs: int) -> None:
    results: list[tuple[int, int]] = []
    for_each(add, 0, tasks, jobs, results.append)
    assert {process for _, process in results} == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_findings_come_back_from_a_process_and_nothing_more_is_begun(jobs: int) -> None:
    results: list[int] = []
    with pytest.raises(SourceError) as caught:
        for_each(fail_at_three, 0, [1, 3, *range(4, 100)], jobs, results.append)
    assert caught.value.findings == (FINDING,)
    assert 1 in results
    assert len(results) < 10


def test_a_process_that_dies_is_one_clear_line() -> None:
    with pytest.raises(OutputError, match="a process ended before its work was done"):
        for_each(die, 0, [1, 2], 2, print)


def test_an_interrupt_keeps_what_is_done() -> None:
    results: list[int] = []

    def interrupt(result: int) -> None:
        results.append(result)
        if len(results) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        for_each(fail_at_three, 0, [1, 2, *range(4, 100)], 2, interrupt)
    assert 1 < len(results) < 10


PROGRAM = """
import os, sys, time
from ipexport.parallel import for_each

def work(_, task):
    open(f"{sys.argv[1]}/{os.getpid()}", "w").close()
    time.sleep(0.2)

if __name__ == "__main__":
    for_each(work, 0, range(1000), 2, lambda _: None)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_no_process_lives_on_when_the_first_one_is_ended(tmp_path: Path, number: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    notes = tmp_path / "notes"
    notes.mkdir()
    with subprocess.Popen(
        [sys.executable, program, notes], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as first:
        _wait_for(lambda: len(list(notes.iterdir())) == 2)
        if number == "SIGINT":
            os.killpg(first.pid, signal.SIGINT)  # as a terminal does: every process gets it
        else:
            first.send_signal(signal.Signals[number])
        first.wait(10)
        assert first.stderr is not None
        said = first.stderr.read()
    _wait_for(lambda: not any(_runs(int(path.name)) for path in notes.iterdir()))
    assert said.count("Traceback") == (number == "SIGINT")


def _wait_for(condition: object) -> None:
    assert callable(condition)
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited 10 seconds in vain")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and stat.read_text().rsplit(") ", 1)[1].startswith("Z"))
