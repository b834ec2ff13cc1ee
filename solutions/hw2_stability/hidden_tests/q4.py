"""Hidden tests of q4: hidden units that are copies of each other."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q4"
points = None

rng = generator("hw2_stability", "constant_init")
CONSTANT = Cases(
    "constant_init",
    reference.constant_init,
    [
        (3, 5, 4, 0.37),
        (4, 4, 4, float(rng.normal())),
        (6, 2, 1, -1.5),
        (2, 3, 5, 0.0),
        (5, 1, 3, 2),
    ],
)

rng = generator("hw2_stability", "symmetry_gap")
# The furthest from unit 0 is below it; unit 1, neighbours, and any two units give other numbers.
OFFSETS = np.array([0.0, 0.4, -1.0, -0.3, 0.6])


def weights(size_of_W1, size_of_W2, num_inputs=4, num_hiddens=5, num_outputs=3):
    """W1 (h, d), W2 (q, h): one unit, and others off by OFFSETS times these sizes."""
    sizes = np.repeat([size_of_W1, size_of_W2], [num_inputs, num_outputs])
    unit, off = rng.normal(size=sizes.size), sizes * rng.uniform(0.5, 1, size=sizes.size)
    units = unit + OFFSETS[:num_hiddens, None] * off
    return units[:, :num_inputs].copy(), units[:, num_inputs:].T.copy()


COPIES = [weights(0, 0), weights(0, 0, 4, 4, 4), weights(0, 0, 3, 2, 1)]
FROM_W1 = [weights(1, 0), weights(2, 0.3), weights(3, 0.5, 4, 4, 4), weights(1, 0, 3, 3, 1)]
FROM_W2 = [weights(0, 1), weights(0.3, 2), weights(0.5, 3, 4, 4, 4), weights(0, 1, 3, 3, 1)]
ONE_UNIT = [weights(1, 1, 3, 1, 2)]
INTEGERS = [(np.array([[3, 1], [3, 5], [0, 1]]), np.array([[7, 7, 6], [2, 2, 2]]))]


def gaps(inputs, beside=()):
    return Cases("symmetry_gap", reference.symmetry_gap, inputs, beside=beside)


GAP_W1 = gaps(FROM_W1 + INTEGERS, [gaps(FROM_W2)])
GAP_W2 = gaps(FROM_W2, [GAP_W1])
GAP_COPIES, GAP_ONE_UNIT = (gaps(inputs, [GAP_W1, GAP_W2]) for inputs in (COPIES, ONE_UNIT))


@test_case(name="q4.constant_init.W1", points=1, hidden=True)
def hidden_constant_init_W1(constant_init):
    CONSTANT.check(constant_init, 0)


@test_case(name="q4.constant_init.W2", points=1, hidden=True)
def hidden_constant_init_W2(constant_init):
    CONSTANT.check(constant_init, 1)


@test_case(name="q4.symmetry_gap.copies", points=1.25, hidden=True)
def hidden_symmetry_gap_copies(symmetry_gap):
    GAP_COPIES.check(symmetry_gap)


@test_case(name="q4.symmetry_gap.W1", points=1.5, hidden=True)
def hidden_symmetry_gap_W1(symmetry_gap):
    GAP_W1.check(symmetry_gap)


@test_case(name="q4.symmetry_gap.W2", points=1.5, hidden=True)
def hidden_symmetry_gap_W2(symmetry_gap):
    GAP_W2.check(symmetry_gap)


@test_case(name="q4.symmetry_gap.one_unit", points=0.25, hidden=True)
def hidden_symmetry_gap_one_unit(symmetry_gap):
    GAP_ONE_UNIT.check(symmetry_gap)


@test_case(name="q4.symmetry_gap.arguments", points=0.25, hidden=True)
def hidden_symmetry_gap_arguments(symmetry_gap):
    GAP_W1.check_arguments(symmetry_gap)
