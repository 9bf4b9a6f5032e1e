"""Settings that all tests share."""

import os

from hypothesis import HealthCheck, settings

# A slow machine is no failing test. Where a change is judged, each run tries the same examples; elsewhere new ones.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("patient")
