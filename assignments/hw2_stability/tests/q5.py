"""Public tests of q5: Xavier initialisation, and variances from layer to layer.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import WrongAnswer, array, check, require, test_case, wrong_type

OK_FORMAT = False

name = "q5"
points = None


def drawn(label, function):
    """Weights for n_in = 400, n_out = 100, all 40,000 numbers of them."""
    got = array(label, function(np.random.default_rng(2), 400, 100))
    if got.dtype.kind not in "fiu":
        wrong_type(label, f"expected real numbers, got dtype {got.dtype}")
    return got.astype(float)


def check_shapes(label, function):
    rng = np.random.default_rng(0)
    for n_in, n_out in ((5, 3), (2, 7)):
        call = f"{label} for n_in = {n_in}, n_out = {n_out}"
        array(call, function(rng, n_in, n_out), (n_out, n_in))


@test_case(name="q5.xavier_normal.two_shapes", points=0.5)
def public_xavier_normal_shape(xavier_normal):
    check_shapes("xavier_normal", xavier_normal)


@test_case(name="q5.xavier_normal.mean_square", points=0.75)
def public_xavier_normal_variance(xavier_normal):
    square = np.mean(drawn("xavier_normal", xavier_normal) ** 2)  # 0.004 +- 0.00003
    look = "(5.4.5): both fans, and the difference between variance and standard deviation"
    told = f"mean square for n_in = 400, n_out = 100: expected about 0.004, got {square:.3g}"
    require(0.0036 < square < 0.0044, f"wrong value: {told}", look)


@test_case(name="q5.xavier_uniform.two_shapes", points=0.5)
def public_xavier_uniform_shape(xavier_uniform):
    check_shapes("xavier_uniform", xavier_uniform)


@test_case(name="q5.xavier_uniform.largest", points=0.75)
def public_xavier_uniform_bound(xavier_uniform):
    largest = np.max(np.abs(drawn("xavier_uniform", xavier_uniform)))
    look = "sqrt(6 / (n_in + n_out)): the root, and what it is the root of"
    told = f"largest |w| for n_in = 400, n_out = 100: expected about 0.1095, got {largest:.5g}"
    require(0.109 < largest < 0.10955, f"wrong value: {told}", look)


@test_case(name="q5.activation_variances.worked_example", points=1.5)
def public_activation_variances(activation_variances):
    X = np.array([[1.0, 2.0], [3.0, -1.0]])
    weights = [np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[2.0, 1.0]])]
    look = "the entries: all of a layer's output together, divided by their number"
    got = activation_variances(X, weights, "relu")  # h1 = [[3, 0], [2, 4]], h2 = [[6], [8]]
    check("variances of two layers of relu", got, [2.1875, 1.0], look)


@test_case(name="q5.activation_variances.no_examples", points=0.25)
def public_no_examples(activation_variances):
    weights = [np.array([[1.0, 1.0], [1.0, -1.0]])]
    good = activation_variances(np.array([[1.0, 2.0], [3.0, -1.0]]), weights, "relu")
    array("one layer of relu", good)
    try:
        activation_variances(np.zeros((0, 2)), weights, "relu")
    except ValueError:
        return
    told = "wrong value: X without rows: expected a ValueError"
    look = "the number of examples, before you divide by it: a mean over none is 0/0"
    raise WrongAnswer("wrong_value", told, look)
