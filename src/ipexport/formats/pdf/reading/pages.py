"""Characters and ruling lines of pages without tags, in points from the top left corner as it is read."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_THIN = 3.0
"""A filled box that is thinner than this, in points, is a ruling line."""

_STRAIGHT = 0.5
_DEEPEST = 8
_HYPHENS = (0x02, 0xAD, 0xFFFE)
"""What PDFium gives for a hyphen that it takes to be one of a word broken at a line's end."""

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


class Character(NamedTuple):
    """A character, its baseline at `y`, its font `height` points; empty for a hyphen at a line's end."""

    text: str
    x1: float
    x2: float
    y: float
    height: float


class Rule(NamedTuple):
    """A straight line, along the page (`is_across`) or down; `at` is where on the other axis."""

    is_across: bool
    at: float
    start: float
    end: float


class Page(NamedTuple):
    """A page, its number counted from 1; `turned` is the text that runs in another direction."""

    number: int
    height: float
    characters: list[Character]
    rules: list[Rule]
    turned: str


def pages(data: bytes) -> Iterator[Page]:
    """The pages of a file, one after the other."""
    file = pypdfium2.PdfDocument(data)
    for index in range(len(file)):
        page = file[index]
        upright = _upright(page)
        height = page.get_height()
        text = page.get_textpage()
        characters, turned = _characters(text.raw, upright)
        # What stands outside the page is not to be seen.
        width = page.get_width()
        seen = [
            one for one in characters if 0 <= one.y <= height + one.height and one.x2 >= 0 and one.x1 <= width
        ]
        rules = list(_page_rules(page.raw, upright))
        yield Page(index + 1, height, seen, rules, turned)
        text.close()
        page.close()
    file.close()


def _upright(page: pypdfium2.PdfPage) -> Matrix:
    """From the coordinates of the page to those from the top left corner, as it is turned to be read."""
    left, bottom, right, top = page.get_mediabox()
    if page.get_cropbox():
        left, bottom, right, top = page.get_cropbox()
    return {
        90: (0, 1, 1, 0, -bottom, -left),
        180: (-1, 0, 0, 1, right, -bottom),
        270: (0, -1, -1, 0, top, right),
    }.get(page.get_rotation(), (1, 0, 0, -1, -left, top))


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    (x1, y1), (x2, y2) = _apply(then, a, b), _apply(then, c, d)
    return x1 - then[4], y1 - then[5], x2 - then[4], y2 - then[5], *_apply(then, e, f)


def _characters(text: pdfium.FPDF_TEXTPAGE, upright: Matrix) -> tuple[list[Character], str]:
    """The characters that run from left to right, and the others as one text."""
    found: list[Character] = []
    turned: list[str] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    angle = {(1, 0): 0.0, (0, 1): 90.0, (-1, 0): 180.0, (0, -1): 270.0}[round(upright[0]), round(upright[1])]
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        is_hyphen = code in _HYPHENS
        if pdfium.FPDFText_IsGenerated(text, index) or not (is_hyphen or 0x20 <= code <= 0x10FFFF):
            continue
        words = "" if is_hyphen else chr(code)
        turn = pdfium.FPDFText_GetCharAngle(text, index) * 57.29578
        # The text of a page that is turned by 90° runs up it.
        if min(abs(turn - angle) % 360, -abs(turn - angle) % 360) > 1:
            turned.append(words)
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        corners = _apply(upright, box.left, box.bottom), _apply(upright, box.right, box.top)
        x1, x2 = sorted((corners[0][0], corners[1][0]))
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        found.append(Character(words, x1, x2, _apply(upright, x.value, y.value)[1], size))
    return found, "".join(turned)


def _page_rules(page: pdfium.FPDF_PAGE, matrix: Matrix) -> Iterator[Rule]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _shape_rules(pdfium.FPDFPage_GetObject(page, index), matrix, 0)


def _shape_rules(shape: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, depth: int) -> Iterator[Rule]:
    """The rules of a path, or of everything that a form holds."""
    kind = pdfium.FPDFPageObj_GetType(shape)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _rules(shape, _product(_matrix(shape), matrix))
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inside = _product(_matrix(shape), matrix)
        for index in range(pdfium.FPDFFormObj_CountObjects(shape)):
            yield from _shape_rules(pdfium.FPDFFormObj_GetObject(shape, index), inside, depth + 1)


def _matrix(shape: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(shape, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _rules(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[Rule]:
    """The straight lines that are drawn along a path, and those that a thin filled box is."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    for corners in _subpaths(path, matrix):
        if stroke.value:
            for (x1, y1), (x2, y2) in pairwise(corners):
                if abs(y1 - y2) <= _STRAIGHT < abs(x1 - x2):
                    yield Rule(True, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
                elif abs(x1 - x2) <= _STRAIGHT < abs(y1 - y2):
                    yield Rule(False, (x1 + x2) / 2, min(y1, y2), max(y1, y2))
        elif fill.value:
            x1, x2 = min(x for x, _ in corners), max(x for x, _ in corners)
            y1, y2 = min(y for _, y in corners), max(y for _, y in corners)
            if y2 - y1 <= _THIN < x2 - x1:
                yield Rule(True, (y1 + y2) / 2, x1, x2)
            elif x2 - x1 <= _THIN < y2 - y1:
                yield Rule(False, (x1 + x2) / 2, y1, y2)


def _subpaths(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[Point]]:
    corners: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and corners:
            yield corners
            corners = []
        corners.append(_apply(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if corners:
        yield corners
