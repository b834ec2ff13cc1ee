"""Hidden tests of q1: features on one scale."""

from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q1"
points = None

rng = generator("new_homework", "standardize")
CASES = Cases(
    "standardize",
    reference.standardize,
    [
        (rng.normal([3, -8, 0.5], [1, 4, 0.2], size=(6, 3)),),
        (rng.normal([-2, 40], [0.5, 9], size=(9, 2)),),
    ],
)


@test_case(name="q1.standardize", points=50, hidden=True)
def hidden_standardize(standardize):
    CASES.check(standardize)


@test_case(name="q1.standardize.arguments", points=10, hidden=True)
def hidden_arguments(standardize):
    CASES.check_arguments(standardize)
