"""Renders notebooks that have run as pages that open from disk: no network, no script, code hidden."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
FRONT = "00_briefing"


def render_site(notebooks: list[Path], folder: Path) -> None:
    """Writes a page for each notebook into ``folder``; the briefing becomes ``index.html``.

    Parameters
    ----------
    notebooks : list of Path
        Run, in the order of the pages; their metadata hold a ``title`` and, for the list of pages, a ``label``.
    folder : Path
        Where the pages go.
    """
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    shown = {notebook.stem: json.loads(notebook.read_text("utf-8"))["metadata"] for notebook in notebooks}
    exporter = HTMLExporter(
        config=Config({"TemplateExporter": {"extra_template_basedirs": [str(TEMPLATES)]}}), template_name="report"
    )
    for notebook in notebooks:
        pages = "".join(
            f'<li><a href="{page_of(stem)}" title="{escape(about["title"])}"'
            f"{' aria-current=page' if stem == notebook.stem else ''}>{escape(about['label'])}</a></li>"
            for stem, about in shown.items()
        )
        body, _ = exporter.from_filename(str(notebook), resources={"pages": pages})
        (folder / page_of(notebook.stem)).write_text(with_contents(body), encoding="utf-8")


def page_of(stem: str) -> str:
    return "index.html" if stem == FRONT else f"{stem}.html"


def with_contents(page: str) -> str:
    """``page`` with a list of its second-level headings where the template left a place."""
    headings = re.findall(r'<h2 id="([^"]+)">(.*?)(?:<a class="anchor-link".*?)?</h2>', page, flags=re.DOTALL)
    items = "".join(f'<li><a href="#{anchor}">{text.strip()}</a></li>' for anchor, text in headings)
    return page.replace("<!--contents-->", f"<ol>{items}</ol>" if items else "", 1)
