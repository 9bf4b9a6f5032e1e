"""Inner loops of ingestion, as whole-array numpy."""
