"""Runs of text, and fields with their cached results."""

from __future__ import annotations

from ipexport.formats.xml import escaped
from ipexport.model import Language
from ipexport.table import Words

LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}


def languages(language: Language) -> str:
    """The language of letters and digits, and that of Chinese characters, as attributes.

    Letters and digits are English, as Word itself marks them in Chinese text: Chinese ones are broken
    over lines by LibreOffice wherever a line ends, 20 / 17.
    """
    return f'w:val="{LANGUAGE_TAGS["en"]}" w:eastAsia="{LANGUAGE_TAGS[language]}"'


def language_element(language: Language) -> str:
    """The language of a text, as an element of run properties."""
    return f"<w:lang {languages(language)}/>"


# With the hint “”‘’—…· come from the Chinese font: so Word itself marks what is typed in Chinese.
_HINTS: dict[Language, str] = {"zh": '<w:rFonts w:hint="eastAsia"/>', "en": ""}
_RUNS = {
    language: f"<w:r><w:rPr>{hint}{language_element(language)}</w:rPr>" for language, hint in _HINTS.items()
}
SPACE = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
"""Between a text in two languages."""
TAB = "<w:r><w:tab/></w:r>"
LINE_BREAK = "<w:r><w:br/></w:r>"
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
"""The end of a field."""


def run(text: str, language: Language) -> str:
    """A run of text that says its language and nothing else; its look is that of its style."""
    return f'{_RUNS[language]}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def words_runs(words: Words) -> str:
    """A text in each of its languages, in one line."""
    return SPACE.join(run(paragraph.text, paragraph.language) for paragraph in words)


def begin(instruction: str) -> str:
    """The beginning of a field, up to its cached result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field(instruction: str, result: str) -> str:
    """A field with the runs of its cached result."""
    return f"{begin(instruction)}{result}{END}"
