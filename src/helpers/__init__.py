"""Readout: from a pile of news about international affairs to a briefing that can be defended."""
