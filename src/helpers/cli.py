"""The console script ``readout``: each command says what it did in a few lines that add up."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from helpers import paths
from helpers.errors import Failure, WrongUse

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

CorpusOption = Annotated[Path, typer.Option("--corpus", metavar="DIR", help="folder of the corpus")]


@app.callback()
def readout() -> None:
    """From a pile of news about international affairs to a briefing that can be defended."""


@app.command()
def demo() -> None:
    """Fetch the demonstration corpus: 3,824 articles of nine outlets, December 2016 to March 2017."""
    from helpers.corpus import Corpus, NoCorpus
    from helpers.ingest.demo import fetch_demo

    folder = paths.CORPORA / "demo"
    try:
        if held := Corpus(folder).read("articles", ["article_id"]).shape[0]:
            print(f"the demonstration corpus is there: {held:,} articles in {_short(folder)}")
            return
    except NoCorpus:
        pass
    _ingest([fetch_demo()], folder)


@app.command()
def ingest(
    corpus: CorpusOption,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE...", help="files, folders, archives, tables, and addresses of feeds"),
    ] = None,
    keep_boilerplate: Annotated[bool, typer.Option("--keep-boilerplate", help="leave texts as they are")] = False,
    fetched: Annotated[str, typer.Option(metavar="DAY", help="when undated articles were fetched")] = "",
    max_bad: Annotated[str, typer.Option(metavar="5%", help="fail if more units than this are bad")] = "",
    allow_private: Annotated[bool, typer.Option("--allow-private", help="ask feeds on private addresses too")] = False,
    retry_quarantined: Annotated[
        bool, typer.Option("--retry-quarantined", help="read again what is still quarantined, where it came from")
    ] = False,
) -> None:
    """Read articles into a corpus, and account for every unit."""
    if not sources and not retry_quarantined:
        raise typer.BadParameter(
            "name files, folders or addresses, or give --retry-quarantined", param_hint="SOURCE..."
        )
    _ingest(
        sources or [],
        corpus,
        keep_boilerplate=keep_boilerplate,
        fetched=_day(fetched),
        max_bad=_share(max_bad),
        allow_private=allow_private,
        retry_quarantined=retry_quarantined,
    )


def _day(text: str):
    from datetime import UTC, datetime

    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        raise WrongUse(f"--fetched {text!r}: write a day as 2017-02-28") from None


def _share(text: str) -> float | None:
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1) if text else None
    except ValueError:
        share = -1.0
    if share is not None and not 0 <= share <= 1:
        raise WrongUse(f"--max-bad {text!r}: write a share, such as 5% or 0.05")
    return share


def _ingest(sources: list[str | Path], corpus: Path, **options) -> None:
    from helpers.corpus import Corpus, accounting_line
    from helpers.ingest import ingest as read_sources

    run_id, counts = read_sources(sources, corpus, _progress("read"), **options)
    _end_progress()
    print(accounting_line(counts))
    if not counts["read"]:
        where = f"in {', '.join(map(str, sources))}" if sources else "again: nothing is quarantined"
        print(f"nothing to read {where}; {_short(corpus)} is as it was")
        return
    ledger = Corpus(corpus).read("ledger", ["run_id", "status", "reason"])
    left_out = ledger[(ledger["run_id"] == run_id) & ledger["status"].isin(["quarantined", "filtered"])]
    for (status, reason), n in left_out[["status", "reason"]].value_counts().items():
        print(f"  {status}, {reason}: {n:,}")
    print(f"run {run_id} is committed to {_short(corpus)}")


@app.command()
def annotate(corpus: CorpusOption) -> None:
    """Find who and what is named, in which role and tone: whatever is missing or out of date."""
    from helpers.annotate import update_annotation
    from helpers.corpus import Corpus, new_run_id

    Corpus(corpus)
    step = _progress("annotated")
    done = update_annotation(corpus, new_run_id(), lambda n, total: step(n))
    _end_progress()
    held = Corpus(corpus)
    sentences, mentions = (len(held.read(table, ["article_id"])) for table in ("sentences", "mentions"))
    print(f"{done:,} articles annotated; the corpus holds {sentences:,} sentences and {mentions:,} mentions")


@app.command()
def report(
    corpus: CorpusOption,
    out: Annotated[Path, typer.Option(metavar="DIR", help="folder to publish")],
    since: Annotated[str, typer.Option(metavar="DAY", help="first day of publication, such as 2017-02-01")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="last day of publication")] = "",
    countries: Annotated[str, typer.Option(metavar="RUS,IRN", help="only articles that mention one of these")] = "",
    themes: Annotated[str, typer.Option(metavar="T,T", help="only articles about one of these")] = "",
    outlets: Annotated[str, typer.Option(metavar="O,O", help="only these outlets")] = "",
    query: Annotated[str, typer.Option(metavar="TEXT", help="only articles with these words, just so")] = "",
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="any parameter of a notebook")
    ] = None,
) -> None:
    """Run the notebooks and publish the report."""
    from helpers.report.run import make_report

    given = {
        "since": since,
        "until": until,
        "countries": countries,
        "themes": themes,
        "outlets": outlets,
        "query": query,
    }
    given = {name: value for name, value in given.items() if value}
    for pair in parameter or []:
        name, equals, value = pair.partition("=")
        if not equals or name in ("corpus", "out"):
            raise WrongUse(
                f"--parameter {pair!r}: write NAME=VALUE; the corpus and the folder have options of their own"
            )
        given[name] = value
    made = make_report(corpus, out, given, say=print)
    print(f"{_short(out)}/index.html is published ({made['seconds']:.0f} s)")


@app.command()
def evaluate(
    corpus: Annotated[
        Path | None, typer.Option("--corpus", metavar="DIR", help="the demonstration corpus, if it lies elsewhere")
    ] = None,
    part: Annotated[str, typer.Option(metavar="report|tune", help="which of the labelled articles")] = "report",
    errors: Annotated[
        bool, typer.Option("--errors", help="list what is missing and superfluous (of tune only)")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="keep the figures for reports to print")] = False,
) -> None:
    """Say how right the annotation is, against labelled articles of the demonstration corpus."""
    from helpers.annotate import update_annotation
    from helpers.corpus import Corpus, new_run_id
    from helpers.report.accuracy import PARTS, Evaluation
    from helpers.report.findings import count_of

    if part not in PARTS:
        raise WrongUse(f"--part {part!r}: write {' or '.join(PARTS)}")
    if part == "report" and errors:
        raise WrongUse("--errors: the articles of report are for the figures alone; add --part tune")
    if part != "report" and write:
        raise WrongUse(f"--write: reports print the figures of report; leave out --part {part}")
    folder = corpus or paths.CORPORA / "demo"
    Corpus(folder)
    if done := update_annotation(folder, new_run_id()):
        print(f"{done:,} articles annotated")
    evaluation = Evaluation(Corpus(folder))
    table = evaluation.errors() if errors else evaluation.accuracy(part)
    counted = count_of(len(table), "difference") if errors else count_of(table["n_articles"].max(), "labelled article")
    shown = table.drop(columns=["n_articles", "level", "part"], errors="ignore").astype("object")
    print(shown.where(shown.notna(), "not scored").to_string(index=False, float_format="{:.3f}".format))
    print(f"{counted}, part {part}; lexicons {evaluation.lexicons}")
    if write:
        print(f"{_short(evaluation.write())} is written")


@app.command()
def why(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="an article_id, a source_key, or an address")],
    corpus: CorpusOption,
) -> None:
    """Say why an article is tagged as it is: each mention with its route, row and rule, and what follows from them."""
    from helpers.annotate.update import missing_articles
    from helpers.annotate.why import explain_article
    from helpers.corpus import Corpus

    held = Corpus(corpus)
    print("\n".join(explain_article(held, article)))
    if missing_articles(held) != []:
        print(f"this is how it was annotated last; `readout annotate --corpus {_short(corpus)}` brings it up to date")


@app.command()
def lexicons(
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="DIR", help="with the rows of this corpus, and what they change in it"),
    ] = None,
) -> None:
    """Look the lexicons over: rows by file, what is wrong or old, and what their last edit changes in a corpus."""
    from datetime import date

    from helpers.annotate.changes import changed_mentions
    from helpers.corpus import Corpus
    from helpers.lexicons import load_lexicons
    from helpers.lexicons.check import check_lexicons
    from helpers.lexicons.review import review_lexicons

    held = Corpus(corpus) if corpus else None
    loaded = load_lexicons(corpus)
    print(", ".join(f"{name} {len(rows):,}" for name, rows in loaded.rows.items()))
    faults = check_lexicons(loaded)
    print("\n".join([*review_lexicons(loaded, date.today()), *faults, f"{len(faults):,} faults"]))
    if held:
        changes = changed_mentions(held)
        for row in changes.itertuples():
            print(f"{row.lexicon_row}: {row.n_before:,} -> {row.n_after:,} mentions, in {row.n_articles:,} articles")
        print(f"{len(changes):,} rows would change in {_short(corpus)} with the next `readout annotate`")
    if faults:
        sys.exit(1)


@app.command()
def forget(
    what: Annotated[str, typer.Argument(metavar="ARTICLE|OUTLET", help="an article_id, an address, or an outlet")],
    corpus: CorpusOption,
) -> None:
    """Remove an article, or all of an outlet, from every table and every version, and keep it out."""
    from helpers.corpus import new_run_id
    from helpers.ingest.forget import forget as take_out

    gone = take_out(corpus, what, new_run_id())
    print(f"{gone['articles']:,} articles and {gone['listings']:,} listings are removed from {_short(corpus)}")
    print("older versions are gone with them; reports made before still show what they showed: make them again")


@app.command()
def tidy(corpus: CorpusOption) -> None:
    """Join the files of each table into few, and remove versions that no report needs."""
    from helpers.corpus import new_run_id
    from helpers.corpus.tidy import tidy_corpus

    tables = tidy_corpus(corpus, new_run_id())
    for row in tables.itertuples():
        print(
            f"{row.table}: {row.files_before:,} files, {_megabytes(row.bytes_before)} -> "
            f"{row.files_after:,} files, {_megabytes(row.bytes_after)}"
        )
    saved = tables["bytes_before"].sum() - tables["bytes_after"].sum()
    print(f"{_short(corpus)} is tidy: {_megabytes(saved)} freed")


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 2**20:,.1f} MB"


@app.command()
def status(
    corpus: CorpusOption,
    quarantined: Annotated[bool, typer.Option("--quarantined", help="list what is still quarantined, and why")] = False,
) -> None:
    """Say what a corpus holds, by outlet and month, and what the last runs did."""
    from helpers.annotate.update import missing_articles
    from helpers.corpus import Corpus, accounting, accounting_line, outcomes
    from helpers.corpus.corrections import are_stories_current

    held = Corpus(corpus)
    if quarantined:
        rows = outcomes(held.read("ledger"))
        for row in rows[rows["status"] == "quarantined"].itertuples():
            print(f"{row.source}: {row.reason}" + (f", {row.message}" if row.message else ""))
        return
    articles = held.read("articles", ["article_id", "outlet", "published"])
    stories = held.read("stories", ["relation"])
    n_stories = int((stories["relation"] == "original").sum())
    print(f"{_short(corpus)}: {len(articles):,} articles, {n_stories:,} stories")
    month = articles["published"].dt.strftime("%Y-%m").fillna("undated")
    counts = articles.groupby([articles["outlet"].fillna("unknown"), month]).size().unstack(fill_value=0)
    if len(counts):
        print(counts.rename_axis(index=None, columns=None).to_string())
    for run_id, rows in list(held.read("ledger").groupby("run_id"))[-5:]:
        print(f"run {run_id}: {accounting_line(accounting(rows))}")
    missing = missing_articles(held)
    state = "out of date" if missing is None else f"missing for {len(missing):,}" if missing else "up to date"
    stories_state = "up to date" if are_stories_current(held) else "older than the corrections"
    print(
        f"commit {held.commit['commit']}, schema {held.commit['schema']}, annotation {state}, stories {stories_state}"
    )


def _short(path: Path) -> str:
    """A path as a reader would type it: from the working directory where it lies below it."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _progress(verb: str):
    if not sys.stderr.isatty():
        return lambda n: None
    return lambda n: print(f"\r{verb} {n:,}", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)


def main() -> None:
    """Runs the command line and ends with its exit code: 0 done, 1 failed, 2 wrong use, 73-75 disk and lock, 130/143."""
    gc.set_threshold(
        100_000
    )  # of the many rows that are made few lie in circles, and looking for those takes a fifth of the time
    signal.signal(signal.SIGTERM, lambda number, at: sys.exit(128 + number))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except Failure as why:
        print(f"readout: {why}", file=sys.stderr)
        sys.exit(why.exit_code)
    except KeyboardInterrupt:
        print("readout: interrupted; what stood before still stands", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
