"""Hidden tests of q4: the original dropout, and dropout of whole channels.

A law leaves a right function with a chance of at most 1e-10 (see `bounds`);
each test says how many laws it adds up, and what it catches with a chance of at least 1 - 1e-6.
What is not random has no false alarm.
"""

from otter.test_files import test_case

from autograder.testing import GENERATOR

from . import drops, modes

OK_FORMAT = False
name = "q4"
points = None

STANDARD = drops.Variant("standard_dropout_forward", lambda p: 1.0, units=(100, 300))
SPATIAL = drops.Variant(
    "spatial_dropout_forward", lambda p: 1 - p, units=(40, 76), inside=(2, 3), few=(10, 20)
)


STANDARD_DROPOUT, SPATIAL_DROPOUT = map(modes.experiment, (STANDARD, SPATIAL))
EVALUATION = ("evaluation, zeros", "evaluation, scale", "evaluation, even")
WHOLE = ("along channels", "along height", "along width")
EDGES = ("p = 0", "p = 1")


def check(experiment, function, *names):
    experiment.check(function, *drops.at_all_rates(*names))


@test_case(name="q4.standard_dropout_forward.scale", points=1.25, hidden=True)
def hidden_standard_scale(standard_dropout_forward):
    """Not random. Catches the scale of inverted dropout, and a factor of 1 - p or p."""
    check(STANDARD_DROPOUT, standard_dropout_forward, "masked", "scale", "even")


@test_case(name="q4.standard_dropout_forward.rate", points=0.75, hidden=True)
def hidden_standard_rate(standard_dropout_forward):
    """Two laws: 2e-10, 4 % wide. Catches keeping with probability p, and one half for p."""
    check(STANDARD_DROPOUT, standard_dropout_forward, "kept")


@test_case(name="q4.standard_dropout_forward.independence", points=0.5, hidden=True)
def hidden_standard_independence(standard_dropout_forward):
    """Four laws: 4e-10; equal numbers of dropped units by chance: below 1e-13."""
    check(STANDARD_DROPOUT, standard_dropout_forward, "rows", "columns", "unequal")
    STANDARD_DROPOUT.check(standard_dropout_forward, "drops", "counts")


@test_case(name="q4.standard_dropout_forward.mask", points=0.75, hidden=True)
def hidden_standard_mask(standard_dropout_forward):
    check(STANDARD_DROPOUT, standard_dropout_forward, "agrees", "largest")
    STANDARD_DROPOUT.check(standard_dropout_forward, "drops", "zeros")


@test_case(name="q4.standard_dropout_forward.evaluation", points=1.25, hidden=True)
def hidden_standard_evaluation(standard_dropout_forward):
    """Not random. Catches h as it is, p for 1 - p, and division for multiplication."""
    STANDARD_DROPOUT.check(standard_dropout_forward, *EVALUATION)


@test_case(name="q4.standard_dropout_forward.edges", points=0.5, hidden=True)
def hidden_standard_edges(standard_dropout_forward):
    STANDARD_DROPOUT.check(standard_dropout_forward, *EDGES, "evaluation, mask")
    modes.check_outside(STANDARD, standard_dropout_forward)


@test_case(name="q4.standard_dropout_forward.generator", points=0.5, hidden=True)
def hidden_standard_generator(standard_dropout_forward):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    modes.check_unchanged(STANDARD_DROPOUT, standard_dropout_forward)
    STANDARD_DROPOUT.check(standard_dropout_forward, *GENERATOR)


@test_case(name="q4.spatial_dropout_forward.channels", points=2, hidden=True)
def hidden_spatial_channels(spatial_dropout_forward):
    """Not random. Catches units of their own, and pixels dropped in all channels."""
    check(SPATIAL_DROPOUT, spatial_dropout_forward, *WHOLE)
    SPATIAL_DROPOUT.check(spatial_dropout_forward, "drops")


@test_case(name="q4.spatial_dropout_forward.scale", points=1, hidden=True)
def hidden_spatial_scale(spatial_dropout_forward):
    """Not random. Catches p for 1 - p, no scale, a scale applied twice."""
    check(SPATIAL_DROPOUT, spatial_dropout_forward, "masked", "scale", "even")


@test_case(name="q4.spatial_dropout_forward.rate", points=0.75, hidden=True)
def hidden_spatial_rate(spatial_dropout_forward):
    """Two laws: 2e-10, 12 % wide. Catches keeping with probability p, and one half for p."""
    check(SPATIAL_DROPOUT, spatial_dropout_forward, "kept")


@test_case(name="q4.spatial_dropout_forward.independence", points=0.75, hidden=True)
def hidden_spatial_independence(spatial_dropout_forward):
    """Four laws: 4e-10; equal numbers of dropped channels by chance: below 1e-13. Catches the same
    channels for all examples, and whole examples.
    """
    check(SPATIAL_DROPOUT, spatial_dropout_forward, "rows", "columns", "unequal")
    SPATIAL_DROPOUT.check(spatial_dropout_forward, "drops", "counts")


@test_case(name="q4.spatial_dropout_forward.mask", points=0.5, hidden=True)
def hidden_spatial_mask(spatial_dropout_forward):
    check(SPATIAL_DROPOUT, spatial_dropout_forward, "whole", "agrees", "largest")
    SPATIAL_DROPOUT.check(spatial_dropout_forward, "drops", "zeros")


@test_case(name="q4.spatial_dropout_forward.evaluation", points=0.75, hidden=True)
def hidden_spatial_evaluation(spatial_dropout_forward):
    SPATIAL_DROPOUT.check(spatial_dropout_forward, *EVALUATION)


@test_case(name="q4.spatial_dropout_forward.edges", points=0.25, hidden=True)
def hidden_spatial_edges(spatial_dropout_forward):
    SPATIAL_DROPOUT.check(spatial_dropout_forward, *EDGES, "evaluation, mask")
    modes.check_outside(SPATIAL, spatial_dropout_forward)


@test_case(name="q4.spatial_dropout_forward.generator", points=0.5, hidden=True)
def hidden_spatial_generator(spatial_dropout_forward):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    modes.check_unchanged(SPATIAL_DROPOUT, spatial_dropout_forward)
    SPATIAL_DROPOUT.check(spatial_dropout_forward, *GENERATOR)
