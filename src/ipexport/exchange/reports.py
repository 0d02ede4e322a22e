"""A collection as a report in a file, by its extension: a page for a browser, or a workbook."""

from __future__ import annotations

from pathlib import PurePath

from ipexport.choices import unknown
from ipexport.exchange.collect import Collection

EXTENSIONS = (".html", ".xlsx")


def check_extension(path: str) -> None:
    """Raises `RequestError` for a file that is neither."""
    extension = PurePath(path).suffix.lower()
    if extension not in EXTENSIONS:
        raise unknown("extension", extension, EXTENSIONS)


def report_file(collection: Collection, path: str) -> bytes:
    """The bytes of the report."""
    if PurePath(path).suffix.lower() == ".html":
        from ipexport.exchange.html_report import collection_page

        return collection_page(collection).encode()
    from ipexport.exchange.workbook_report import collection_workbook

    return collection_workbook(collection)
