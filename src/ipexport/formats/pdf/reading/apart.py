"""A process of its own for files that anybody may have made, with limits of time and memory.

A small file can ask for any amount of either (object streams that unpack to gigabytes, pages that
share pages), and libraries written in C can crash: here that ends a process, with a clear error.
"""

from __future__ import annotations

import pickle
import subprocess
import sys

from ipexport.errors import Finding, Place, SourceError
from ipexport.recognition import FoundDocument

_SECONDS, _SECONDS_A_MEGABYTE = 10, 10
"""Processor time; the document of this repository takes half a second."""

_MEMORY, _MEMORY_A_BYTE = 2**30, 100
"""Bytes of address space, at least and for each byte of the file."""

_WAITING = 4
"""How much longer than its processor time the process may take on a busy machine."""

_AGAIN = "save it again with a program that shows it"
_PROGRAM = "import sys; sys.path[:] = {path!r}; from {module} import serve; serve({limits!r}, {name!r})"


class UnreadablePdf(Exception):
    """A file that cannot be taken apart: its message and hint are those of a finding."""

    def __init__(self, message: str, hint: str = "", code: str = "unreadable") -> None:
        super().__init__(message, hint, code)


def found_apart(data: bytes, name: str) -> FoundDocument:
    """What is found in the PDF file `data`, called `name`. Raises `SourceError`."""
    seconds = _SECONDS + _SECONDS_A_MEGABYTE * len(data) // 2**20
    limits = (seconds, _MEMORY + _MEMORY_A_BYTE * len(data))
    program = _PROGRAM.format(path=sys.path, module=__name__, limits=limits, name=name)
    command = [sys.executable, "-I", "-c", program]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_WAITING * seconds, check=False
        )
        result = pickle.loads(done.stdout) if done.returncode == 0 else None
    except subprocess.TimeoutExpired:
        result = None
    if isinstance(result, FoundDocument):
        return result
    too_large = f"takes more than {seconds} s or {limits[1] // 2**20:,} MB to read, or is damaged"
    message, hint, code = result or (too_large, _AGAIN, "too-large")
    raise SourceError([Finding(code, "error", Place(name), message, hint)])


def serve(limits: tuple[int, int], name: str) -> None:
    """The other process: a PDF on standard input, what was found on standard output."""
    _limit(*limits)
    from ipexport.formats.pdf.reading.document import find

    try:
        result: object = find(sys.stdin.buffer.read(), name)
    except UnreadablePdf as error:
        result = error.args
    except MemoryError:
        sys.exit(1)
    except Exception as error:
        # A damaged file can have anything in any place: a number where a dictionary has to be.
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        result = (f"is damaged in a way that nobody foresaw ({reason})", _AGAIN, "unreadable")
    sys.stdout.buffer.write(pickle.dumps(result))


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there is the limit of time outside.
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
