"""Work in a second process while this one goes on: a fork, where the machine has two cores.

For work of a fraction of a second, where a pool of processes would take longer to start. Whoever
uses it can do the work itself as well: nothing depends on whether there was a second process.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable


def can_fork() -> bool:
    """Whether a second process would be faster and safe: two cores, and no threads whose locks a
    fork would copy."""
    single = sys.platform == "linux" and threading.active_count() == 1
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
