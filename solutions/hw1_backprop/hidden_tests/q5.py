"""Hidden tests of q5: the backward pass of one example, every gradient by the one before it."""

from otter.test_files import test_case

from autograder.testing import Cases, answering, check_arguments, generator

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
rng = generator("hw1_backprop", "mlp_backward", "arguments")
ARGUMENTS = [
    Cases("mlp_backward", reference.mlp_backward, [args])
    for args in caches(*nets.whole_networks(rng))
]


def check_gradient(mlp_backward, key, of=lambda *_: True):
    """Check a gradient for the caches `of` one kind, where the function answers."""
    CASES.check(mlp_backward, key, only=answering(CASES, mlp_backward, of))


@test_case(name="q5.dJ_do", points=1, hidden=True)
def hidden_dJ_do(mlp_backward):
    check_gradient(mlp_backward, "dJ_do", nets.has_loss("squared"))


@test_case(name="q5.dJ_do.cross_entropy", points=1, hidden=True)
def hidden_dJ_do_cross_entropy(mlp_backward):
    check_gradient(mlp_backward, "dJ_do", nets.has_loss("cross_entropy"))


@test_case(name="q5.dJ_dW2", points=2, hidden=True)
def hidden_dJ_dW2(mlp_backward):
    check_gradient(mlp_backward, "dJ_dW2")


@test_case(name="q5.dJ_dh", points=1.5, hidden=True)
def hidden_dJ_dh(mlp_backward):
    check_gradient(mlp_backward, "dJ_dh")


@test_case(name="q5.dJ_dz", points=1, hidden=True)
def hidden_dJ_dz(mlp_backward):
    check_gradient(mlp_backward, "dJ_dz", nets.has_activation("relu"))


@test_case(name="q5.dJ_dz.sigmoid", points=0.75, hidden=True)
def hidden_dJ_dz_sigmoid(mlp_backward):
    check_gradient(mlp_backward, "dJ_dz", nets.has_activation("sigmoid"))


@test_case(name="q5.dJ_dz.tanh", points=0.75, hidden=True)
def hidden_dJ_dz_tanh(mlp_backward):
    check_gradient(mlp_backward, "dJ_dz", nets.has_activation("tanh"))


@test_case(name="q5.dJ_dW1", points=2, hidden=True)
def hidden_dJ_dW1(mlp_backward):
    check_gradient(mlp_backward, "dJ_dW1")


@test_case(name="q5.dJ_db2", points=1, hidden=True)
def hidden_dJ_db2(mlp_backward):
    check_gradient(mlp_backward, "dJ_db2", lambda cache: cache["b2"] is not None)


@test_case(name="q5.dJ_db1", points=1, hidden=True)
def hidden_dJ_db1(mlp_backward):
    check_gradient(mlp_backward, "dJ_db1", lambda cache: cache["b1"] is not None)


@test_case(name="q5.mlp_backward.twice", points=0.5, hidden=True)
def hidden_mlp_backward_twice(mlp_backward):
    CASES.check_twice(mlp_backward)


@test_case(name="q5.mlp_backward.arguments", points=0.75, hidden=True)
def hidden_mlp_backward_arguments(mlp_backward):
    check_arguments(mlp_backward, *ARGUMENTS)


@test_case(name="q5.mlp_backward.rectangular", points=1.5, hidden=True)
def hidden_rectangular(mlp_backward):
    CASES.check_rectangular(mlp_backward)
