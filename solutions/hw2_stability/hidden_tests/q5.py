"""Hidden tests of q5: Xavier initialisation, and variances from layer to layer.

A law leaves a right random function with a chance of at most 1e-10 (see `bounds`);
each test says how many laws it adds up, and what it catches with a chance of at least 1 - 1e-6.
"""

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    GENERATOR,
    Cases,
    answering,
    bounds,
    check_arguments,
    generator,
)

from .. import reference
from . import draws, weights
from . import networks as nets

OK_FORMAT = False
name = "q5"
points = None

NORMAL_SHAPES = draws.shapes("xavier_normal", weights.SHAPES)
UNIFORM_SHAPES = draws.shapes("xavier_uniform", weights.SHAPES)
NORMAL = weights.experiment(
    "xavier_normal",
    draws.normal_statistics,
    lambda n_in, n_out: np.sqrt(2 / (n_in + n_out)),
    draws.normal_laws(weights.SIZE),
    draws.normal_correlation,
)
UNIFORM = weights.experiment(
    "xavier_uniform",
    draws.uniform_statistics,
    lambda n_in, n_out: np.sqrt(6 / (n_in + n_out)),
    draws.uniform_laws(weights.SIZE),
    bounds.uniform_correlation,
)

rng = generator("hw2_stability", "activation_variances")


def variances(inputs, square=()):
    return Cases("activation_variances", reference.activation_variances, inputs, square=square)


VARIANCES = variances(*nets.networks(rng))
SQUARE = variances(nets.square_networks(rng))
ONE_LAYER = variances([nets.network(rng, a, 4, nets.SHALLOW) for a in nets.ACTIVATIONS])
ONE_EXAMPLE = variances([nets.network(rng, a, 1, w) for a, w in nets.OF_EVERY_DEPTH])
INTEGERS = variances(nets.integers(rng))
ARGUMENTS = [variances([args]) for args in SQUARE.inputs]
X, WEIGHTS, _ = SQUARE.inputs[0]


def check_activation(activation_variances, wanted):
    VARIANCES.check(activation_variances, only=lambda X, weights, activation: activation == wanted)


@test_case(name="q5.xavier_normal.shape", points=0.75, hidden=True)
def hidden_xavier_normal_shape(xavier_normal):
    draws.check_shapes(NORMAL_SHAPES, xavier_normal)


@test_case(name="q5.xavier_normal.mean", points=0.5, hidden=True)
def hidden_xavier_normal_mean(xavier_normal):
    """Two laws: 2e-10. Catches absolute values, U(0, a), a mean of 0.08 standard deviations."""
    NORMAL.check(xavier_normal, "mean", "mean_exchanged")


@test_case(name="q5.xavier_normal.variance", points=1.5, hidden=True)
def hidden_xavier_normal_variance(xavier_normal):
    """Two laws: 2e-10, 6 % wide. Catches 1/n_in, 2/n_in, factors 1, 3, 6 for 2, var for std."""
    NORMAL.check(xavier_normal, "variance", "variance_exchanged")


@test_case(name="q5.xavier_normal.distribution", points=0.75, hidden=True)
def hidden_xavier_normal_distribution(xavier_normal):
    """Two laws: 2e-10. Catches uniforms, and normals truncated at 3 deviations or less."""
    NORMAL.check(xavier_normal, "peak", "middle")


@test_case(name="q5.xavier_normal.independence", points=0.5, hidden=True)
def hidden_xavier_normal_independence(xavier_normal):
    """Two laws: 2e-10. Catches equal rows and equal columns."""
    NORMAL.check(xavier_normal, "rows", "columns")


@test_case(name="q5.xavier_normal.generator", points=1, hidden=True)
def hidden_xavier_normal_generator(xavier_normal):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    NORMAL.check(xavier_normal, *GENERATOR)


@test_case(name="q5.xavier_uniform.shape", points=0.75, hidden=True)
def hidden_xavier_uniform_shape(xavier_uniform):
    draws.check_shapes(UNIFORM_SHAPES, xavier_uniform)


@test_case(name="q5.xavier_uniform.mean", points=0.5, hidden=True)
def hidden_xavier_uniform_mean(xavier_uniform):
    """Two laws: 2e-10. Catches U(0, a), absolute values, a mean of 0.12 standard deviations."""
    UNIFORM.check(xavier_uniform, "mean", "mean_exchanged")


@test_case(name="q5.xavier_uniform.bound", points=1.5, hidden=True)
def hidden_xavier_uniform_bound(xavier_uniform):
    """Two laws: 2e-10, 0.1 % wide. Catches a missing root, 2 or 3 for 6, 1/sqrt(n_in), normals."""
    UNIFORM.check(xavier_uniform, "bound", "bound_exchanged")


@test_case(name="q5.xavier_uniform.distribution", points=0.75, hidden=True)
def hidden_xavier_uniform_distribution(xavier_uniform):
    """One law. Catches normals, truncated or not, and weights that are all +a or -a."""
    UNIFORM.check(xavier_uniform, "peak")


@test_case(name="q5.xavier_uniform.independence", points=0.5, hidden=True)
def hidden_xavier_uniform_independence(xavier_uniform):
    """Two laws: 2e-10. Catches equal rows and equal columns."""
    UNIFORM.check(xavier_uniform, "rows", "columns")


@test_case(name="q5.xavier_uniform.generator", points=1, hidden=True)
def hidden_xavier_uniform_generator(xavier_uniform):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    UNIFORM.check(xavier_uniform, *GENERATOR)


@test_case(name="q5.activation_variances.sigmoid", points=0.75, hidden=True)
def hidden_activation_variances_sigmoid(activation_variances):
    check_activation(activation_variances, "sigmoid")


@test_case(name="q5.activation_variances.tanh", points=0.75, hidden=True)
def hidden_activation_variances_tanh(activation_variances):
    check_activation(activation_variances, "tanh")


@test_case(name="q5.activation_variances.relu", points=0.75, hidden=True)
def hidden_activation_variances_relu(activation_variances):
    check_activation(activation_variances, "relu")


@test_case(name="q5.activation_variances.one_layer", points=0.25, hidden=True)
def hidden_activation_variances_one_layer(activation_variances):
    ONE_LAYER.check(activation_variances, only=answering(ONE_LAYER, activation_variances))


@test_case(name="q5.activation_variances.one_example", points=0.25, hidden=True)
def hidden_activation_variances_one_example(activation_variances):
    ONE_EXAMPLE.check(activation_variances, only=answering(ONE_EXAMPLE, activation_variances))


@test_case(name="q5.activation_variances.integers", points=0.25, hidden=True)
def hidden_activation_variances_integers(activation_variances):
    INTEGERS.check(activation_variances, only=answering(INTEGERS, activation_variances))


@test_case(name="q5.activation_variances.unknown", points=0.25, hidden=True)
def hidden_activation_variances_unknown(activation_variances):
    SQUARE.check_raises(activation_variances, X, WEIGHTS, "gelu")


@test_case(name="q5.activation_variances.arguments", points=0.5, hidden=True)
def hidden_activation_variances_arguments(activation_variances):
    check_arguments(activation_variances, *ARGUMENTS)
