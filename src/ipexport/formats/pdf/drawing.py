"""Content streams: the operators that draw lines of text, rules and boxes on one page.

Coordinates are points from the top left corner of the page, as it is read; PDF counts from the
bottom left (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ipexport.formats.pdf.faces import RoleFont
from ipexport.formats.pdf.font import EmbeddedFont
from ipexport.layout.text import SetLine
from ipexport.style import Align, TextStyle
from ipexport.typography.spacing import GAP

ASCENT = 0.88
"""Height of the em box of a Chinese character above the baseline, in em (OpenType, ideo)."""

_MOST_STRETCH = 0.5
_TOLERANCE = 0.01

Segment = tuple[float, float, float]


@dataclass(slots=True)
class Drawing:
    """Collects the operators of a page `height` points high."""

    height: float
    operators: list[str] = field(default_factory=list)

    def lines(
        self,
        lines: Iterable[SetLine],
        font: RoleFont,
        style: TextStyle,
        left: float,
        top: float,
        align: Align,
    ) -> None:
        """Lines of text, one below the other, the first one's line box at `top`."""
        size = style.size
        baseline = self.height - top - (style.leading - size) / 2 - ASCENT * size
        self.operators.append("BT")
        for line in lines:
            offset = line.indent - line.shift
            if align == "center":
                offset += line.slack / 2
            elif align == "right":
                offset += line.slack
            if line.label is not None:
                self._text(line.label, {}, font, size, (left, baseline), 0.0)
            slack = line.slack if align == "justify" and not line.last else 0.0
            self._text(line.text, line.gaps, font, size, (left + offset, baseline), slack)
            baseline -= style.leading
        self.operators.append("ET")

    def text(self, text: str, font: RoleFont, size: float, left: float, baseline: float) -> None:
        """One line, its baseline that far down the page."""
        self.operators.append("BT")
        self._text(text, {}, font, size, (left, self.height - baseline), 0.0)
        self.operators.append("ET")

    def dots(
        self, font: RoleFont, style: TextStyle, left: float, top: float, count: int, step: float
    ) -> None:
        """A leader: `count` dots, one every `step` points, in the line box at `top`."""
        dot = "."
        baseline = self.height - top - (style.leading - style.size) / 2 - ASCENT * style.size
        apart = step - font.metrics(dot)[0] * style.size
        code = font.font.encode(dot * count)
        self.operators.append(
            f"BT 1 0 0 1 {left:.2f} {baseline:.2f} Tm {apart:.3f} Tc "
            f"/{font.font.resource} {style.size:g} Tf <{code}> Tj ET"
        )

    def turned_text(self, text: str, font: RoleFont, size: float, left: float, top: float) -> None:
        """Text that runs down the page, its baseline `left` of it, turned clockwise."""
        self.operators.append(f"BT 0 -1 1 0 {left:.2f} {self.height - top:.2f} Tm")
        for run, words in font.runs(text):
            self.operators.append(f"/{run.resource} {size:g} Tf <{run.encode(words)}> Tj")
        self.operators.append("ET")

    def _text(
        self,
        text: str,
        gaps: dict[int, float],
        font: RoleFont,
        size: float,
        at: tuple[float, float],
        slack: float,
    ) -> None:
        """One line at a baseline, stretched by `slack` points."""
        stretch = 0.0
        if slack > _TOLERANCE and len(text) > 1:
            wider, rest = _stretched_gaps(gaps, slack / size)
            # A line with a long word in it is better ragged than torn apart.
            if rest <= _MOST_STRETCH * (len(text) - 1):
                gaps, stretch = wider, rest * size / (len(text) - 1)
        self.operators.append(f"1 0 0 1 {at[0]:.2f} {at[1]:.2f} Tm {stretch:.3f} Tc")
        start = 0
        for run, words in font.runs(text):
            shown = _shown(words, start, gaps, run)
            self.operators.append(f"/{run.resource} {size:g} Tf {shown}")
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
        across: list[Segment] = []
        down: list[Segment] = []
        for left, top, right, bottom in boxes:
            across += [(top, left, right), (bottom, left, right)]
            down += [(left, top, bottom), (right, top, bottom)]
        parts = [f"{rule:.2f} w"]
        for y, x1, x2 in _joined(across):
            parts.append(f"{x1:.2f} {self.height - y:.2f} m {x2:.2f} {self.height - y:.2f} l")
        for x, y1, y2 in _joined(down):
            parts.append(f"{x:.2f} {self.height - y1:.2f} m {x:.2f} {self.height - y2:.2f} l")
        self.operators.append(" ".join([*parts, "S"]))

    def content(self) -> str:
        return "\n".join(self.operators)


def _shown(text: str, start: int, gaps: dict[int, float], font: EmbeddedFont) -> str:
    """The operator that shows a run; `gaps` count characters from the line's, not the run's start."""
    pieces = []
    shown = 0
    for index, gap in gaps.items():
        end = index - start + 1
        if 0 < end <= len(text):
            pieces.append(f"<{font.encode(text[shown:end])}>{-1000 * gap:.0f}")
            shown = end
    if shown < len(text):
        pieces.append(f"<{font.encode(text[shown:])}>")
    return f"[{''.join(pieces)}] TJ"


def _stretched_gaps(gaps: dict[int, float], slack: float) -> tuple[dict[int, float], float]:
    """Gaps beside Latin text take up slack first, to twice their width (clreq, 3.2.2)."""
    stretchable = [index for index, gap in gaps.items() if gap == GAP]
    if not stretchable:
        return gaps, slack
    extra = min(GAP, slack / len(stretchable))
    return {**gaps, **dict.fromkeys(stretchable, GAP + extra)}, slack - extra * len(stretchable)


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Segments on the same line that touch or overlap, as one."""
    joined: list[Segment] = []
    for at, start, end in sorted(
        (round(at, 2), round(start, 2), round(end, 2)) for at, start, end in segments
    ):
        if joined and joined[-1][0] == at and start <= joined[-1][2] + _TOLERANCE:
            joined[-1] = (at, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((at, start, end))
    return joined
