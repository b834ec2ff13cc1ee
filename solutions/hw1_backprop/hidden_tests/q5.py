"""Hidden tests of q5: the backward pass of one example, every gradient by the one before it."""

from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference
from . import networks as nets

OK_FORMAT = False
name = "q5"
points = None

rng = generator("hw1_backprop", "mlp_backward")


def caches(*networks):
    return [(reference.mlp_forward(*args),) for args in networks]


CASES = Cases(
    "mlp_backward",
    reference.mlp_backward,
    caches(*nets.networks(rng)),
    chain={key: (f"dJ_d{upstream}",) for key, (_, upstream) in reference.BACKWARD_STEPS.items()},
    step=lambda args, values, key: reference.backward_step(args[0], values, key),
    square=caches(*nets.networks(rng, sizes=nets.SQUARE), nets.dead_unit(rng)),
)


@test_case(name="q5.dJ_do", points=2, hidden=True)
def hidden_dJ_do(mlp_backward):
    CASES.check(mlp_backward, "dJ_do")


@test_case(name="q5.dJ_dW2", points=2, hidden=True)
def hidden_dJ_dW2(mlp_backward):
    CASES.check(mlp_backward, "dJ_dW2")


@test_case(name="q5.dJ_dh", points=1.5, hidden=True)
def hidden_dJ_dh(mlp_backward):
    CASES.check(mlp_backward, "dJ_dh")


@test_case(name="q5.dJ_dz", points=2.5, hidden=True)
def hidden_dJ_dz(mlp_backward):
    CASES.check(mlp_backward, "dJ_dz")


@test_case(name="q5.dJ_dW1", points=2, hidden=True)
def hidden_dJ_dW1(mlp_backward):
    CASES.check(mlp_backward, "dJ_dW1")


@test_case(name="q5.dJ_db2", points=1, hidden=True)
def hidden_dJ_db2(mlp_backward):
    CASES.check(mlp_backward, "dJ_db2", only=lambda cache: cache["b2"] is not None)


@test_case(name="q5.dJ_db1", points=1, hidden=True)
def hidden_dJ_db1(mlp_backward):
    CASES.check(mlp_backward, "dJ_db1", only=lambda cache: cache["b1"] is not None)


@test_case(name="q5.mlp_backward.twice", points=0.5, hidden=True)
def hidden_mlp_backward_twice(mlp_backward):
    CASES.check_twice(mlp_backward)


@test_case(name="q5.mlp_backward.arguments", points=1, hidden=True)
def hidden_mlp_backward_arguments(mlp_backward):
    CASES.check_arguments(mlp_backward)


@test_case(name="q5.mlp_backward.rectangular", points=1.5, hidden=True)
def hidden_rectangular(mlp_backward):
    CASES.check_rectangular(mlp_backward)
