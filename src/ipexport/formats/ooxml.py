"""Office packages (docx, xlsx) with the same bytes for the same parts.

ECMA-376 part 2 leaves order and time stamps of a package's zip entries open; here they are
fixed: [Content_Types].xml first (as Office writes it), then by name, dated 1980-01-01, from no
particular operating system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_CONTENT_TYPES = "[Content_Types].xml"


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip package of the parts, by part name without a leading slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            package.writestr(entry, parts[name])
    return buffer.getvalue()
