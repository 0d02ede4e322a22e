"""Content streams: the operators that draw text, rules and boxes on one page (ISO 32000-1, 8 and 9).

Coordinates are points from the top left corner of the page, as it is read; PDF counts from the
bottom left (8.3.2.3). Every operator stands in marked content: what belongs to an element of the
structure tree, or an artifact (14.8.2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ipexport.formats.pdf.faces import RoleFont
from ipexport.formats.pdf.font import EmbeddedFont
from ipexport.layout.text import SetLine
from ipexport.style import Align, TextStyle
from ipexport.typography.clusters import SOFT_HYPHEN
from ipexport.typography.dashes import dash_runs, join_dashes
from ipexport.typography.justification import even_space, justify
from ipexport.typography.spacing import is_even

ASCENT = 0.88
"""Height of the em box of a Chinese character above the baseline, in em (OpenType, ideo)."""

LAYOUT = "<</Type/Layout>>"
PAGINATION = "<</Type/Pagination>>"
HEADER = "<</Type/Pagination/Subtype/Header>>"
FOOTER = "<</Type/Pagination/Subtype/Footer>>"

_TOLERANCE = 0.01

Segment = tuple[float, float, float]


class Drawing(NamedTuple):
    """Operators, and the font and the spacing that they leave set."""

    operators: list[str]
    font: str
    spacing: str


class Content:
    """Collects the operators of a page `height` points high, and what its marked content belongs to.

    `marks` has a key for each marked-content identifier, in order.
    """

    def __init__(self, height: float) -> None:
        self.height = height
        self.operators: list[str] = []
        self.marks: list[object] = []
        self._font = ""
        self._spacing = "0.000 Tc"
        self._even_spacings: dict[tuple[int, float, float], str] = {}

    def begin(self, tag: str, key: object) -> None:
        """Begins marked content of the element that `key` stands for."""
        self.operators.append(f"/{tag}<</MCID {len(self.marks)}>>BDC")
        self.marks.append(key)

    def begin_artifact(self, properties: str) -> None:
        self.operators.append(f"/Artifact{properties}BDC")

    def end(self) -> None:
        self.operators.append("EMC")

    def drawing(self, start: int) -> Drawing:
        """What was drawn from operator `start` on."""
        return Drawing(self.operators[start:], self._font, self._spacing)

    def draw_again(self, drawing: Drawing) -> None:
        """Draws what another page did after the same font and spacing had been set."""
        self.operators += drawing.operators
        self._font, self._spacing = drawing.font, drawing.spacing

    def lines(
        self,
        lines: Sequence[SetLine],
        font: RoleFont,
        style: TextStyle,
        left: float,
        top: float,
        align: Align,
        leading: float | None = None,
    ) -> None:
        """The text of lines, one below the other, the first one's line box at `top`; no labels.

        `leading` is that of the style, unless the lines share a cell with those of another one.
        """
        if not lines:
            return
        if leading is None:
            leading = style.leading
        y = self.baseline(style, top, leading)
        self.operators.append("BT")
        everything = "".join([line.text for line in lines])
        codes = font.plain_codes(everything)
        hyphenated = [line for line in lines if line.hyphen]
        if codes is not None and not hyphenated:
            even = align == "justify" and is_even(everything)
            self._plain_lines(lines, font.fonts[0].resource, codes, style, left, y, align, leading, even)
            self.operators.append("ET")
            return
        for line in lines:
            x = left + line.indent - line.shift
            if align == "center":
                x += line.slack / 2
            elif align == "right":
                x += line.slack
            text = line.text + SOFT_HYPHEN if line.hyphen else line.text
            gaps: Mapping[int, float] = line.gaps
            extra = 0.0
            if align == "justify" and not line.last:
                gaps, extra = justify(text, line.gaps, line.slack / style.size)
            self._line(text + " " if line.spaced else text, gaps, font, style.size, x, y, extra)
            y -= leading
        self.operators.append("ET")

    def _plain_lines(
        self,
        lines: Sequence[SetLine],
        resource: str,
        codes: Sequence[str],
        style: TextStyle,
        left: float,
        baseline: float,
        align: Align,
        leading: float,
        even: bool,
    ) -> None:
        """Lines in one font whose characters each have a code: nearly all, and drawn in a third of the
        time. `even` lines have nothing but characters that take part in even space.

        Each stands below the one before it: T* is a step of the leading (9.4.2).
        """
        append, size = self.operators.append, style.size
        chosen = f"/{resource} {size:g} Tf"
        if chosen != self._font:
            self._font = chosen
            append(chosen)
        justified = align == "justify"
        share = {"center": 0.5, "right": 1.0}.get(align, 0.0)
        at = None
        for text, _, indent, shift, own_gaps, slack, last, _, spaced in lines:
            x = left + indent - shift + share * slack
            if x == at:
                step = "T*"
            elif at is None:
                step = f"1 0 0 1 {x:.2f} {baseline:.2f} Tm {leading:g} TL"
            else:
                step = f"{x - at:.2f} {-leading:g} Td"
            at = x
            gaps: Mapping[int, float] = own_gaps
            if not justified or last:
                spacing = "0.000 Tc"
            elif even and not gaps:
                spacing = self._even_spacing(len(text), slack, size)
            else:
                gaps, extra = justify(text, own_gaps, slack / size)
                spacing = f"{extra * size:.3f} Tc" if extra else "0.000 Tc"
            if spacing != self._spacing:
                self._spacing = spacing
                step = f"{step} {spacing}"
            # A space at which a line ends is printed, so that whoever reads the text hears two words.
            printed = text + " " if spaced else text
            if gaps:
                shown = ""
                start = 0
                for index, gap in gaps.items():
                    shown += f"{printed[start : index + 1].translate(codes)}){-1000 * gap:.0f}("
                    start = index + 1
                append(f"{step}[({shown}{printed[start:].translate(codes)})]TJ")
            else:
                append(f"{step}({printed.translate(codes)})Tj")

    def _even_spacing(self, length: int, slack: float, size: float) -> str:
        """The spacing of a justified line; most in a column are as long as each other."""
        spacing = self._even_spacings.get((length, slack, size))
        if spacing is None:
            spacing = f"{even_space(length, slack / size) * size:.3f} Tc"
            self._even_spacings[length, slack, size] = spacing
        return spacing

    def text(self, text: str, font: RoleFont, size: float, left: float, baseline: float) -> None:
        """One piece of text, its baseline in PDF's coordinates."""
        self.operators.append("BT")
        self._line(text, {}, font, size, left, baseline)
        self.operators.append("ET")

    def baseline(self, style: TextStyle, top: float, leading: float | None = None) -> float:
        """The baseline, in PDF's coordinates, of the line whose box begins at `top`."""
        box = style.leading if leading is None else leading
        return self.height - top - (box - style.size) / 2 - ASCENT * style.size

    def dots(
        self, font: RoleFont, style: TextStyle, left: float, top: float, count: int, step: float
    ) -> None:
        """A leader: `count` dots, one every `step` points, in the line box at `top`."""
        apart = step / style.size - font.metrics(".")[0]
        self.operators.append("BT")
        self._line("." * count, {}, font, style.size, left, self.baseline(style, top), apart)
        self.operators.append("ET")

    def turned_text(self, text: str, font: RoleFont, size: float, left: float, top: float) -> None:
        """Text that runs down the page, its baseline `left` of it, turned clockwise."""
        self.operators.append(f"BT 0 -1 1 0 {left:.2f} {self.height - top:.2f} Tm")
        self._runs(text, {}, font, size, 0.0)
        self.operators.append("ET")

    def _line(
        self,
        text: str,
        gaps: Mapping[int, float],
        font: RoleFont,
        size: float,
        x: float,
        y: float,
        extra: float = 0.0,
    ) -> None:
        """A line at its baseline; `gaps` after characters, and `extra` after every one, in em."""
        self.operators.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        self._runs(text, gaps, font, size, extra)

    def _runs(self, text: str, gaps: Mapping[int, float], font: RoleFont, size: float, extra: float) -> None:
        spacing = f"{extra * size:.3f} Tc"
        if spacing != self._spacing:
            self._spacing = spacing
            self.operators.append(spacing)
        start = 0
        for run, words in font.runs(text):
            # Font and spacing stay as they are until they are set again (ISO 32000-1, 9.3.1).
            chosen = f"/{run.resource} {size:g} Tf"
            if chosen != self._font:
                self._font = chosen
                self.operators.append(chosen)
            if not gaps and (codes := run.plain_codes(words)) is not None and not dash_runs(words):
                self.operators.append(f"({words.translate(codes)})Tj")
                continue
            shown = 0
            for first, last in dash_runs(words):
                if first > shown:
                    self.operators.append(_shown(words[shown:first], start + shown, gaps, run))
                self.operators.append(_joined_dashes(words[first:last], run, spacing, extra))
                shown = last
            if shown < len(words):
                self.operators.append(_shown(words[shown:], start + shown, gaps, run))
            start += len(words)

    def fill(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """A box in the colour "RRGGBB"."""
        red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
        bottom = self.height - top - height
        self.operators.append(
            f"{red:.3f} {green:.3f} {blue:.3f} rg {left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re f 0 g"
        )

    def boxes(self, boxes: Iterable[tuple[float, float, float, float]], rule: float) -> None:
        """The edges of boxes (left, top, right, bottom), each edge drawn once."""
        across: set[Segment] = set()
        down: set[Segment] = set()
        xs: set[float] = set()
        ys: set[float] = set()
        for box in boxes:
            left, top, right, bottom = [round(edge, 2) for edge in box]
            across.add((top, left, right))
            across.add((bottom, left, right))
            down.add((left, top, bottom))
            down.add((right, top, bottom))
            xs.update((left, right))
            ys.update((top, bottom))
        # Many edges share few coordinates, and writing these takes longest.
        x = {at: f"{at:.2f}" for at in xs}
        y = {at: f"{self.height - at:.2f}" for at in ys}
        parts = [f"{rule:.2f} w"]
        parts += [f"{x[start]} {y[at]} m {x[end]} {y[at]} l" for at, start, end in _joined(across)]
        parts += [f"{x[at]} {y[start]} m {x[at]} {y[end]} l" for at, start, end in _joined(down)]
        self.operators.append(" ".join([*parts, "S"]))

    def data(self) -> bytes:
        return "\n".join(self.operators).encode("latin-1")


def _shown(text: str, start: int, gaps: Mapping[int, float], font: EmbeddedFont) -> str:
    """The operator that shows a run; `gaps` count characters from the line's, not the run's start."""
    if not gaps:
        return f"({font.encode(text)})Tj"
    codes = font.codes(text)
    if codes:
        for index, gap in gaps.items():
            if 0 <= index - start < len(codes):
                codes[index - start] += f"){-1000 * gap:.0f}("
        return f"[({''.join(codes)})]TJ"
    pieces = []
    shown = 0
    for index, gap in gaps.items():
        end = index - start + 1
        if 0 < end <= len(text):
            pieces.append(f"({font.encode(text[shown:end])}){-1000 * gap:.0f}")
            shown = end
    if shown < len(text):
        pieces.append(f"({font.encode(text[shown:])})")
    return f"[{''.join(pieces)}]TJ"


def _joined_dashes(dashes: str, font: EmbeddedFont, spacing: str, extra: float) -> str:
    """The operators that show a run of dashes as one sign, and `extra` em after it."""
    code = font.encode(dashes[0])
    joined = join_dashes(dashes, font.glyphs.advance(dashes[0]), *font.glyphs.ink(dashes[0]))
    # The spaces between the glyphs are scaled as well (ISO 32000-1, 9.3.4).
    before, between, after = (f"{-1000 * space / joined.scale:.0f}" for space in joined[1:])
    glyphs = between.join([f"({code})"] * len(dashes))
    scaled = f"0 Tc {100 * joined.scale:.1f} Tz[{before}{glyphs}{after}]TJ"
    return f"{scaled} 100 Tz {spacing}[{-1000 * extra:.0f}]TJ"


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Segments on the same line that touch or overlap, as one."""
    joined: list[Segment] = []
    for at, start, end in sorted(segments):
        if joined and joined[-1][0] == at and start <= joined[-1][2] + _TOLERANCE:
            joined[-1] = (at, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((at, start, end))
    return joined
