"""The lexicons: CSV rows, and the one matcher that finds them in a text."""

from helpers.lexicons.matcher import Match, Matcher, matcher_of
from helpers.lexicons.rows import Form, Lexicons, Office, load_lexicons

__all__ = ["Form", "Lexicons", "Match", "Matcher", "Office", "load_lexicons", "matcher_of"]
