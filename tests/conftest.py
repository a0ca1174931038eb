"""Profiles of Hypothesis.

``ci`` takes the same examples every time, so that a run tells of the commit and not of chance;
``long`` (``make fuzz``) looks for new ones.
"""

from __future__ import annotations

import os
import tempfile

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    deadline=None,
    max_examples=150,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "long", deadline=None, max_examples=5_000, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Runs of the command line must neither find nor leave anything in the cache of the user.
os.environ["CLEANER_CACHE_DIR"] = tempfile.mkdtemp(prefix="cleaner-test-cache-")
os.environ.pop("GITHUB_STEP_SUMMARY", None)
