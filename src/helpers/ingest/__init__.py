"""From files to clean, dated, attributed articles, with an account of everything that was left out."""

from helpers.ingest.run import ingest, new_run_id, read
from helpers.ingest.stories import group_stories

__all__ = ["group_stories", "ingest", "new_run_id", "read"]
