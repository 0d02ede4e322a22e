"""The part word/settings.xml."""

from __future__ import annotations

from ipexport.formats.docx.runs import languages
from ipexport.formats.docx.xml import text_part
from ipexport.model import Language

# Word lays the file out as Word 2013 and later do; text keeps its full-width punctuation.
_SETTINGS = """\
<w:zoom w:percent="100"/>{mirrored}<w:defaultTabStop w:val="420"/>{odd_and_even}\
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>\
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>\
</w:compat><w:themeFontLang {languages}/>\
<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>"""


def settings_part(language: Language, *, odd_and_even: bool, mirrored: bool) -> bytes:
    """The settings: whether odd and even pages have headers and footers of their own, and whether
    margins are those of facing pages."""
    content = _SETTINGS.format(
        languages=languages(language),
        odd_and_even="<w:evenAndOddHeaders/>" if odd_and_even else "",
        mirrored="<w:mirrorMargins/>" if mirrored else "",
    )
    return text_part("w:settings", content, "w")
