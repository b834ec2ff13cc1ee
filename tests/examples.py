"""How many random examples a property is tried on: few in every run, thousands at night."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

AT_NIGHT = [pytest.mark.nightly, pytest.mark.timeout(3600)]
EXAMPLES = [200, pytest.param(10_000, marks=AT_NIGHT)]
SLOW_EXAMPLES = [pytest.param(200, marks=pytest.mark.slow), EXAMPLES[1]]


def each(count, *strategies, shrink=True):
    """Run a check on that many examples; always the same ones, except at night.

    To `shrink` what fails takes minutes where a check takes long.
    """
    phases = [phase for phase in Phase if shrink or phase != Phase.shrink]

    def run(check):
        quiet = settings(
            max_examples=count,
            deadline=None,
            derandomize=count < 1_000,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        )
        quiet(given(*strategies)(check))()

    return run
