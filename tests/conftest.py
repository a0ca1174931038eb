"""Profiles of Hypothesis: thorough enough for a change, quick enough for every commit."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", deadline=None, max_examples=150, suppress_health_check=list(HealthCheck)
)
settings.register_profile(
    "long", deadline=None, max_examples=5_000, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
