"""The part word/settings.xml."""

from __future__ import annotations

from docx.oxml.ns import nsdecls

from ipexport.formats.docx.styles import LANGUAGE_TAGS
from ipexport.model import Language

# Word lays the file out as Word 2013 and later do; text keeps its full-width punctuation.
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings {namespace}><w:zoom w:percent="100"/>\
<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>\
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>\
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>\
</w:compat><w:themeFontLang w:val="{tag}" w:eastAsia="{tag}"/>\
<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"""


def settings_part(language: Language) -> bytes:
    """The settings, the same for every document of a language."""
    return _SETTINGS.format(namespace=nsdecls("w"), tag=LANGUAGE_TAGS[language]).encode()
