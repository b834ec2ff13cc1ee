"""What tests of sessions share, and the modules of the worker under the names that it uses."""

import signal
import sys

import pytest
from sessions import load, load_cells, zygote  # noqa: F401 - fixtures

from autograder.sandbox.walls.bubble import HERE

sys.path.append(str(HERE))


@pytest.fixture
def timers():
    """For tests that load in this process: no handler and no timer of a load outlives it, and that
    of the test goes on.
    """
    numbers = signal.SIGPROF, signal.SIGALRM
    handlers = [signal.getsignal(number) for number in numbers]
    before = signal.getitimer(signal.ITIMER_REAL)
    yield
    assert [signal.getsignal(number) for number in numbers] == handlers
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getitimer(signal.ITIMER_REAL)[1] == 0
    signal.setitimer(signal.ITIMER_REAL, *before)
