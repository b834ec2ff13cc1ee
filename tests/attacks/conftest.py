"""A ground to defend and a zygote in each tier that this machine reaches."""

import functools
import os

import pytest

from autograder.sandbox.pool import SandboxError, Zygote
from autograder.sandbox.tier import escapes

from .attempt import served_as_if_alone
from .ground import Ground, resident_mib


@functools.cache
def why_not(tier):
    """What keeps this machine from `tier`; None if nothing does."""
    if tier == "strong" and os.environ.get("AUTOGRADER_TIER") == "medium":
        return "AUTOGRADER_TIER=medium leaves bubblewrap out"
    try:
        out = escapes(tier)
    except SandboxError as error:
        return str(error)
    assert not out, f"{tier} lets {out} through"
    return None


@pytest.fixture(scope="session", params=["strong", "medium"])
def zygote(request):
    """A zygote behind the walls of a tier; the tests are run once for each."""
    tier = request.param
    if reason := why_not(tier):
        pytest.skip(f"THE TIER {tier.upper()} IS NOT TESTED HERE: {reason}")
    zygote = Zygote(tier, plots=False)
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
