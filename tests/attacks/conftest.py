"""A ground to defend and a zygote in each tier that this machine reaches."""

import pytest

from autograder.cli.settings import wanted_tier
from autograder.sandbox.processes.pool import SandboxError, Zygote
from autograder.sandbox.tier import escapes, find_tier, survey

from .attempt import served_as_if_alone
from .ground import Ground, resident_mib

BEST, MEDIUM = "best", "medium"


@pytest.fixture(scope="session")
def best():
    """The best tier of this machine; AUTOGRADER_TIER=medium leaves bubblewrap out."""
    return find_tier(wanted_tier())


@pytest.fixture(scope="session")
def why_not_strong():
    """What keeps this machine from `strong`; None if nothing does."""
    return dict(survey(wanted_tier())).get("strong", "AUTOGRADER_TIER=medium leaves it out")


@pytest.fixture(scope="session", params=[BEST, pytest.param(MEDIUM, marks=pytest.mark.slow)])
def zygote(request, best):
    """A zygote behind the walls of a tier; the tests are run once for each, `medium` if slow."""
    tier = best if request.param == BEST else request.param
    if request.param != BEST and tier == best:
        pytest.skip(f"the best tier here is {tier}, which every run tests")
    try:
        out = escapes(tier)
    except SandboxError as error:
        pytest.skip(f"THE TIER {tier.upper()} IS NOT TESTED HERE: {error}")
    assert not out, f"{tier} lets {out} through"
    zygote = Zygote(tier)
    assert served_as_if_alone(zygote)
    yield zygote
    zygote.close()


@pytest.fixture(scope="session")
def ground():
    ground = Ground()
    yield ground
    ground.close()


@pytest.fixture(scope="session")
def memory():
    """What this process holds at the start, in MiB; no attack may make it grow by much."""
    return resident_mib()
