"""The part docProps/core.xml: what the document is, for people who search for it."""

from __future__ import annotations

from ipexport.formats.docx.runs import LANGUAGE_TAGS
from ipexport.formats.docx.xml import text_part
from ipexport.formats.xml import escaped
from ipexport.table import Document, plain

_LONGEST = 255
"""Characters that Word's own dialog takes."""


def core_properties(document: Document) -> bytes:
    """Title, subject, author, keywords, language, and the one date of the document."""
    said = {
        "dc:title": document.full_title,
        "dc:subject": plain(document.subject),
        "dc:creator": plain(document.author),
        "cp:keywords": "; ".join(document.keywords),
        "cp:lastModifiedBy": plain(document.author),
        "dc:language": LANGUAGE_TAGS[document.language],
    }
    content = "".join(f"<{name}>{escaped(text[:_LONGEST])}</{name}>" for name, text in said.items())
    for name in ("created", "modified"):
        moment = f"{document.date.isoformat()}T00:00:00Z"
        content += f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
    return text_part("cp:coreProperties", content, "cp", "dc", "dcterms", "xsi")
