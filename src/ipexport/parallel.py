"""Many tasks in several processes, results as they come, ending cleanly whatever happens."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ipexport.errors import IpexportError, OutputError

if TYPE_CHECKING:
    from concurrent.futures import Future

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")

_MOST_PROCESSES = 61
"""As many as Windows can wait for (`concurrent.futures.ProcessPoolExecutor`)."""


def for_each(
    function: Callable[[Shared, Task], Result],
    shared: Shared,
    tasks: Sequence[Task],
    jobs: int,
    done: Callable[[Result], None],
) -> None:
    """Calls `done(function(shared, task))` for every task, in whatever order they end.

    `shared` goes to each process once. With one job or one task everything happens in this
    process. When a task fails or the user interrupts, no other is begun; `done` still gets the
    results of those under way, then the error is raised.
    """
    jobs = min(jobs, len(tasks), _MOST_PROCESSES)
    if jobs > 1:
        _in_processes(function, shared, tasks, jobs, done)
    else:
        for task in tasks:
            done(function(shared, task))


def _in_processes(
    function: Callable[[Shared, Task], Result],
    shared: Shared,
    tasks: Sequence[Task],
    jobs: int,
    done: Callable[[Result], None],
) -> None:
    # Imported here: an unchanged rebuild and one file need no processes.
    from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_begin_worker, initargs=(function, shared))
    waiting: set[Future[Any]] = set()
    try:
        with _interrupts_held_back():
            waiting.update(pool.submit(_work, task) for task in tasks)
        while waiting:
            # With a timeout, since on Windows an endless wait cannot be interrupted.
            for future in wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED).done:
                waiting.remove(future)
                done(future.result())
    except BrokenProcessPool as error:
        message = "a process ended before its work was done (was there too little memory?); try --jobs 1"
        raise OutputError(message) from error
    finally:
        pool.shutdown(cancel_futures=True)
        for future in waiting:
            if not future.cancelled() and not future.exception():
                with contextlib.suppress(IpexportError):
                    done(future.result())


_worker: tuple[Callable[[Any, Any], Any], Any]


def _begin_worker(function: Callable[[Any, Any], Any], shared: object) -> None:
    global _worker  # noqa: PLW0603  (how a pool gives its processes what they share)
    _worker = function, shared
    # The process that started this one hears the user's Ctrl-C, and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the one that started it was killed: a pool would wait for ever."""
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _work(task: object) -> object:
    function, shared = _worker
    return function(shared, task)


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """No Ctrl-C while processes start: they inherit this, and end without a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
