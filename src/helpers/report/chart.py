"""A chart and the words that stand with it, drawn once for Lab, the report and export.

The title, the measure and the source are HTML text round an inline SVG, so that they wrap on a phone, can be
selected, and are read aloud; the drawing itself carries only axes and marks.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from hashlib import sha256
from html import escape

import matplotlib
from matplotlib.figure import Figure

# Okabe-Ito blue and orange, greys. The report's style sheet maps these to its light and dark inks; Lab has its own.
INK, MUTED, FAINT, ACCENT, WARM, REST = "#222222", "#6b6b6b", "#e6e6e6", "#0072b2", "#d55e00", "#9a9a9a"
VARIABLES = {
    INK: "var(--ink, var(--jp-content-font-color1, #222222))",
    MUTED: "var(--muted, var(--jp-content-font-color2, #6b6b6b))",
    FAINT: "var(--faint, var(--jp-border-color2, #e6e6e6))",
    ACCENT: "var(--accent, #0072b2)",
    WARM: "var(--warm, #d55e00)",
    REST: "var(--rest, #9a9a9a)",
}
STYLE = {"svg.fonttype": "none", "font.family": "sans-serif"}


@dataclass(frozen=True)
class Chart:
    """A figure with the sentence that it shows.

    Attributes
    ----------
    figure : Figure
        Axes and marks only: no title, no source.
    title : str
        What is seen, claimed no further than the intervals carry.
    measure : str
        What is counted, of how many, with unit and interval level.
    source : str
        Who published what and when.
    alt : str
        The chart in two or three sentences, for those who cannot see it.

    Raises
    ------
    ValueError
        If one of the texts is blank.
    """

    figure: Figure
    title: str
    measure: str
    source: str
    alt: str

    def __post_init__(self):
        blank = [name for name in ("title", "measure", "source", "alt") if not getattr(self, name).strip()]
        if blank:
            raise ValueError(f"{blank[0]} is blank: a chart says what it shows, of what, from whom")

    def svg(self) -> str:
        """The drawing as one ``<svg>`` element whose ids are its own on any page."""
        buffer = io.StringIO()
        with matplotlib.rc_context({**STYLE, "svg.hashsalt": self.title}), warnings.catch_warnings():
            # text stays text, in the reader's fonts: matplotlib's own need not have its letters to guess its width
            warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
            self.figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
        drawing = buffer.getvalue()
        drawing = drawing[drawing.index("<svg") :]
        drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, flags=re.DOTALL)
        own = "c" + sha256((drawing + self.title).encode()).hexdigest()[:8] + "-"
        drawing = re.sub(r'\bid="', f'id="{own}', drawing)
        drawing = re.sub(r"url\(#", f"url(#{own}", drawing)
        drawing = re.sub(r'href="#', f'href="#{own}', drawing)
        for colour, variable in VARIABLES.items():
            drawing = drawing.replace(colour, variable)
        head = re.match(r"<svg[^>]*?\bviewBox=\"([^\"]*)\"[^>]*>", drawing, flags=re.DOTALL)
        return (
            f'<svg viewBox="{head.group(1)}" role="img" aria-label="{escape(self.alt)}" '
            'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">' + drawing[head.end() :]
        )

    def _repr_html_(self) -> str:
        return (
            f'<figure class="chart" style="max-width: 46rem"><figcaption><strong>{escape(self.title)}</strong><br>'
            f'<span class="measure">{escape(self.measure)}</span></figcaption>'
            f'<div class="drawing">{self.svg()}</div><p class="source">Source: {escape(self.source)}</p></figure>'
        )

    def __repr__(self) -> str:
        return f"Chart: {self.alt}"


@dataclass(frozen=True)
class Note:
    """What stands where a chart or a table would, when there is too little to draw one: a sentence that says so."""

    text: str

    def _repr_html_(self) -> str:
        return f'<p class="note">{escape(self.text)}</p>'

    def __repr__(self) -> str:
        return self.text
