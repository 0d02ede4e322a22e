"""Tracked changes that LibreOffice accepts or rejects: the new document, or the old one."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import ipexport
from ipexport.compare.tracked import tracked_word
from tests.compare.test_tracked import OFFICIAL, SOURCE, compared, edited, printed
from tests.sample import in_chinese

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="apt-get install libreoffice-writer")

MODULE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
Sub Settle(command As String, source As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, Array())
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, filter())
  document.close(True)
End Sub
</script:module>
"""
LIBRARY = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>
"""


@pytest.mark.parametrize("backwards", [False, True])
def test_accepting_all_gives_the_new_document_and_rejecting_all_the_old_one(
    backwards: bool, tmp_path: Path
) -> None:
    before = in_chinese(ipexport.read(SOURCE))
    after = edited(before)
    if backwards:
        before, after = after, before
    path = tmp_path / "tracked.docx"
    path.write_bytes(tracked_word(compared(before, after), OFFICIAL))
    for command, expected in (("AcceptAllTrackedChanges", after), ("RejectAllTrackedChanges", before)):
        settled = settle(path, command, tmp_path)
        with zipfile.ZipFile(settled) as package:
            text = package.read("word/document.xml").decode()
        assert "<w:ins " not in text
        assert "<w:del " not in text
        assert printed(ipexport.read(settled)) == printed(expected)


def settle(path: Path, command: str, folder: Path) -> Path:
    """The file after one of LibreOffice's commands, saved by LibreOffice."""
    library = folder / "profile/user/basic/Standard"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = ["soffice", profile, "--headless"]
    if not library.exists():
        subprocess.run([*office, "--terminate_after_init"], check=True, capture_output=True, timeout=300)
        library.mkdir(parents=True, exist_ok=True)
    (library / "Module1.xba").write_text(MODULE, "utf-8")
    (library / "script.xlb").write_text(LIBRARY, "utf-8")
    target = folder / f"{command}.docx"
    macro = f"macro:///Standard.Module1.Settle({command},{path.as_uri()},{target.as_uri()})"
    subprocess.run([*office, macro], check=True, capture_output=True, timeout=300)
    return target
