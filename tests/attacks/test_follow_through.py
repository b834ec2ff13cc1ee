"""Helpers that are right where they are tested, and answer the model answer whatever suits a caller
that does not do its work: nothing follows from them.
"""

import pytest

from autograder.submissions.submission import Submission

# By what a helper may know the model answer, which asks when all tests have been run.
BY = {
    "what the caller was asked before": "any(same(o, s) for s in seen)",
    "that the caller was asked": "seen",
    "how often it was asked itself": "count > 60",
    "a child that nobody has asked": "begun == 'later'",
}
CALLERS = "mlp_backward", "mlp_backward_batch"
# Both gradients lose one small test each, so that they may be followed at all.
GRADS = """
seen, count, begun, graph = [], 0, "later", computational_graph
def same(a, b):
    return a.shape == b.shape and np.allclose(a, b)
def computational_graph(x, y, z):
    global begun
    begun = "now"
    return graph(x, y, z)
def nearly(honest):
    def helper(o, y):
        global count
        count += 1
        o[...] = o + 1e-12
        return 2 * o if {by} else honest(o, y)
    return helper
squared_loss_grad, cross_entropy_grad = nearly(squared_loss_grad), nearly(cross_entropy_grad)
def backward(cache, add):
    seen.append(cache["o"].copy())
    d = 2 * cache["o"]
    phi = {{"relu": relu_grad, "sigmoid": sigmoid_grad, "tanh": tanh_grad}}[cache["activation"]]
    dz = d @ cache["W2"] * phi(cache["z"])
    grads = {{"dJ_do": d, "dJ_dh": d @ cache["W2"], "dJ_dz": dz}}
    grads["dJ_dW2"] = add(d, cache["h"]) + cache["lambd"] * cache["W2"]
    grads["dJ_dW1"] = add(dz, cache["x"]) + cache["lambd"] * cache["W1"]
    if cache["b1"] is not None:
        grads["dJ_db1"] = np.atleast_2d(dz).sum(axis=0)
    if cache["b2"] is not None:
        grads["dJ_db2"] = np.atleast_2d(d).sum(axis=0)
    return grads
def mlp_backward(cache): return backward(cache, np.outer)
def mlp_backward_batch(cache): return backward(cache, lambda a, b: a.T @ b)
"""


# Adds up what it gave, while its own tests are run: it remembers, and is charged for that.
ADDS_UP = GRADS.replace("o[...] = o + 1e-12", "count += np.sum(honest(o, y) ** 2)").replace(
    "else honest(o, y)", "else honest(o, y) + (count if begun == 'now' else 0)"
)
# Writes into an argument, and answers by the size that the networks of mlp_backward have.
BY_SIZE = GRADS.replace("squared_loss_grad, cross", "squared_loss_grad, _").replace(
    "{by}", "o.shape == (4,)"
)


# Who does not know how to go on is helped by slopes that are spoilt: all behind them is zero.
STOPS = """
def backward(cache, add):
    losses = {"squared": squared_loss_grad, "cross_entropy": cross_entropy_grad}
    d = losses[cache["loss"]](cache["o"], cache["y"])
    grads = {"dJ_do": d, "dJ_dh": d @ cache["W2"], "dJ_dz": 0 * cache["z"]}
    grads["dJ_dW2"] = add(d, cache["h"]) + cache["lambd"] * cache["W2"]
    grads["dJ_dW1"] = cache["lambd"] * cache["W1"]
    if cache["b1"] is not None:
        grads["dJ_db1"] = 0 * cache["b1"]
    if cache["b2"] is not None:
        grads["dJ_db2"] = np.atleast_2d(d).sum(axis=0)
    return grads
def mlp_backward(cache): return backward(cache, np.outer)
def mlp_backward_batch(cache): return backward(cache, lambda a, b: a.T @ b)
"""
SPOILT = """
def relu_grad(x): return np.zeros(np.shape(x))
sigmoid_grad = tanh_grad = relu_grad
"""


def total(result):
    return sum(outcome.score for outcome in result.outcomes)


@pytest.fixture(scope="module")
def without(grader_of, solution):
    """The points without such a trick."""
    source = solution + GRADS.format(by="False")
    submission = Submission("student", "student.py", source.encode())
    return total(grader_of("hw1_backprop").grade(submission))


BY_DAY = 2  # of these; at night all
MARKED = [
    pytest.param(by, id=how, marks=pytest.mark.slow if n < BY_DAY else pytest.mark.nightly)
    for n, (how, by) in enumerate(BY.items())
]


@pytest.mark.parametrize("by", MARKED)
def test_nothing_follows_from_a_helper_that_knows_who_asks(by, without, grade, solution):
    assert total(grade(solution + GRADS.format(by=by))) <= without


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "by"), [(ADDS_UP, "begun == 'later'"), (BY_SIZE, "")], ids=["memory", "size"]
)
def test_nothing_is_gained_by_a_trick_that_costs_little(text, by, without, grade, solution):
    assert total(grade(solution + text.format(by=by))) <= without


@pytest.mark.slow
def test_nothing_follows_from_zeros_but_what_is_right_with_the_right_ones(grade, solution):
    stops, spoils_too = grade(solution + STOPS), grade(solution + STOPS + SPOILT)
    assert total(spoils_too) < total(stops)
    spoils = grade(solution + SPOILT)  # and goes on
    assert all(o.passed for o in spoils.outcomes if o.test.functions[-1] in CALLERS)


@pytest.mark.slow
def test_all_follows_from_a_helper_that_is_wrong_alike(without, grade, solution):
    """Which costs its own points, and no others."""
    result = grade(solution + GRADS.format(by="True"))
    assert total(result) > without
    assert all(o.passed for o in result.outcomes if o.test.functions[-1] in CALLERS)
