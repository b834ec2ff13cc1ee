"""A second look gives what is due, and no second guess."""

import pytest
from bundled import find


def lost(result):
    found = {}
    for outcome in result.outcomes:
        function = outcome.test.functions[-1]
        found[function] = found.get(function, 0) + outcome.test.points - outcome.score
    return {function: points for function, points in found.items() if points}


def total(result):
    return sum(outcome.score for outcome in result.outcomes)


GUESSES = """
right_way = mlp_backward
def mlp_backward(cache):
    result = {}
    for key, value in right_way(cache).items():
        result |= {key.lower(): -value, key + "q": 2 * value, key.replace("dJ", "DJ"): value}
    return result
"""

WRONG_FIRST = """
honest, asked = squared_loss, set()
def l2_penalty(W1, W2, lambd):
    key = W1.tobytes(), W2.tobytes(), lambd
    if key not in asked:
        asked.add(key)
        return 0.0
    return lambd / 2 * (np.sum(W1**2) + np.sum(W2**2))
def squared_loss(o, y): return 2 * honest(o, y)
"""


def test_keys_that_are_several_guesses_are_not_read(grade, solution):
    assert lost(grade(solution + GUESSES)) == {"mlp_backward": 18}


def test_one_misspelt_key_is_read_and_charged_once(grade, solution):
    assert lost(grade(solution.replace('"dJ_dz": dJ_dz', '"dj_dz": dJ_dz'))).keys() <= {
        "mlp_backward",
        "mlp_backward_batch",
    }
    assert total(grade(solution.replace('"dJ_dz": dJ_dz', '"dj_dz": dJ_dz'))) >= 96


def test_an_answer_that_was_wrong_first_stays_wrong(grade, solution):
    assert lost(grade(solution + WRONG_FIRST))["l2_penalty"] > 1


COLUMNS = """
def polynomial_features(x, degree):
    Phi = np.ones((len(x), degree + 1))
    for d in range(1, degree + 1):
        Phi[:, d] *= np.asarray(x)[:, None]
    return Phi
"""
ONE_ERROR = """
def cross_validated_error(x, y, degree, lambd, folds):
    polynomial_features(x, degree)
    return 0.5
"""


def test_who_gives_one_number_without_a_helper_and_others_with_it_is_no_constant(grade):
    """The columns raise but for degree 0, of which one value is left."""
    answers = find("hw0_neurons").solution.read_text()
    found = lost(grade(answers + COLUMNS, assignment="hw0_neurons"))
    assert found.keys() == {"polynomial_features"}


def test_who_gives_one_number_with_a_helper_and_none_without_is_a_constant(grade):
    answers = find("hw0_neurons").solution.read_text()
    result = grade(answers + COLUMNS + ONE_ERROR, assignment="hw0_neurons")
    assert lost(result)["cross_validated_error"] == 6.75


def test_a_function_that_raises_without_its_helper_is_lent_it(grade, solution):
    result = grade(solution + "\ndel relu_grad\n")
    assert lost(result).keys() == {"relu_grad"}
    assert any(outcome.carried == ("relu_grad",) for outcome in result.outcomes)


def test_a_stub_is_lent_nothing(grade, solution):
    stub = "\ndel softmax\ndef cross_entropy_grad(o, y):\n    raise NotImplementedError\n"
    assert lost(grade(solution + stub))["cross_entropy_grad"] == 3.25


def test_a_lent_helper_is_no_help_to_what_raises_all_the_same(grade, solution):
    raising = "\ndef cross_entropy_grad(o, y):\n    softmax(o)\n    raise ValueError\n"
    assert lost(grade(solution + "\ndel softmax\n" + raising))["cross_entropy_grad"] == 3.25


ZEROS = """
import numpy as np
def none(x): return np.zeros(np.shape(x))
def relu(x): return none(x)
sigmoid_grad = relu_grad = tanh_grad = softmax = sigmoid = relu
def squared_loss_grad(o, y): return none(o)
cross_entropy_grad = squared_loss_grad
def mlp_backward(cache):
    lambd, W1, W2 = cache["lambd"], cache["W1"], cache["W2"]
    grads = {"dJ_do": none(cache["o"]), "dJ_dh": none(cache["h"]), "dJ_dz": none(cache["z"])}
    grads |= {"dJ_dW1": lambd * W1, "dJ_dW2": lambd * W2}
    biases = {f"dJ_d{b}": none(cache[b]) for b in ("b1", "b2") if cache[b] is not None}
    return grads | biases
"""


@pytest.mark.slow
def test_zeros_do_not_follow_from_zeros(grade):
    """Helpers and what is computed from them collude: nobody has done anything."""
    assert lost(grade(ZEROS)).get("mlp_backward", 0) > 13


ADDS_UP = """
right_way, total = mlp_backward_batch, {}
def mlp_backward_batch(cache):
    grads = right_way(cache)
    for key, grad in grads.items():
        total[key, grad.shape] = total.get((key, grad.shape), 0.0) + grad
    return {key: total[key, grad.shape] for key, grad in grads.items()}
"""

RANDOM = """
right_way = mlp_backward_batch
def mlp_backward_batch(cache):
    return {key: np.random.normal(size=grad.shape) for key, grad in right_way(cache).items()}
"""


@pytest.mark.slow
def test_gradients_that_add_up_over_calls_cost_half_and_nothing_elsewhere(grade, solution):
    """Callers are followed from the state that they began with: another sum at each step."""
    result = grade(solution + ADDS_UP)
    assert lost(result) == {"mlp_backward_batch": 5.375}
    assert any(o.carried == ("mlp_backward_batch",) for o in result.outcomes)


def test_a_wrong_caller_of_what_adds_up_is_wrong(grade, solution):
    ascent = solution.replace("return W1 - lr *", "return W1 + lr *") + ADDS_UP
    result = grade(ascent)
    assert "q8.mlp_sgd_step.W1" in [o.test.name for o in result.outcomes if not o.passed]


BATCHES_APART = """
def l2_penalty(W1, W2, lambd):
    return lambd * (np.sum(W1**2) + np.sum(W2**2))
def softmax(o):
    e = np.exp(o - np.max(o, axis=0))
    return e / e.sum(axis=0)
one_or_many = mlp_forward
def mlp_forward(x, *args, **kwargs):
    if x.ndim != 1:
        raise ValueError("one example")
    return one_or_many(x, *args, **kwargs)
def mlp_forward_batch(*args, **kwargs):
    return one_or_many(*args, **kwargs)
"""


@pytest.mark.slow
def test_what_follows_from_a_wrong_helper_is_no_wrong_helper_itself(grade, solution):
    """The model answer gives batches to its mlp_forward, which a student's need not take."""
    assert lost(grade(solution + BATCHES_APART)).keys() == {"l2_penalty", "softmax"}


def test_random_numbers_have_no_rebate(grade, solution):
    """Neither they nor what adds up give the same twice; but these are right nowhere."""
    assert lost(grade(solution + RANDOM))["mlp_backward_batch"] == 10.75


ONE_AS_A_BATCH = """
def mlp_backward(cache):
    rows = {key: np.asarray(cache[key])[None] for key in ("x", "y", "z", "h", "o")}
    grads = mlp_backward_batch(cache | rows)
    return {k: g[0] if k in ("dJ_do", "dJ_dh", "dJ_dz") else g for k, g in grads.items()}
"""
PENALTY = '@ cache["x"] + cache["lambd"]', '@ cache["x"] - cache["lambd"]'


def test_a_function_may_be_built_on_a_wrong_one_that_comes_later(grade, solution):
    wrong = solution.replace(*PENALTY) + ONE_AS_A_BATCH
    assert lost(grade(wrong)).keys() == {"mlp_backward_batch"}


def test_two_wrong_ones_that_call_each_other_are_both_wrong(grade, solution):
    wrong = solution.replace(*PENALTY) + ONE_AS_A_BATCH
    wrong = wrong.replace("def mlp_backward_batch(cache", "def one_wrong_batch(cache")
    wrong += "def mlp_backward_batch(cache, one=mlp_backward):\n    return one_wrong_batch(cache)\n"
    assert len(lost(grade(wrong))) == 1  # it is one mistake, in a helper of both
    wrong = wrong.replace("{k: g[0] if", "{k: 2 * g[0] if")
    assert lost(grade(wrong)).keys() >= {"mlp_backward", "mlp_backward_batch"}


CUT_OFF = """
def sigmoid(x):
    h = np.zeros(np.shape(x), dtype=int)
    h[...] = 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x)))
    return h
def sigmoid_grad(x):
    return sigmoid(x) * (1 - sigmoid(x))
"""


@pytest.mark.slow
def test_zeros_that_follow_from_a_helper_are_right_if_they_are_no_zeros_with_a_right_one(
    grade, solution
):
    """All that a slope is made of here is 0 or 1; the slope of tanh is made of that in turn."""
    assert lost(grade(solution + CUT_OFF)).keys() == {"sigmoid"}
    wrong = CUT_OFF.replace("1 - sigmoid(x)", "0 * sigmoid(x)")
    assert lost(grade(solution + wrong))["sigmoid_grad"] == 3.25


FORWARD = """
def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    z = X @ W1.T + (0 if b1 is None else b1)
    h = _activation(activation)[0](z)
    o = h @ W2.T - (0 if b2 is None else b2)
    L, s = _loss(loss)[0](o, Y), l2_penalty(W1, W2, lambd)
    cache = {"x": X, "y": Y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": L + s, "W1": W1}
    rest = {"W2": W2, "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}
    return cache | rest
def mlp_forward(x, y, *rest, **kwargs):
    batch = mlp_forward_batch(x[None], np.asarray(y)[None], *rest, **kwargs)
    return batch | {"x": x, "y": y} | {key: batch[key][0] for key in ("z", "h", "o")}
"""


def test_of_two_functions_only_one_follows_from_the_other(grade, solution):
    """The batch may be made of examples, as well as an example be a batch of one."""
    wrong = solution.replace("def mlp_forward", "def _of_the_model")
    assert lost(grade(wrong + FORWARD)).keys() == {"mlp_forward_batch"}


FROM_H = """
SLOPES = {"relu": lambda h: h > 0, "tanh": lambda h: 1 - h**2, "sigmoid": lambda h: h * (1 - h)}

def mlp_backward_batch(cache):
    dJ_do = _loss(cache["loss"])[1](cache["o"], cache["y"])
    dJ_dh = dJ_do @ cache["W2"]
    dJ_dz = dJ_dh * SLOPES[cache["activation"]](cache["h"])
    grads = {"dJ_do": dJ_do, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz}
    grads["dJ_dW1"] = dJ_dz.T @ cache["x"] + cache["lambd"] * cache["W1"]
    grads["dJ_dW2"] = dJ_do.T @ cache["h"] + cache["lambd"] * cache["W2"]
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dz.sum(axis=0)
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do.sum(axis=0)
    return grads
"""
ALWAYS_SIGMOID = """
def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    cache = mlp_forward(X, Y, W1, W2, lambd, "sigmoid", loss, b1, b2)
    return cache | {"activation": activation}
"""


@pytest.mark.slow
def test_what_a_right_helper_makes_of_a_wrong_ones_value_is_followed(grade, solution):
    """The model answer takes the slope at z: of a wrong h that is another one."""
    assert total(grade(solution + FROM_H)) == 100
    outcomes = grade(solution + FROM_H + ALWAYS_SIGMOID).outcomes
    assert {o.test.question for o in outcomes if o.score < o.test.points} == {"q6"}
