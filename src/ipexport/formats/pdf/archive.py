"""What makes a file archival and accessible besides its tags: PDF/A-3a and PDF/UA-1.

XMP metadata (ISO 16684-1) that says the same as the document information, an output intent with
an sRGB profile (ISO 19005-3, 6.2.3), and the dataset as an associated file (6.8).
"""

from __future__ import annotations

import struct

from ipexport.formats.pdf.objects import File, text_string
from ipexport.formats.pdf.structure import LANGUAGE_TAGS
from ipexport.formats.xml import escaped
from ipexport.model import each_of
from ipexport.table import Document, plain

_PROGRAM = "ipexport"


def information(file: File, document: Document) -> int:
    """The document information dictionary (ISO 32000-1, 14.3.3)."""
    date = f"(D:{document.date:%Y%m%d}000000+00'00')"
    return file.add(
        f"<</Title{text_string(document.full_title)}/Author{text_string(plain(document.author))}"
        f"/Subject{text_string(plain(document.subject))}/Keywords{text_string(', '.join(document.keywords))}"
        f"/Creator({_PROGRAM})/Producer({_PROGRAM})/CreationDate{date}/ModDate{date}>>"
    )


def metadata(file: File, document: Document) -> int:
    """The XMP packet; not compressed, so that any program finds it."""
    return file.put_stream(file.reserve(), "/Type/Metadata/Subtype/XML", _xmp(document).encode())


def _xmp(document: Document) -> str:
    date = f"{document.date.isoformat()}T00:00:00+00:00"
    languages = "".join(
        f"<rdf:li>{LANGUAGE_TAGS[language]}</rdf:li>" for language in each_of(document.languages)
    )
    keywords = "".join(f"<rdf:li>{escaped(word)}</rdf:li>" for word in document.keywords)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escaped(document.full_title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escaped(plain(document.author))}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">{escaped(plain(document.subject))}</rdf:li>
</rdf:Alt></dc:description>
<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<pdf:Keywords>{escaped(", ".join(document.keywords))}</pdf:Keywords>
<pdf:Producer>{_PROGRAM}</pdf:Producer>
<xmp:CreatorTool>{_PROGRAM}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{_UA_SCHEMA}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


# PDF/A knows no pdfuaid: the schema has to be described (ISO 19005-3, 6.6.2.3.3).
_UA_SCHEMA = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""


def attachment(file: File, document: Document, size: int, data: bytes) -> tuple[int, str]:
    """The dataset of what is shown, as the source of the document: `size` bytes, compressed.

    Returns the number of its file specification, and its name.
    """
    name = text_string("workplan.json")
    date = f"(D:{document.date:%Y%m%d}000000+00'00')"
    stream = file.put_stream(
        file.reserve(),
        f"/Type/EmbeddedFile/Subtype/application#2Fjson/Filter/FlateDecode"
        f"/Params<</Size {size}/ModDate{date}>>",
        data,
    )
    specification = file.add(
        f"<</Type/Filespec/F(workplan.json)/UF{name}/Desc{text_string(document.full_title)}"
        f"/AFRelationship/Source/EF<</F {stream} 0 R/UF {stream} 0 R>>>>"
    )
    return specification, name


def output_intent(file: File) -> int:
    profile = file.add_stream(_srgb_profile(), "/N 3")
    return file.add(
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
        f"/DestOutputProfile {profile} 0 R>>"
    )


def _srgb_profile() -> bytes:
    """An ICC profile (version 2.1) of the sRGB colour space of IEC 61966-2-1, adapted to D50."""
    curve = b"curv\0\0\0\0" + struct.pack(">L", 256) + struct.pack(">256H", *map(_srgb_curve, range(256)))
    description = b"sRGB\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">L", len(description)) + description + bytes(78),
        b"cprt": b"text\0\0\0\0Public domain\0",
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": _xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": _xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": _xyz(0.14307, 0.06061, 0.71410),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data, places = b"", b"", dict[bytes, tuple[int, int]]()
    start = 132 + 12 * len(tags)
    for tag, value in tags.items():
        if value not in places:
            places[value] = start + len(data), len(value)
            data += value + bytes(-len(value) % 4)
        table += tag + struct.pack(">LL", *places[value])
    size = start + len(data)
    head = struct.pack(">L4xL", size, 0x02100000) + b"mntrRGB XYZ " + struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    head += b"acsp" + bytes(28) + _xyz(0.9642, 1.0, 0.8249)[8:]
    return head.ljust(128, b"\0") + struct.pack(">L", len(tags)) + table + data


def _srgb_curve(step: int) -> int:
    value = step / 255
    linear = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return round(linear * 65535)


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3l", *(round(value * 65536) for value in values))
