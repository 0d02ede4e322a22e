"""Types into spreadsheets with LibreOffice; run by the Python that its bridge is installed for.

Reads a JSON list of files from standard input, each with the texts of cells, and writes what became of
them to standard output. The only argument is a folder for the program's own files.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_FORMAT = "Calc MS Excel 2007 XML"
_PATIENCE = 90
"""Seconds that LibreOffice may take to start."""


def main() -> None:
    folder = Path(sys.argv[1])
    pipe = f"ipexport{folder.name}"
    program = subprocess.Popen(
        [
            "soffice", "--headless", "--norestore", "--nologo",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        context = _connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        print(json.dumps([_fill_in(desktop, job) for job in json.load(sys.stdin)]))
        desktop.terminate()
        program.wait(_PATIENCE)
    finally:
        # "soffice" starts another program, which goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)


def _connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _fill_in(desktop: Any, job: dict[str, Any]) -> dict[str, Any]:
    url = Path(job["path"]).resolve().as_uri()
    document = desktop.loadComponentFromURL(url, "_blank", 0, (_value("Hidden", True),))
    try:
        sheet = document.Sheets.getByIndex(0)
        refused = []
        for address, text in job["cells"].items():
            cell = sheet.getCellRangeByName(address)
            # As if it was typed: protected cells refuse it, and what looks like a number becomes one, but
            # for cells that are text. Lists and lengths are not looked at, as when somebody pastes.
            cell.FormulaLocal = text
            if cell.String != text:
                refused.append(address)
        shown = {address: sheet.getCellRangeByName(address).String for address in job["look_at"]}
        document.storeToURL(url, (_value("FilterName", _FORMAT),))
    finally:
        document.close(True)
    return {"refused": refused, "shown": shown}


def _value(name: str, value: object) -> Any:
    said = PropertyValue()
    said.Name, said.Value = name, value
    return said


if __name__ == "__main__":
    main()
