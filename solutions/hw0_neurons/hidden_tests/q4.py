"""Hidden tests of q4: the Jacobian of the softmax."""

from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q4"
points = None

rng = generator("hw0_neurons", "softmax_jacobian")
JACOBIAN = Cases(
    "softmax_jacobian",
    reference.softmax_jacobian,
    [(rng.normal(scale=1.2, size=size),) for size in (4, 3, 6)]
    + [(rng.permutation([2, -1, 0, 1, 3]),)],
)
LARGE = Cases(
    "softmax_jacobian",
    reference.softmax_jacobian,
    [
        (rng.permutation(logits),)
        for logits in ([1000.0, 999.25, -999.0, -1000.0, -1000.0], [-1000.0, -999.0])
    ],
    beside=[JACOBIAN],
)


@test_case(name="q4.softmax_jacobian", points=5.5, hidden=True)
def hidden_jacobian(softmax_jacobian):
    JACOBIAN.check(softmax_jacobian)


@test_case(name="q4.softmax_jacobian.large", points=1.5, hidden=True)
def hidden_large(softmax_jacobian):
    LARGE.check(softmax_jacobian)


@test_case(name="q4.softmax_jacobian.arguments", points=0.5, hidden=True)
def hidden_arguments(softmax_jacobian):
    JACOBIAN.check_arguments(softmax_jacobian)
