"""Tables on disk: their schema, the store that holds them, and the ledger that accounts for what was read."""

from helpers.corpus.ledger import accounting, accounting_line, outcomes
from helpers.corpus.store import Corpus, NoCorpus, change_corpus, new_run_id

__all__ = ["Corpus", "NoCorpus", "accounting", "accounting_line", "change_corpus", "new_run_id", "outcomes"]
