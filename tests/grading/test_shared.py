"""A mistake in what several functions share is charged once, where an edit is proven."""

import pytest
from bundled import find

SPREAD = """
def spread(rng, n_in, n_out, variance):
    return rng.normal(0.0, variance**0.5, (n_out, n_in))

def xavier_normal(rng, n_in, n_out):
    return spread(rng, n_in, n_out, 2 / (n_in + n_out))

def he_normal(rng, n_in, n_out):
    return spread(rng, n_in, n_out, 2 / n_in)
"""
LAYER = """
class Layer:
    def __init__(self, W):
        self.W = W

    def forward(self, h, activation):
        z = h @ self.W.T
        if activation not in ("relu", "sigmoid", "tanh"):
            raise ValueError(activation)
        if activation == "relu":
            return np.where(z > 0, z, 0.0)
        return np.tanh(z) if activation == "tanh" else sigmoid(z)

def outputs(X, weights, activation):
    if len(X) == 0:
        raise ValueError("empty")
    h, found = X, []
    for W in weights:
        h = Layer(W).forward(h, activation)
        found.append(h)
    return found

def activation_variances(X, weights, activation):
    return np.array([h.var() for h in outputs(X, weights, activation)])

def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    hs = outputs(X, weights, activation)
    slopes = {"relu": lambda h: h > 0, "tanh": lambda h: 1 - h**2, "sigmoid": lambda h: h * (1 - h)}
    grad, norms = np.full(hs[-1].shape, 1 / len(X)), []
    for W, h, before in zip(weights[::-1], hs[::-1], [X, *hs[:-1]][::-1]):
        delta = grad * slopes[activation](h)
        norms.append(np.linalg.norm(delta.T @ before))
        grad = delta @ W
    return np.array(norms[::-1])
"""


def losses(grade, homework, text):
    """What each function lost, those alone that lost anything."""
    answers = find(homework).solution.read_text()
    found = {}
    for outcome in grade(answers + text, assignment=homework).outcomes:
        cost = outcome.test.points - outcome.score
        if cost:
            name = outcome.test.functions[-1]
            found[name] = found.get(name, 0) + cost
    return found


@pytest.mark.parametrize(
    ("text", "right", "wrong", "charged"),
    [
        (SPREAD, "variance**0.5", "variance", "xavier_normal"),
        (SPREAD, "(n_out, n_in))", "(n_in, n_out))", "xavier_normal"),
        (LAYER, "np.where(z > 0, z, 0.0)", "np.where(z > 0, 1.0, 0.0)", "gradient_norms_by_depth"),
    ],
)
def test_a_mistake_in_a_helper_is_charged_where_it_costs_most(grade, text, right, wrong, charged):
    assert text.count(right) == 1
    assert losses(grade, "hw2_stability", text) == {}
    assert losses(grade, "hw2_stability", text.replace(right, wrong)).keys() == {charged}


SCALED = """
def scaled(values, mask, p):
    kept = values * mask / (1 - p) if p < 1 else 0 * values
    return kept

def dropout_forward(h, p, rng, train=True):
    _refuse_no_probability(p)
    h = np.array(h, dtype=float)
    if not train:
        return h, None
    mask = np.where(rng.random(h.shape) < p, 0.0, 1.0)
    return scaled(h, mask, p), mask

def dropout_backward(dout, mask, p):
    dout = np.array(dout, dtype=float)
    return dout if mask is None else scaled(dout, mask, p)
"""


@pytest.mark.slow
def test_who_returns_an_argument_by_the_mistake_of_another_is_spared(grade):
    assert losses(grade, "hw3_dropout", SCALED) == {}
    wrong = SCALED.replace("return kept", "return values")
    assert losses(grade, "hw3_dropout", wrong) == {"dropout_forward": 11}


LOSS = """
class Loss:
    def rows(self, o):
        if np.size(o) == 0:
            raise ValueError("empty")
        return np.reshape(o, (1, -1)) if np.ndim(o) == 1 else np.asarray(o, dtype=float)

class Squared(Loss):
    def value(self, o, y):
        rows = self.rows(o)
        return float(0.5 * np.square(rows - np.reshape(y, rows.shape)).sum(axis=1).mean())

    def slope(self, o, y):
        rows = self.rows(o)
        return ((rows - np.reshape(y, rows.shape)) / rows.shape[0]).reshape(np.shape(o))

LOSSES = {"squared": Squared()}

def squared_loss(o, y):
    return LOSSES["squared"].value(o, y)

def squared_loss_grad(o, y):
    return LOSSES["squared"].slope(o, y)
"""


@pytest.mark.slow
def test_a_mistake_in_a_class_from_which_others_are_made_is_charged_once(grade):
    assert losses(grade, "hw1_backprop", LOSS) == {}
    wrong = LOSS.replace("np.ndim(o) == 1", "np.ndim(o) == 0")
    assert len(losses(grade, "hw1_backprop", wrong)) == 1


def test_a_mistake_beside_that_of_the_helper_is_charged_too(grade):
    text = SPREAD.replace("variance**0.5", "variance").replace("2 / n_in)", "2 / n_out)")
    assert losses(grade, "hw2_stability", text).keys() == {"xavier_normal", "he_normal"}


def test_two_mistakes_of_functions_that_share_a_right_helper_are_two(grade):
    text = SPREAD.replace("2 / n_in)", "2 / n_out)").replace("2 / (n_in", "1 / (n_in")
    assert losses(grade, "hw2_stability", text).keys() == {"xavier_normal", "he_normal"}


FEATURES = """
def polynomial_features(x, degree):
    x = np.asarray(x, dtype=float)
    Phi = np.zeros((len(x), degree + 1))
    for j in range(1, degree + 1):
        Phi[:, j] = Phi[:, j - 1] * x
    return Phi
"""


def test_what_is_built_on_a_function_that_gives_zeros_is_right_where_an_edit_proves_it(grade):
    assert losses(grade, "hw0_neurons", FEATURES) == {"polynomial_features": 6.25}


@pytest.mark.slow
def test_what_is_wrong_itself_is_not_spared_for_such_a_function(grade):
    text = FEATURES + "right = cross_validated_error\n"
    text += "def cross_validated_error(*args):\n    return 2 * right(*args)\n"
    assert losses(grade, "hw0_neurons", text).keys() == {
        "polynomial_features",
        "cross_validated_error",
    }


DROPPED = """
def scaled(p, mask, values):
    out = np.zeros(np.shape(values))
    for place in np.ndindex(*out.shape):
        if mask[place] and p < 1:
            out[place] = values[place] / p
    return out

def dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError(p)
    if not train:
        return 1.0 * h, None
    mask = np.zeros(h.shape)
    for place in np.ndindex(*h.shape):
        mask[place] = rng.random() >= p
    return scaled(p, mask, h), mask

def dropout_backward(dout, mask, p):
    return 1.0 * dout if mask is None else scaled(p, mask, dout)
"""


@pytest.mark.slow
def test_an_edit_of_what_a_slow_random_function_shares_is_found_in_the_other_one(grade):
    assert losses(grade, "hw3_dropout", DROPPED).keys() == {"dropout_forward"}


NO_NUMBERS = """
def relu_grad(x):
    x = np.asarray(x, dtype=float)
    return np.log(x > 0)

def mlp_backward(cache):
    dJ_do = _loss(cache["loss"])[1](cache["o"], cache["y"])
    dJ_dh = dJ_do @ cache["W2"]
    slope = relu_grad(cache["z"]) if cache["activation"] == "relu" else _activation(
        cache["activation"]
    )[1](cache["z"])
    dJ_dz = np.where(slope > 0, dJ_dh * slope, 0.0)
    grads = {"dJ_do": dJ_do, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz}
    grads["dJ_dW1"] = np.outer(dJ_dz, cache["x"]) + cache["lambd"] * cache["W1"]
    grads["dJ_dW2"] = np.outer(dJ_do, cache["h"]) + cache["lambd"] * cache["W2"]
    grads |= {"dJ_db1": dJ_dz.copy()} if cache["b1"] is not None else {}
    return grads | ({"dJ_db2": dJ_do.copy()} if cache["b2"] is not None else {})
"""


@pytest.mark.slow
def test_what_is_built_on_a_helper_from_which_nothing_follows_is_spared_by_a_proof(grade):
    """The slope is -inf or 0 with this helper, and the model answer with it gives nan."""
    right = NO_NUMBERS.replace("np.log(x > 0)", "1.0 * (x > 0)")
    assert losses(grade, "hw1_backprop", right) == {}
    assert losses(grade, "hw1_backprop", NO_NUMBERS).keys() == {"relu_grad"}


UNROLLED = """
def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True
):
    if len(x) == 0:
        raise ValueError("empty")
    mean, var = (x.mean(0), x.var(0)) if train else (running_mean, running_var)
    centred, root = x - mean, np.sqrt(var + eps)
    x_hat = centred / root
    if train:
        unbiased = var * len(x) / (len(x) - 1)
        running_mean = momentum * mean + (1 - momentum) * running_mean
        running_var = momentum * unbiased + (1 - momentum) * running_var
    kept = train, centred, root, var + eps, gamma
    return gamma * x_hat + beta, kept, running_mean, running_var

def batchnorm_backward(dout, cache):
    train, centred, root, under, gamma = cache
    x_hat, dx_hat, B = centred / root, dout * gamma, len(dout)
    dx = dx_hat / root
    if train:
        dvar = -0.5 * under**-1.5 * (dx_hat * centred).sum(0)
        dx = dx + dvar * 2 * centred / B - dx_hat.sum(0) / root / B
    return dx, (dout * x_hat).sum(0), dout.sum(0)
"""


@pytest.mark.slow
def test_what_a_function_gets_in_a_cache_of_the_students_own_is_charged_where_it_is_made(grade):
    """The backward pass mixes both roots: it follows from neither."""
    assert losses(grade, "hw4_optimization", UNROLLED) == {}
    wrong = UNROLLED.replace("np.sqrt(var + eps)", "np.sqrt(var) + eps")
    assert losses(grade, "hw4_optimization", wrong).keys() == {"batchnorm_forward"}
