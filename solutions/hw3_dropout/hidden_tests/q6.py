"""Hidden tests of q6: when to stop, and which epoch was the best.

Losses are multiples of 1/64, so that loss < best - min_delta and best - loss > min_delta agree to
the last bit.
"""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q6"
points = None

STOP, BEST = 0, 1
EACH_OTHER = {STOP: (BEST,), BEST: (STOP,)}  # a diagnosis of one has to fit the other
rng = generator("hw3_dropout", "early_stopping")


def cases(*inputs, beside=()):
    answer = reference.early_stopping
    return Cases("early_stopping", answer, inputs, chain=EACH_OTHER, beside=beside)


def curve(*epochs):
    """Losses whose differences are `epochs`, in 64ths, from a random start; a list as a rule."""
    return [float(loss) / 64 for loss in rng.integers(900, 999) + np.cumsum(epochs)]


def falling(count):
    return -rng.integers(1, 9, count)


def rising(count):
    return rng.integers(1, 4, count)


def bumpy(bumps):
    """Falls, with `bump` rises after each: the misses do not come in a row."""
    return np.concatenate([[*falling(1), *rising(bump), -40] for bump in bumps])


AT_ONCE = cases((curve(*falling(4), *rising(3), -40, *falling(20)), 3, 0.0))  # lower at once
COMMON = cases(
    (curve(*falling(6), *rising(12)), 3, 0.0),
    (curve(*falling(3), *rising(9)), 5, 0.0),
    (np.array(curve(*falling(5), *rising(9))), 2, 0.0),
    (curve(*falling(4), *rising(4), *falling(60)), 3, 0.0),  # lower losses after the stop
    beside=[AT_ONCE],
)
BUMPS = cases(
    (curve(*bumpy((2, 3, 1)), *rising(8)), 4, 0.0),
    (curve(*bumpy((3, 3, 3)), *rising(8)), 4, 0.0),
    (curve(*falling(4), 9, -2, 9, -2, *rising(8)), 4, 0.0),  # falls that stay above the best
    beside=[COMMON],
)
ONE = cases((curve(*falling(5), *rising(5)), 1, 0.0), (curve(*rising(4)), 1, 0.0), beside=[COMMON])
NEVER = cases(
    (curve(*falling(9)), 3, 0.0),
    (curve(*falling(5), *rising(3)), 4, 0.0),
    (curve(*falling(1)), 2, 0.0),
    beside=[COMMON],
)
PLATEAUS = cases(
    (curve(*falling(4), *[0] * 9), 3, 0.0),
    (curve(*falling(7), *[0] * 9), 5, 0.0),
    beside=[COMMON],
)
DELTAS = cases(
    (curve(*[-20] * 4, *[-4] * 9, *rising(9)), 3, 10 / 64),  # three falls together are large enough
    (curve(*[-20] * 3, *[-4] * 5, *rising(9)), 4, 10 / 64),
    (curve(*[-20] * 3, *[-16] * 3, *rising(9)), 3, 16 / 64),  # exactly min_delta is no improvement
    (curve(*[-20] * 3, 4, -5, 4, -5, *rising(9)), 3, 2 / 64),
    beside=[COMMON],
)
DEFAULT = cases(
    (curve(*falling(4), *rising(9)), 3),
    (curve(*falling(4), *[-1] * 9, *rising(9)), 3),
    beside=[COMMON],
)


def check_rest(rare, early_stopping):
    """Check on rare curves what is right on common ones; all of it if nothing is."""
    right = [key for key in (STOP, BEST) if not COMMON.mismatch(early_stopping, key)]
    for key in right or (STOP, BEST):
        rare.check(early_stopping, key)


@test_case(name="q6.stop_epoch", points=2.25, hidden=True)
def hidden_stop_epoch(early_stopping):
    COMMON.check(early_stopping, STOP)


@test_case(name="q6.best_epoch", points=1.75, hidden=True)
def hidden_best_epoch(early_stopping):
    COMMON.check(early_stopping, BEST)


@test_case(name="q6.early_stopping.in_a_row", points=1.25, hidden=True)
def hidden_in_a_row(early_stopping):
    check_rest(BUMPS, early_stopping)


@test_case(name="q6.early_stopping.patience_one", points=0.5, hidden=True)
def hidden_patience_one(early_stopping):
    check_rest(ONE, early_stopping)


@test_case(name="q6.early_stopping.never_stops", points=1, hidden=True)
def hidden_never_stops(early_stopping):
    check_rest(NEVER, early_stopping)


@test_case(name="q6.early_stopping.plateau", points=1, hidden=True)
def hidden_plateau(early_stopping):
    check_rest(PLATEAUS, early_stopping)


@test_case(name="q6.early_stopping.min_delta", points=1.5, hidden=True)
def hidden_min_delta(early_stopping):
    check_rest(DELTAS, early_stopping)


@test_case(name="q6.early_stopping.default", points=0.25, hidden=True)
def hidden_default(early_stopping):
    check_rest(DEFAULT, early_stopping)


@test_case(name="q6.early_stopping.arguments", points=0.5, hidden=True)
def hidden_arguments(early_stopping):
    COMMON.check_arguments(early_stopping)
