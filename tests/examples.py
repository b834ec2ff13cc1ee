"""How many random examples a property is tried on: few in every run, thousands at night."""

import pytest
from hypothesis import HealthCheck, given, settings

EXAMPLES = [200, pytest.param(10_000, marks=pytest.mark.nightly)]


def each(count, *strategies):
    """Run a check on that many examples; always the same ones, except at night."""

    def run(check):
        quiet = settings(
            max_examples=count,
            deadline=None,
            derandomize=count < 1_000,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        quiet(given(*strategies)(check))()

    return run
