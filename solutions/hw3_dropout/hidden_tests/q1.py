"""Hidden tests of q1: inverted dropout.

A law leaves a right function with a chance of at most 1e-10 (see `bounds`);
each test says how many laws it adds up, and what it catches with a chance of at least 1 - 1e-6.
What is not random has no false alarm.
"""

from otter.test_files import test_case

from autograder.testing import GENERATOR

from . import drops, modes
from .drops import INVERTED

OK_FORMAT = False
name = "q1"
points = None

DROPOUT = modes.experiment(INVERTED)


def check(dropout_forward, *names):
    DROPOUT.check(dropout_forward, *drops.at_all_rates(*names))


@test_case(name="q1.out.scale", points=3, hidden=True)
def hidden_out_scale(dropout_forward):
    """Not random. Catches p for 1 - p, no scale, a scale applied twice or as a root."""
    check(dropout_forward, "masked", "scale", "even")


@test_case(name="q1.out.rate", points=2.5, hidden=True)
def hidden_out_rate(dropout_forward):
    """Two laws: 2e-10, 4 % wide. Catches keeping with probability p, and one half for p."""
    check(dropout_forward, "kept")


@test_case(name="q1.out.independence", points=1.75, hidden=True)
def hidden_out_independence(dropout_forward):
    """Four laws: 4e-10. Catches one mask for all examples, and whole examples dropped."""
    DROPOUT.check(dropout_forward, "drops", *drops.at_all_rates("rows", "columns"))


@test_case(name="q1.out.number_dropped", points=1.25, hidden=True)
def hidden_out_number_dropped(dropout_forward):
    """12 calls of 200 units drop equal numbers with a chance of 0.057^11 = 2e-14; 100 examples
    with one of 0.06^99. Catches a fixed number of units, in all or an example.
    """
    DROPOUT.check(dropout_forward, "drops", "counts", *drops.at_all_rates("unequal"))


@test_case(name="q1.mask", points=2.5, hidden=True)
def hidden_mask(dropout_forward):
    """Not random. Catches a mask of what is dropped, and one that is scaled."""
    DROPOUT.check(dropout_forward, "drops", *drops.at_all_rates("agrees", "largest"))


@test_case(name="q1.mask.of_zeros", points=1, hidden=True)
def hidden_mask_of_zeros(dropout_forward):
    """Of 4,000 zeros less than 2 % or more than 98 % are kept with a chance below 1e-300."""
    DROPOUT.check(dropout_forward, "drops", "zeros")


@test_case(name="q1.evaluation", points=2, hidden=True)
def hidden_evaluation(dropout_forward):
    DROPOUT.check(dropout_forward, "evaluation, zeros", "evaluation, scale", "evaluation, even")


@test_case(name="q1.evaluation.mask", points=1, hidden=True)
def hidden_evaluation_mask(dropout_forward):
    DROPOUT.check(dropout_forward, "evaluation, mask")


@test_case(name="q1.out.p_zero", points=0.5, hidden=True)
def hidden_p_zero(dropout_forward):
    DROPOUT.check(dropout_forward, "p = 0")


@test_case(name="q1.out.p_one", points=0.75, hidden=True)
def hidden_p_one(dropout_forward):
    DROPOUT.check(dropout_forward, "p = 1")


@test_case(name="q1.dropout_forward.p_outside", points=0.75, hidden=True)
def hidden_p_outside(dropout_forward):
    modes.check_outside(INVERTED, dropout_forward)


@test_case(name="q1.dropout_forward.shapes", points=0.5, hidden=True)
def hidden_shapes(dropout_forward):
    DROPOUT.check(dropout_forward, "shapes")


@test_case(name="q1.dropout_forward.integers", points=0.25, hidden=True)
def hidden_integers(dropout_forward):
    DROPOUT.check(dropout_forward, "integers")


@test_case(name="q1.dropout_forward.arguments", points=0.25, hidden=True)
def hidden_arguments(dropout_forward):
    modes.check_unchanged(DROPOUT, dropout_forward)


@test_case(name="q1.dropout_forward.generator", points=0.5, hidden=True)
def hidden_generator(dropout_forward):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    DROPOUT.check(dropout_forward, *GENERATOR)
