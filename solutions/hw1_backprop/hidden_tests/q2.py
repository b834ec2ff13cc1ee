"""Hidden tests of q2: activations and their derivatives."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q2"
points = None

rng = generator("hw1_backprop", "activations")
MODERATE = [
    (rng.uniform(0.5, 4, size=shape) * rng.choice([-1, 1], shape),) for shape in ((9,), (4, 3))
]
INTEGERS = (np.array([-3, -1, 1, 2, 5]),)
ZERO = (np.array([0.0, -0.0, 1.5, 0.0, -2.0]),)
FAR = (np.array([-33.5, -7.5, 6.5, 12.0, 41.0]),)  # where the relu of some networks is 6
LARGE = (np.array([-1000.0, -750.0, -40.0, -1.0, 1.0, 40.0, 750.0, 1000.0]),)

SIGMOID = Cases("sigmoid", reference.sigmoid, [*MODERATE, INTEGERS, LARGE, ZERO])
SIGMOID_GRAD = Cases("sigmoid_grad", reference.sigmoid_grad, [*MODERATE, INTEGERS, LARGE, ZERO])
RELU = Cases("relu", reference.relu, [*MODERATE, INTEGERS, ZERO, FAR])
RELU_GRAD = Cases("relu_grad", reference.relu_grad, [*MODERATE, INTEGERS, ZERO, FAR])
TANH_GRAD = Cases("tanh_grad", reference.tanh_grad, [*MODERATE, INTEGERS, ZERO])


def is_integer(x):
    return x.dtype.kind == "i"


def is_large(x):
    return np.max(np.abs(x)) > 100


def has_zero(x):
    return bool(np.any(x == 0))


def is_moderate(x):
    return not (is_integer(x) or is_large(x) or has_zero(x))


@test_case(name="q2.sigmoid", points=1, hidden=True)
def hidden_sigmoid(sigmoid):
    SIGMOID.check(sigmoid, only=lambda x: is_moderate(x) or has_zero(x))


@test_case(name="q2.sigmoid.large", points=0.5, hidden=True)
def hidden_sigmoid_large(sigmoid):
    SIGMOID.check(sigmoid, only=is_large)


@test_case(name="q2.sigmoid.integers", points=0.25, hidden=True)
def hidden_sigmoid_integers(sigmoid):
    SIGMOID.check(sigmoid, only=is_integer)


@test_case(name="q2.sigmoid.arguments", points=0.25, hidden=True)
def hidden_sigmoid_arguments(sigmoid):
    SIGMOID.check_arguments(sigmoid)


@test_case(name="q2.sigmoid_grad", points=1.25, hidden=True)
def hidden_sigmoid_grad(sigmoid_grad):
    SIGMOID_GRAD.check(sigmoid_grad, only=lambda x: is_moderate(x) or has_zero(x))


@test_case(name="q2.sigmoid_grad.large", points=0.5, hidden=True)
def hidden_sigmoid_grad_large(sigmoid_grad):
    SIGMOID_GRAD.check(sigmoid_grad, only=is_large)


@test_case(name="q2.sigmoid_grad.integers", points=0.25, hidden=True)
def hidden_sigmoid_grad_integers(sigmoid_grad):
    SIGMOID_GRAD.check(sigmoid_grad, only=is_integer)


@test_case(name="q2.sigmoid_grad.arguments", points=0.25, hidden=True)
def hidden_sigmoid_grad_arguments(sigmoid_grad):
    SIGMOID_GRAD.check_arguments(sigmoid_grad)


@test_case(name="q2.relu", points=0.75, hidden=True)
def hidden_relu(relu):
    RELU.check(relu, only=lambda x: is_moderate(x) or has_zero(x))


@test_case(name="q2.relu.integers", points=0.25, hidden=True)
def hidden_relu_integers(relu):
    RELU.check(relu, only=is_integer)


@test_case(name="q2.relu.arguments", points=0.25, hidden=True)
def hidden_relu_arguments(relu):
    RELU.check_arguments(relu)


@test_case(name="q2.relu_grad", points=0.75, hidden=True)
def hidden_relu_grad(relu_grad):
    RELU_GRAD.check(relu_grad, only=is_moderate)


@test_case(name="q2.relu_grad.at_zero", points=1, hidden=True)
def hidden_relu_grad_at_zero(relu_grad):
    RELU_GRAD.check(relu_grad, only=has_zero)


@test_case(name="q2.relu_grad.integers", points=0.25, hidden=True)
def hidden_relu_grad_integers(relu_grad):
    RELU_GRAD.check(relu_grad, only=is_integer)


@test_case(name="q2.relu_grad.arguments", points=0.25, hidden=True)
def hidden_relu_grad_arguments(relu_grad):
    RELU_GRAD.check_arguments(relu_grad)


@test_case(name="q2.tanh_grad", points=1.25, hidden=True)
def hidden_tanh_grad(tanh_grad):
    TANH_GRAD.check(tanh_grad, only=lambda x: is_moderate(x) or has_zero(x))


@test_case(name="q2.tanh_grad.integers", points=0.25, hidden=True)
def hidden_tanh_grad_integers(tanh_grad):
    TANH_GRAD.check(tanh_grad, only=is_integer)


@test_case(name="q2.tanh_grad.arguments", points=0.25, hidden=True)
def hidden_tanh_grad_arguments(tanh_grad):
    TANH_GRAD.check_arguments(tanh_grad)
