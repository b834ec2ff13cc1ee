"""What tests of sessions share: a warm zygote, and sessions made from text."""

import time

import pytest

from autograder.sandbox.failure import CallFailed
from autograder.sandbox.pool import Limits, Zygote
from autograder.sandbox.session import Session

LIMITS = Limits(load_seconds=1.0, test_seconds=0.4)


class Asked(Session):
    """A session whose calls each have the time of a test."""

    def ask(self, name, *args, **how):
        self.deadline = time.monotonic() + self.limits.test_seconds
        return self.call(name, args, **how)

    def failure(self, name, *args):
        """How a call fails that must."""
        with pytest.raises(CallFailed) as caught:
            self.ask(name, *args)
        return caught.value


@pytest.fixture(scope="module")
def zygote(tier):
    zygote = Zygote(tier, plots=False)
    yield zygote
    zygote.close()


@pytest.fixture
def load(zygote):
    """Makes a session from text and the names of its functions."""
    sessions = []

    def start(source, *functions, kind="py", limits=LIMITS):
        cells = [("cell 1", source, False)]
        sessions.append(Asked(zygote, kind, cells, list(functions), limits))
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()
