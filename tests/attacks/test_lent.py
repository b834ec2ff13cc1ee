"""A helper that is lent is no answer: not to its own tests, and not to what it is made of."""

import ast

import pytest

BLANK = """
def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    raise NotImplementedError
def mlp_backward(cache):
    raise NotImplementedError
"""
# All that q2 and q3 ask for, out of two functions that are not written.
UPSIDE_DOWN = """
def forward(o, y, loss):
    zero, W2 = np.zeros((1, 1)), np.zeros((len(o), 1))
    return mlp_forward(np.zeros(1), y, zero, W2, 0.0, "relu", loss, None, np.asarray(o, float))
def phi(x, name):
    v = np.ravel(np.asarray(x, float))
    W1, W2 = np.zeros((v.size, 1)), np.zeros((1, v.size))
    cache = mlp_forward(np.zeros(1), np.zeros(1), W1, W2, 0.0, name, "squared", v, None)
    return np.reshape(cache["h"], np.shape(x))
def backward(**known):
    cache = {"x": np.zeros(1), "y": np.zeros(1), "z": np.zeros(1), "h": np.zeros(1)}
    cache |= {"o": np.ones(1), "L": 0.5, "s": 0.0, "J": 0.5, "W1": np.zeros((1, 1)), "lambd": 0.0}
    cache |= {"W2": np.ones((1, 1)), "activation": "relu", "loss": "squared"}
    return mlp_backward(cache | {"b1": None, "b2": None} | known)
def slope(x, name):
    v = np.ravel(np.asarray(x, float))
    W1, W2 = np.zeros((v.size, 1)), np.ones((1, v.size))
    dz = backward(z=v, h=0 * v, W1=W1, W2=W2, activation=name)["dJ_dz"]
    return np.reshape(dz, np.shape(x))
def grad(o, y, loss):
    return backward(o=np.asarray(o, float), y=y, W2=np.zeros((len(o), 1)), loss=loss)["dJ_do"]
def each(o, y, loss, one):
    if np.ndim(o) == 1:
        return one(o, y, loss)
    y = np.reshape(y, np.shape(o)) if loss == "squared" else y
    return np.mean([one(a, b, loss) for a, b in zip(o, y)], axis=0)
def sigmoid(x): return phi(x, "sigmoid")
def relu(x): return phi(x, "relu")
def sigmoid_grad(x): return slope(x, "sigmoid")
def relu_grad(x): return slope(x, "relu")
def tanh_grad(x): return slope(x, "tanh")
def softmax(o):
    rows, first = np.reshape(o, (-1, np.shape(o)[-1])), np.eye(np.shape(o)[-1])[0]
    return np.reshape([grad(row, 0, "cross_entropy") + first for row in rows], np.shape(o))
def cross_entropy(o, y): return each(o, y, "cross_entropy", lambda *a: forward(*a)["L"])
def squared_loss(o, y): return each(o, y, "squared", lambda *a: forward(*a)["L"])
def cross_entropy_grad(o, y): return grad(o, y, "cross_entropy")
def squared_loss_grad(o, y): return grad(o, y, "squared")
def l2_penalty(W1, W2, lambd):
    x, zero, s = np.zeros(1), np.zeros(1), 0.0
    for v in (np.reshape(W1, (-1, 1)), np.reshape(W2, (-1, 1))):
        s += mlp_forward(x, zero, v, np.zeros((1, len(v))), lambd, "relu", "squared")["s"]
    return s
"""


def points(grade, text):
    """By function what it got, where that is not all: in place of the model answer's functions."""
    got, worth = {}, {}
    for outcome in grade(text).outcomes:
        name = outcome.test.functions[-1]
        got[name] = got.get(name, 0) + outcome.score
        worth[name] = worth.get(name, 0) + outcome.test.points
    return {name: got[name] for name in got if got[name] < worth[name]}


def functions_in(text):
    nodes = ast.parse(text).body
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


@pytest.fixture
def without(solution):
    """The model answer without the functions that a text defines."""

    def left(text):
        names, lines = {node.name for node in functions_in(text)}, solution.split("\n")
        for node in reversed(functions_in(solution)):
            if node.name in names:
                del lines[node.lineno - 1 : node.end_lineno]
        return "\n".join(lines)

    return left


def test_who_lends_itself_to_others_gets_nothing_for_that(grade, without):
    """What was lent to a function before is lent no more where its own tests are."""
    text = BLANK + "\ndef mlp_backward_batch(cache): return mlp_backward(cache)\n"
    text += "def sigmoid(x): return relu_grad(mlp_backward_batch(x))\n"
    lost = points(grade, without(text) + text)
    assert lost["mlp_forward"] == lost["mlp_backward"] == 0


@pytest.mark.slow
def test_what_a_function_is_made_of_is_not_had_from_it(grade, without):
    text = BLANK + UPSIDE_DOWN
    got = points(grade, without(text) + text)
    asked = [node.name for node in functions_in(text)]
    helpers = {"forward", "phi", "backward", "slope", "grad", "each"}
    assert got == dict.fromkeys([name for name in asked if name not in helpers], 0)
