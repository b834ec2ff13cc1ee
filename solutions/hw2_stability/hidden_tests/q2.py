"""Hidden tests of q2: the norm of every layer's gradient."""

from otter.test_files import test_case

from autograder.testing import Cases, answering, check_arguments, generator

from .. import reference
from . import networks as nets
from .readings import (
    check_input_side_first,
    check_norms,
    check_number_of_layers,
)

OK_FORMAT = False
name = "q2"
points = None

rng = generator("hw2_stability", "gradient_norms_by_depth")


def cases(inputs, square=()):
    reference_norms = reference.gradient_norms_by_depth
    return Cases("gradient_norms_by_depth", reference_norms, inputs, square=square)


NETWORKS = cases(*nets.networks(rng))
SQUARE = cases(nets.square_networks(rng))
DEFAULT = cases([nets.network(rng, "sigmoid", 3, nets.WIDTHS)[:2]])
DEAD_UNIT = cases([nets.dead_unit(rng)])
ONE_LAYER = cases([nets.network(rng, a, 4, nets.SHALLOW) for a in nets.ACTIVATIONS])
ONE_EXAMPLE = cases([nets.network(rng, a, 1, w) for a, w in nets.OF_EVERY_DEPTH])
SATURATED = cases([nets.saturated(rng)])
INTEGERS = cases(nets.integers(rng))
SHRINKING = cases([nets.shrinking(rng)])
LAYERS = cases(
    [nets.network(rng, a, 3, (4,) * k) for a, k in zip(nets.ACTIVATIONS, (2, 3, 6), strict=True)]
)
ARGUMENTS = [cases([args]) for args in SQUARE.inputs]
X, WEIGHTS, _ = SQUARE.inputs[0]


def check_activation(gradient_norms_by_depth, wanted):
    def is_wanted(X, weights, activation):
        return activation == wanted

    check_norms(NETWORKS, gradient_norms_by_depth, only=is_wanted)


@test_case(name="q2.gradient_norms_by_depth.shape", points=0.75, hidden=True)
def hidden_gradient_norms_shape(gradient_norms_by_depth):
    check_number_of_layers(LAYERS, gradient_norms_by_depth)


@test_case(name="q2.gradient_norms_by_depth.order", points=1, hidden=True)
def hidden_gradient_norms_order(gradient_norms_by_depth):
    check_input_side_first(SHRINKING, gradient_norms_by_depth)


@test_case(name="q2.gradient_norms_by_depth.scale", points=1.5, hidden=True)
def hidden_gradient_norms_scale(gradient_norms_by_depth):
    answered = answering(NETWORKS, gradient_norms_by_depth)
    check_norms(NETWORKS, gradient_norms_by_depth, only=answered, scale=True)


@test_case(name="q2.gradient_norms_by_depth.one_layer", points=0.75, hidden=True)
def hidden_gradient_norms_one_layer(gradient_norms_by_depth):
    answered = answering(ONE_LAYER, gradient_norms_by_depth)
    ONE_LAYER.check(gradient_norms_by_depth, only=answered)


@test_case(name="q2.gradient_norms_by_depth.sigmoid", points=2.75, hidden=True)
def hidden_gradient_norms_sigmoid(gradient_norms_by_depth):
    check_activation(gradient_norms_by_depth, "sigmoid")


@test_case(name="q2.gradient_norms_by_depth.tanh", points=2.75, hidden=True)
def hidden_gradient_norms_tanh(gradient_norms_by_depth):
    check_activation(gradient_norms_by_depth, "tanh")


@test_case(name="q2.gradient_norms_by_depth.relu", points=2.75, hidden=True)
def hidden_gradient_norms_relu(gradient_norms_by_depth):
    check_activation(gradient_norms_by_depth, "relu")


@test_case(name="q2.gradient_norms_by_depth.default", points=0.75, hidden=True)
def hidden_gradient_norms_default(gradient_norms_by_depth):
    check_norms(DEFAULT, gradient_norms_by_depth)


@test_case(name="q2.gradient_norms_by_depth.relu.at_zero", points=1, hidden=True)
def hidden_gradient_norms_relu_at_zero(gradient_norms_by_depth):
    check_norms(DEAD_UNIT, gradient_norms_by_depth)


@test_case(name="q2.gradient_norms_by_depth.one_example", points=0.75, hidden=True)
def hidden_gradient_norms_one_example(gradient_norms_by_depth):
    answered = answering(ONE_EXAMPLE, gradient_norms_by_depth)
    check_norms(ONE_EXAMPLE, gradient_norms_by_depth, only=answered)


@test_case(name="q2.gradient_norms_by_depth.saturated", points=1.25, hidden=True)
def hidden_gradient_norms_saturated(gradient_norms_by_depth):
    check_norms(SATURATED, gradient_norms_by_depth)


@test_case(name="q2.gradient_norms_by_depth.integers", points=0.5, hidden=True)
def hidden_gradient_norms_integers(gradient_norms_by_depth):
    answered = answering(INTEGERS, gradient_norms_by_depth)
    check_norms(INTEGERS, gradient_norms_by_depth, only=answered)


@test_case(name="q2.gradient_norms_by_depth.unknown", points=0.5, hidden=True)
def hidden_gradient_norms_unknown(gradient_norms_by_depth):
    SQUARE.check_raises(gradient_norms_by_depth, X, WEIGHTS, "gelu")


@test_case(name="q2.gradient_norms_by_depth.arguments", points=0.75, hidden=True)
def hidden_gradient_norms_arguments(gradient_norms_by_depth):
    check_arguments(gradient_norms_by_depth, *ARGUMENTS)
