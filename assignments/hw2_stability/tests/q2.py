"""Public tests of q2: the norm of every layer's gradient.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import WrongAnswer, array, check, difference, test_case

OK_FORMAT = False

name = "q2"
points = None

LN2, LN3 = math.log(2), math.log(3)
PHI = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: z * (z > 0)}


def central_differences(X, weights, phi):
    """Norms of the gradients by moving each weight a little, both ways."""

    def objective():
        h = X
        for W in weights:
            h = phi(h @ W.T)
        return h.sum() / len(X)

    norms = []
    for W in weights:
        squares = 0.0
        for index in np.ndindex(W.shape):
            kept, values = W[index], []
            for step in (1e-5, -1e-5):
                W[index] = kept + step
                values.append(objective())
            W[index] = kept
            squares += ((values[0] - values[1]) / 2e-5) ** 2
        norms.append(math.sqrt(squares))
    return norms


def check_profile(what, got, expected, look):
    """As check; but one factor for all, or the wrong end first, is the first test's affair."""
    if isinstance(got, np.ndarray) and got.shape == np.shape(expected) and got.dtype.kind == "f":
        expected = np.asarray(expected)
        factor = got.sum() / expected.sum()
        if any(difference(read, factor * expected) is None for read in (got, got[::-1])):
            return
    check(what, got, expected, look)


@test_case(name="q2.gradient_norms_by_depth.relu.worked_example", points=1.25)
def public_relu(gradient_norms_by_depth):
    # z1 = [[3, -1], [2, 4]], h1 = [[3, 0], [2, 4]], h2 = [[6], [8]]
    X = np.array([[1.0, 2.0], [3.0, -1.0]])
    weights = [np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[2.0, 1.0]])]
    # dW1 = [[4, 1], [1.5, -0.5]], dW2 = [[2.5, 2]]
    expected = [math.sqrt(19.5), math.sqrt(10.25)]
    look = "the mean over the batch, the unit whose z is negative, and the order of the layers"
    check("two layers of relu", gradient_norms_by_depth(X, weights, "relu"), expected, look)


@test_case(name="q2.gradient_norms_by_depth.relu.dead_unit", points=0.25)
def public_dead_unit(gradient_norms_by_depth):
    # z1 = [[2, 0]], h1 = [[2, 0]], h2 = [[6]]; the second unit sends nothing back: relu'(0) = 0
    X, weights = (
        np.array([[1.0, 2.0]]),
        [np.array([[2.0, 0.0], [0.0, 0.0]]), np.array([[3.0, 1.0]])],
    )
    # dW1 = [[3, 6], [0, 0]], dW2 = [[2, 0]]
    expected = [math.sqrt(45), 2.0]
    look = "a unit whose z is exactly 0: there relu' is 0"
    got = gradient_norms_by_depth(X, weights, "relu")
    check_profile("two layers of relu, one z exactly 0", got, expected, look)


@test_case(name="q2.gradient_norms_by_depth.sigmoid.worked_example", points=1.25)
def public_sigmoid(gradient_norms_by_depth):
    # z1 = [[ln 3, 0], [0, -ln 3]], h1 = [[3/4, 1/2], [1/2, 1/4]], h2 = [[1/2], [3/4]]
    X = np.array([[1.0, 0.0], [0.0, 2.0]])
    weights = [np.array([[LN3, 0.0], [0.0, -LN3 / 2]]), np.array([[8 * LN3, -12 * LN3]])]
    # dW1 = ln 3 [[3/16, 3/8], [-3/8, -27/64]], dW2 = [[9/64, 11/128]]
    expected = [LN3 / 64 * math.hypot(12, 24, 24, 27), math.hypot(18, 11) / 128]
    look = "the factor sigmoid'(z) of each layer, and the input that W is multiplied with"
    check_profile("two layers of sigmoid", gradient_norms_by_depth(X, weights), expected, look)


@test_case(name="q2.gradient_norms_by_depth.tanh.worked_example", points=1)
def public_tanh(gradient_norms_by_depth):
    X, weights = np.array([[1.0, 0.0], [0.0, 1.0]]), [np.array([[LN2, LN3]])]
    # tanh(ln 2) = 3/5, tanh(ln 3) = 4/5, so tanh' = 16/25 and 9/25
    expected = [math.hypot(16, 9) / 50]
    look = "what happens in a network of one layer, and tanh' = 1 - tanh^2"
    check("one layer of tanh", gradient_norms_by_depth(X, weights, "tanh"), expected, look)


def check_refused(gradient_norms_by_depth, X, activation, what, look):
    """The same call with a good batch and a good name gives numbers, and this one ValueError."""
    weights = [np.array([[3.0]])]
    good = gradient_norms_by_depth(np.array([[2.0]]), [W.copy() for W in weights], "relu")
    array("one layer of relu", good)
    try:
        gradient_norms_by_depth(X, weights, activation)
    except ValueError:
        return
    raise WrongAnswer("wrong_value", f"wrong value: {what}: expected a ValueError", look)


@test_case(name="q2.gradient_norms_by_depth.misspelt", points=0.25)
def public_misspelt(gradient_norms_by_depth):
    look = "what you do with a name that is none of the three: no other activation may be meant"
    what = "activation 'rleu'"
    check_refused(gradient_norms_by_depth, np.array([[2.0]]), "rleu", what, look)


@test_case(name="q2.gradient_norms_by_depth.no_examples", points=0.25)
def public_no_examples(gradient_norms_by_depth):
    look = "the number of examples, before you divide by it: a mean over none is 0/0"
    check_refused(gradient_norms_by_depth, np.zeros((0, 1)), "relu", "X without rows", look)


@test_case(name="q2.gradient_norms_by_depth.central_differences", points=2)
def public_central_differences(gradient_norms_by_depth):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(3, 4))
    weights = [rng.normal(size=(3, 4)), rng.normal(size=(5, 3)), rng.normal(size=(2, 5))]
    look = "the way back: layer l passes dz W^(l) on to the layer before it (5.4.2)"
    for activation, phi in PHI.items():
        expected = central_differences(X, [W.copy() for W in weights], phi)
        own = [W.copy() for W in weights]
        got = gradient_norms_by_depth(X.copy(), own, activation)
        what = f"three layers of {activation}, against central differences"
        check_profile(what, got, expected, look)
