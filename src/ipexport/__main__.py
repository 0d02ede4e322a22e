"""The command `ipexport`, and `python -m ipexport`."""

import os
import sys

from ipexport.cli import main


def run() -> None:
    """Runs the command that the process was given, and ends the process with its exit code.

    At once: to take apart what is in memory, piece by piece, takes longer than reading the dataset.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
