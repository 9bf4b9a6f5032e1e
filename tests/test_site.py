"""Pages from notebooks that have run: no script, no network, no code, and whatever articles say stays text."""

import re

import nbformat
import pytest
from lxml import html
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.report import Chart, Note, Sentences, Table
from helpers.report.site import page_of, render_site, with_contents

HOSTILE = "<script>document.title='PWN'</script><img src=http://127.0.0.1/x onerror=alert(1)>"
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"
)


def shown(thing):
    return new_output(
        "execute_result", {"text/html": thing._repr_html_(), "text/plain": repr(thing)}, execution_count=1
    )


def said(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def cell(source, *outputs, tags=()):
    return new_code_cell(source, outputs=list(outputs), execution_count=1, metadata={"tags": list(tags)})


def chart(words="Russia leads"):
    figure = Figure(figsize=(3, 2))
    figure.subplots().set_yticks([1], ["Gazette"])
    return Chart(figure, title=words, measure="stories", source="Made-up Gazette", alt=f"Two dots. {words}.")


def notebook(folder, stem, *cells, title="A question?", label="A label"):
    held = new_notebook(cells=[new_markdown_cell(f"# {title}\n\nWords."), *cells])
    held.metadata |= {"title": title, "label": label, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(held, folder / f"{stem}.ipynb")
    return folder / f"{stem}.ipynb"


def render(folder, *cells, **words):
    """The page of a notebook of these cells."""
    render_site([notebook(folder, "00_briefing", *cells, **words)], folder)
    return (folder / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page with one of everything that notebooks show, where articles say hostile things."""
    import pandas as pd

    table = Table(pd.DataFrame({"title": [HOSTILE]}), {"title": ("title", "{}")}, caption=HOSTILE)
    return render(
        tmp_path_factory.mktemp("site"),
        cell("secret = 1", tags=["parameters"]),
        cell("injected = 2", tags=["injected-parameters"]),
        new_markdown_cell("## What was read"),
        cell("print(title)", said(f"3 read\n{HOSTILE}")),
        new_markdown_cell("## Who & what `leads`"),
        cell("plot()", shown(chart(HOSTILE))),
        cell("table()", shown(table)),
        cell("say()", shown(Sentences([HOSTILE])), shown(Note(HOSTILE))),
        cell("warn()", said("a warning of a library", "stderr")),
        cell("assert True", said("checked in silence"), tags=["remove-cell"]),
        title="Who leads?",
    )


def test_the_policy_stands_first_in_the_head(page):
    head = html.document_fromstring(page).head
    assert (head[0].tag, head[0].get("http-equiv"), head[0].get("content")) == (
        "meta",
        "Content-Security-Policy",
        POLICY,
    )
    assert page.lstrip().lower().startswith("<!doctype html>")


def test_nothing_is_run_and_nothing_is_loaded(page):
    tree = html.document_fromstring(page)
    assert not {"script", "img", "iframe", "object", "embed", "link", "base", "form"} & {one.tag for one in tree.iter()}
    assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", page)
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        for name in ("src", "href", "{http://www.w3.org/1999/xlink}href", "data", "action"):
            assert not re.match(r"(?:https?:|javascript:|//)", element.get(name, "").strip())


def test_what_articles_say_is_shown_as_they_say_it(page):
    assert "<script" not in page
    words = html.document_fromstring(page).text_content()
    assert (
        words.count(HOSTILE) >= 5
    )  # printed, in the chart's title, in the table and its caption, in a sentence, in a note


def test_a_hostile_title_or_label_of_a_notebook_is_inert(tmp_path):
    tree = html.document_fromstring(render(tmp_path, title='A <b>&</b> "B"', label="<img src=x>"))
    assert tree.findtext(".//title").startswith('A <b>&</b> "B"')
    assert tree.find(".//nav//a").text == "<img src=x>"
    assert tree.find(".//nav//img") is None


def test_code_parameters_and_checks_are_hidden(page):
    for hidden in (
        "secret = 1",
        "injected = 2",
        "print(title)",
        "plot()",
        "checked in silence",
        "a warning of a library",
    ):
        assert hidden not in html.document_fromstring(page).text_content()


def test_prompts_of_the_notebook_are_hidden(page):
    assert not re.search(r"(?:In|Out)\s*(?:&nbsp;)?\[\d*\]", page)


def test_a_page_lists_its_sections_and_each_link_has_its_place(page):
    tree = html.document_fromstring(page)
    links = tree.findall(".//details//a")
    assert [link.text_content() for link in links] == ["What was read", "Who & what leads"]
    places = {element.get("id") for element in tree.iter() if element.get("id")}
    assert {link.get("href").removeprefix("#") for link in links} <= places


def test_a_page_without_sections_has_an_empty_list():
    assert with_contents("<main><!--contents--><p>x</p></main>") == "<main><p>x</p></main>"


def test_charts_keep_their_alt_text_and_stay_drawings(page):
    drawing = html.document_fromstring(page).find(".//svg")
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == f"Two dots. {HOSTILE}."


def test_no_id_stands_twice_on_a_page(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(set(ids)) == len(ids)


def test_the_page_is_called_as_its_notebook_is(page):
    tree = html.document_fromstring(page)
    assert tree.findtext(".//title").startswith("Who leads?")
    assert tree.find(".//h1").text == "Who leads?"


def test_each_page_links_to_all_and_says_which_it_is(tmp_path):
    front = notebook(tmp_path, "00_briefing", title="Briefing", label="Briefing")
    other = notebook(tmp_path, "03_keywords", title="Which words?", label="Keywords")
    render_site([front, other], tmp_path)
    for name, label in (("index.html", "Briefing"), ("03_keywords.html", "Keywords")):
        links = html.document_fromstring((tmp_path / name).read_text("utf-8")).findall(".//nav//a")
        assert [(link.get("href"), link.text) for link in links] == [
            ("index.html", "Briefing"), ("03_keywords.html", "Keywords"),
        ]  # fmt: skip
        assert [link.text for link in links if link.get("aria-current") == "page"] == [label]


@pytest.mark.parametrize(("stem", "page"), [("00_briefing", "index.html"), ("03_keywords", "03_keywords.html")])
def test_the_briefing_is_the_front_page(stem, page):
    assert page_of(stem) == page


def test_letters_of_any_script_survive(tmp_path):
    assert "新华社 – Правда – Côte d’Ivoire" in render(tmp_path, cell("x", said("新华社 – Правда – Côte d’Ivoire")))
