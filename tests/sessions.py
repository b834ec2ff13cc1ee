"""What tests of sessions need: a warm zygote, and sessions made from text."""

import pytest

from autograder.sandbox.failure import CallFailed
from autograder.sandbox.processes.pool import Limits, Zygote
from autograder.sandbox.session import Session

PATIENCE = 60.0  # seconds for what ends by itself: the machine may be busy
LIMITS = Limits(load_seconds=PATIENCE, test_seconds=PATIENCE)
HANGS = Limits(load_seconds=PATIENCE, test_seconds=0.4)  # for calls that do not end


class Asked(Session):
    """A session whose calls each have time of their own: whatever it takes, where they must answer,
    and that of a test, where they must fail.
    """

    def ask(self, name, *args, **how):
        self.allow(PATIENCE)
        return self.call(name, args, **how)

    def failure(self, name, *args):
        """How a call fails that must."""
        self.allow(self.limits.test_seconds)
        with pytest.raises(CallFailed) as caught:
            self.call(name, args)
        return caught.value


@pytest.fixture(scope="module")
def zygote(tier):
    zygote = Zygote(tier)
    yield zygote
    zygote.close()


@pytest.fixture
def load_cells(zygote):
    """Makes a session from the cells of a notebook, (name, text), and the names of functions."""
    sessions = []

    def start(cells, *functions, kind="ipynb", limits=LIMITS):
        cells = [(name, source, False) for name, source in cells]
        sessions.append(Asked(zygote, kind, cells, list(functions), limits))
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()


@pytest.fixture
def load(load_cells):
    """Makes a session from text and the names of its functions."""

    def start(source, *functions, kind="py", limits=LIMITS):
        return load_cells([("cell 1", source)], *functions, kind=kind, limits=limits)

    return start
