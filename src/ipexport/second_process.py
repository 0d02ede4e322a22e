"""Work in a second process while this one goes on: a fork, where the machine has two cores.

`SecondProcess` does some work aside, `together` does the two halves of a work. For work of a fraction
of a second, where a pool of processes would take longer to start. Whoever uses them can do the work
in one process as well: nothing depends on whether there was a second.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar

Result = TypeVar("Result")


def can_fork() -> bool:
    """Whether a second process would be faster and safe: two cores, and no threads whose locks a
    fork would copy."""
    # Whoever has begun a thread has imported this.
    threading = sys.modules.get("threading")
    single = sys.platform == "linux" and (threading is None or threading.active_count() == 1)
    return single and len(os.sched_getaffinity(0)) > 1


class SecondProcess:
    """Begins `work` in a second process, which has what this one has, and gives bytes back."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._result, write = os.pipe()
        self._child = os.fork()
        if self._child:
            os.close(write)
            return
        code = 1
        try:
            os.close(self._result)
            with os.fdopen(write, "wb") as pipe:
                pipe.write(work())
            code = 0
        finally:
            # Without a word: whatever went wrong goes wrong again in the first process, and is said.
            os._exit(code)

    def result(self) -> bytes | None:
        """What the work gave back, None when it failed or was killed. Waits for it; once only."""
        with os.fdopen(self._result, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(self._child, 0)
        return None if status else data


class Pair:
    """What two processes, each with half of a work, tell each other: numbers, texts, bytes, tuples and
    lists. Both come to the same places in the same order. `ALONE` is a process that has it all."""

    def __init__(
        self, is_second: bool = False, read: BinaryIO | None = None, write: BinaryIO | None = None
    ) -> None:
        self.is_second, self._read, self._write = is_second, read, write

    def of_first(self, value: Any) -> Any:
        """The first one's value, in both."""
        if self.is_second:
            return self._received()
        self._send(value)
        return value

    def of_second(self, value: Any) -> Any:
        """The second one's value, in both; None where there is no second."""
        if not self.is_second:
            return self._received()
        self._send(value)
        return value

    def both(self, value: Any) -> list[Any]:
        """The first one's value and the second one's, or the only one."""
        if self._read is None:
            return [value]
        # One after the other: if both wrote, neither might read.
        return [self.of_first(value), self.of_second(value)]

    def _send(self, value: Any) -> None:
        if self._write is not None:
            marshal.dump(value, self._write)
            self._write.flush()

    def _received(self) -> Any:
        return None if self._read is None else marshal.load(self._read)


ALONE = Pair()


def together(work: Callable[[Pair], Result]) -> Result | None:
    """The result of `work` in this process, while a second one does its half of it.

    None when either failed: it fails again when one process does all, and is said then.
    """
    to_second, to_first = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(to_second[1])
            os.close(to_first[0])
            with os.fdopen(to_second[0], "rb") as read, os.fdopen(to_first[1], "wb") as write:
                work(Pair(True, read, write))
            code = 0
        finally:
            os._exit(code)
    os.close(to_second[0])
    os.close(to_first[1])
    result = None
    with (
        contextlib.suppress(Exception),
        os.fdopen(to_first[0], "rb") as read,
        os.fdopen(to_second[1], "wb") as write,
    ):
        result = work(Pair(False, read, write))
    if result is None:
        import signal

        # Without waiting for it to notice.
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return None if status else result
