"""Why an article is tagged as it is, on the tiny corpus."""

import pytest

from helpers.annotate import update_annotation
from helpers.annotate.why import explain_article
from helpers.corpus import Corpus
from helpers.errors import WrongUse
from tiny_corpus import tiny_corpus


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    folder = tiny_corpus(tmp_path_factory.mktemp("why"))
    update_annotation(folder, "annotate")
    return Corpus(folder)


def test_each_mention_has_its_route_and_its_row(held):
    lines = explain_article(held, "https://news.example/2/")
    assert lines[0].endswith("Washington blames Tehran")
    assert lines[1] == "Herald, 2017-02-03"
    assert any(line.startswith("   Tehran -> ") and "IRN (capital, places.csv#" in line for line in lines)
    assert any(line.startswith("   Iran -> IRN (name, countries.csv#irn") for line in lines)
    assert any(line.startswith("IRN: ") and "salience" in line for line in lines)


def test_an_id_names_an_article_and_what_names_none_or_several_is_wrong_use(held):
    name = held.read("articles", ["article_id"])["article_id"][0]
    assert explain_article(held, name)[0].startswith(name)
    with pytest.raises(WrongUse, match=r"no article in .* for 'nothing'; give an article_id"):
        explain_article(held, "nothing")


def test_an_article_without_date_and_outlet_says_so(tmp_path):
    folder = tiny_corpus(tmp_path, [{"text": "President Vladimir Putin went skiing.", "url": None}])
    update_annotation(folder, "annotate")
    held = Corpus(folder)
    lines = explain_article(held, held.read("articles")["article_id"][0])
    assert lines[1].endswith("undated")
    assert any("President Vladimir Putin" in line and line.startswith("not dated, but bounded") for line in lines)


def test_a_correction_is_named_where_it_decided_and_told_in_words_below(tmp_path):
    folder = tiny_corpus(tmp_path)
    (folder / "corrections.csv").write_text(
        "when,action,subject,from,to,note\n"
        "2026-01-02,add_alias,,ferry,NOR,the one ship\n"
        "2026-01-03,remove_alias,,Norway,,\n"
        "2026-01-04,redirect_role,,NOR,topic,\n"
        "2026-01-05,remove_alias,,Iran,,not here\n",
        encoding="utf-8",
    )
    update_annotation(folder, "annotate")
    held = Corpus(folder)
    (added, removed, role, _) = held.read("corrections")["correction"]
    lines = explain_article(held, "https://news.example/3/")
    assert f"   ferry -> NOR (name, corrections.csv#{added})" in lines
    assert lines[-3:] == [
        f"correction {added}: “ferry” stands for NOR too, everywhere (2 mentions; 2026-01-02; the one ship)",
        f"correction {removed}: “Norway” counts no longer, everywhere (1 mention; 2026-01-03)",
        f"correction {role}: NOR is topic, whatever was found, everywhere (2026-01-04)",
    ]
