"""Hidden tests of q3: a network with dropout on its hidden layer, forward and backward."""

from otter.test_files import test_case

from autograder.testing import Cases, answering, check_arguments, generator

from .. import reference
from . import networks as nets

OK_FORMAT = False
name = "q3"
points = None

INPUTS = ("X", "Y", "W1", "W2", "b1", "b2", "p", "mask")
CHAIN = {"h": ("z",), "h_dropped": ("h",), "o": ("h_dropped",), "L": ("o",)}
rng = generator("hw3_dropout", "mlp_dropout_forward")


def forward(inputs, square=(), beside=()):
    return Cases(
        "mlp_dropout_forward",
        reference.mlp_dropout_forward,
        inputs,
        chain=CHAIN,
        step=lambda args, values, key: reference.forward_step(values, key),
        square=square,
        beside=beside,
    )


FORWARD = forward(nets.training(rng, 7), nets.training(rng, 4, nets.SQUARE))
EVALUATION = forward(
    nets.evaluation(rng, 7), nets.evaluation(rng, 4, nets.SQUARE), beside=[FORWARD]
)
ONE_EXAMPLE = forward(nets.training(rng, 1, nets.SQUARE), beside=[FORWARD])
EDGES = forward(nets.edges(rng), beside=[FORWARD])
LARGE = forward([nets.large(rng)], beside=[FORWARD])
INTEGERS = forward([nets.integers(rng)], beside=[FORWARD])
rng = generator("hw3_dropout", "mlp_dropout_forward", "arguments")
FORWARD_ARGUMENTS = [forward([args]) for args in nets.with_arrays_to_change(rng)]

rng = generator("hw3_dropout", "mlp_dropout_backward")


def backward(inputs, square=(), beside=()):
    caches, twins = (
        [(reference.mlp_dropout_forward(*args),) for args in networks]
        for networks in (inputs, square)
    )
    answer = reference.mlp_dropout_backward
    return Cases("mlp_dropout_backward", answer, caches, square=twins, beside=beside)


BACKWARD = backward(nets.training(rng, 7), nets.training(rng, 4, nets.SQUARE))
BACKWARD_EVALUATION = backward(
    nets.evaluation(rng, 7), nets.evaluation(rng, 4, nets.SQUARE), beside=[BACKWARD]
)
BACKWARD_EDGES = backward(nets.edges(rng), beside=[BACKWARD])
BACKWARD_DEAD = backward([nets.dead_unit(rng)], beside=[BACKWARD])
BACKWARD_LARGE = backward([nets.large(rng)], beside=[BACKWARD])
rng = generator("hw3_dropout", "mlp_dropout_backward", "arguments")
BACKWARD_ARGUMENTS = [backward([args]) for args in nets.with_arrays_to_change(rng)]


def check_quantity(mlp_dropout_forward, key, of=lambda *_: True):
    """Check a quantity of the networks `of` one kind, where the function answers."""
    FORWARD.check(mlp_dropout_forward, key, only=answering(FORWARD, mlp_dropout_forward, of))


def check_gradient(mlp_dropout_backward, key, of=lambda *_: True):
    """Check a gradient for the caches `of` one kind, where the function answers."""
    BACKWARD.check(mlp_dropout_backward, key, only=answering(BACKWARD, mlp_dropout_backward, of))


@test_case(name="q3.z", points=0.75, hidden=True)
def hidden_z(mlp_dropout_forward):
    check_quantity(mlp_dropout_forward, "z")


@test_case(name="q3.h", points=0.75, hidden=True)
def hidden_h(mlp_dropout_forward):
    check_quantity(mlp_dropout_forward, "h")


@test_case(name="q3.h_dropped", points=2, hidden=True)
def hidden_h_dropped(mlp_dropout_forward):
    check_quantity(mlp_dropout_forward, "h_dropped")


@test_case(name="q3.h_dropped.evaluation", points=1, hidden=True)
def hidden_h_dropped_evaluation(mlp_dropout_forward):
    answered = answering(EVALUATION, mlp_dropout_forward)
    EVALUATION.check(mlp_dropout_forward, "h_dropped", only=answered)


@test_case(name="q3.h_dropped.edges", points=0.5, hidden=True)
def hidden_h_dropped_edges(mlp_dropout_forward):
    EDGES.check(mlp_dropout_forward, "h_dropped")


@test_case(name="q3.o", points=1.25, hidden=True)
def hidden_o(mlp_dropout_forward):
    check_quantity(mlp_dropout_forward, "o")


@test_case(name="q3.L", points=0.75, hidden=True)
def hidden_L(mlp_dropout_forward):
    check_quantity(mlp_dropout_forward, "L", nets.has_indices)


@test_case(name="q3.L.one_hot", points=0.25, hidden=True)
def hidden_L_one_hot(mlp_dropout_forward):
    check_quantity(mlp_dropout_forward, "L", nets.has_one_hot)


@test_case(name="q3.L.large_logits", points=0.5, hidden=True)
def hidden_L_large_logits(mlp_dropout_forward):
    LARGE.check(mlp_dropout_forward, "L")


@test_case(name="q3.L.one_example", points=0.25, hidden=True)
def hidden_L_one_example(mlp_dropout_forward):
    answered = answering(ONE_EXAMPLE, mlp_dropout_forward)
    ONE_EXAMPLE.check(mlp_dropout_forward, "L", only=answered)


@test_case(name="q3.mlp_dropout_forward.integers", points=0.25, hidden=True)
def hidden_integers(mlp_dropout_forward):
    INTEGERS.check(mlp_dropout_forward, "z")
    INTEGERS.check(mlp_dropout_forward, "h")


@test_case(name="q3.mlp_dropout_forward.arguments", points=0.5, hidden=True)
def hidden_forward_arguments(mlp_dropout_forward):
    check_arguments(mlp_dropout_forward, *FORWARD_ARGUMENTS)


@test_case(name="q3.mlp_dropout_forward.rectangular", points=0.25, hidden=True)
def hidden_forward_rectangular(mlp_dropout_forward):
    FORWARD.check_rectangular(mlp_dropout_forward)


@test_case(name="q3.cache.inputs", points=0.25, hidden=True)
def hidden_inputs(mlp_dropout_forward):
    FORWARD.check_kept(mlp_dropout_forward, INPUTS)


@test_case(name="q3.dL_dW2", points=1.5, hidden=True)
def hidden_dL_dW2(mlp_dropout_backward):
    check_gradient(mlp_dropout_backward, "dL_dW2")


@test_case(name="q3.dL_db2", points=0.75, hidden=True)
def hidden_dL_db2(mlp_dropout_backward):
    check_gradient(mlp_dropout_backward, "dL_db2", nets.has_indices)


@test_case(name="q3.dL_db2.one_hot", points=0.25, hidden=True)
def hidden_dL_db2_one_hot(mlp_dropout_backward):
    check_gradient(mlp_dropout_backward, "dL_db2", nets.has_one_hot)


@test_case(name="q3.dL_dW1", points=1.5, hidden=True)
def hidden_dL_dW1(mlp_dropout_backward):
    check_gradient(mlp_dropout_backward, "dL_dW1")


@test_case(name="q3.dL_db1", points=1, hidden=True)
def hidden_dL_db1(mlp_dropout_backward):
    check_gradient(mlp_dropout_backward, "dL_db1")


@test_case(name="q3.dL_dW1.evaluation", points=0.75, hidden=True)
def hidden_dL_dW1_evaluation(mlp_dropout_backward):
    answered = answering(BACKWARD_EVALUATION, mlp_dropout_backward)
    BACKWARD_EVALUATION.check(mlp_dropout_backward, "dL_dW1", only=answered)


@test_case(name="q3.dL_dW1.edges", points=0.25, hidden=True)
def hidden_dL_dW1_edges(mlp_dropout_backward):
    BACKWARD_EDGES.check(mlp_dropout_backward, "dL_dW1")


@test_case(name="q3.dL_db1.dead_unit", points=0.25, hidden=True)
def hidden_dL_db1_dead_unit(mlp_dropout_backward):
    BACKWARD_DEAD.check(mlp_dropout_backward, "dL_db1")


@test_case(name="q3.dL_db2.large_logits", points=0.25, hidden=True)
def hidden_dL_db2_large_logits(mlp_dropout_backward):
    BACKWARD_LARGE.check(mlp_dropout_backward, "dL_db2")


@test_case(name="q3.mlp_dropout_backward.twice", points=0.25, hidden=True)
def hidden_backward_twice(mlp_dropout_backward):
    BACKWARD.check_twice(mlp_dropout_backward)


@test_case(name="q3.mlp_dropout_backward.arguments", points=0.25, hidden=True)
def hidden_backward_arguments(mlp_dropout_backward):
    check_arguments(mlp_dropout_backward, *BACKWARD_ARGUMENTS)


@test_case(name="q3.mlp_dropout_backward.rectangular", points=0.5, hidden=True)
def hidden_backward_rectangular(mlp_dropout_backward):
    BACKWARD.check_rectangular(mlp_dropout_backward)
