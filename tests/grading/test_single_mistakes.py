"""Slips that students made: each costs points once, in its own function, and few of them."""

import ast

import pytest

from autograder.sandbox.walls.limits import memory_that_fits

pytestmark = pytest.mark.slow
NOTHING, FORM, ONE_MISTAKE = 0, 2, 11
LARGE = f"np.zeros({memory_that_fits() * 9 // 10} << 17)"
SLIPS = {
    "statistics of each example": (
        ("hw4_optimization", "batchnorm_forward", ONE_MISTAKE),
        ("x.mean(axis=0), x.var(axis=0)", "x.mean(axis=1), x.var(axis=1)"),
    ),
    "the mean of each example": (
        ("hw4_optimization", "batchnorm_forward", ONE_MISTAKE),
        ("x.mean(axis=0)", "x.mean(axis=1)"),
    ),
    "keep and drop exchanged": (
        ("hw3_dropout", "dropout_forward", ONE_MISTAKE),
        (">= p", "< p"),
    ),
    "a softmax of batches alone": (("hw1_backprop", "softmax", ONE_MISTAKE), ("axis=-1", "axis=1")),
    "a result left out": (("hw4_optimization", "adam_step", ONE_MISTAKE), (", m, v", "")),
    "weights changed in place": (
        ("hw4_optimization", "momentum_step", 1),
        ("return w - lr * v, v", "w -= lr * v\n    return w, v"),
    ),
    "the means of each example": (
        ("hw4_optimization", "batchnorm_backward", ONE_MISTAKE),
        ("dx_hat.mean(axis=0)", "dx_hat.mean(axis=1)"),
    ),
    "inputs for units": (
        ("hw2_stability", "symmetry_gap", ONE_MISTAKE),
        ("units[0]", "units[:, :1]"),
    ),
    "dh for dz": (("hw2_stability", "gradient_norms_by_depth", ONE_MISTAKE), ("(dz.T", "(dh.T")),
    "a transpose too many": (("hw0_neurons", "perceptron_predict", ONE_MISTAKE), ("X @", "X.T @")),
    "a matrix left out": (("hw0_neurons", "softmax_jacobian", ONE_MISTAKE), ("np.diag(f)", "f")),
    "below zero alone": (("hw0_neurons", "perceptron_fit", ONE_MISTAKE), ("<= 0", "< 0")),
    "two digits for one": (
        ("hw2_stability", "xavier_normal", ONE_MISTAKE),
        ("2.0 / (n_in", "2 // (n_in"),
    ),
    "the sum of each class": (
        ("hw1_backprop", "softmax", ONE_MISTAKE),
        ("e.sum(axis=-1, keepdims=True)", "e.sum(axis=0)"),
    ),
    "the largest of each class": (
        ("hw1_backprop", "cross_entropy", ONE_MISTAKE),
        ("rows.max(axis=-1, keepdims=True)", "rows.max(axis=0)"),
    ),
    "no one-hot row of one example": (
        ("hw1_backprop", "cross_entropy_grad", 0.5),
        ("    rows", "    if np.ndim(y) == 1 == np.ndim(o):\n        y[0, :]\n    rows"),
    ),
    "no one example": (
        ("hw1_backprop", "cross_entropy", ONE_MISTAKE),
        ("    rows", "    o[0, :]\n    rows"),
    ),
    "no cache": (
        ("hw4_optimization", "batchnorm_forward", FORM),
        ("+ beta, cache,", "+ beta, None,"),
    ),
    "a cache left out": (
        ("hw4_optimization", "batchnorm_forward", FORM),
        ("beta, cache,", "beta,"),
    ),
    "a cache that lacks an entry": (
        ("hw4_optimization", "batchnorm_forward", FORM),
        (
            '"eps": eps, "train": train}',
            (
                '"train": train}\n    return gamma * (x - mean) / np.sqrt'
                "(var + eps) + beta, cache, running_mean, running_var"
            ),
        ),
    ),
    "objects for numbers": (
        ("hw1_backprop", "relu", FORM),
        ("dtype=float), 0.0)", "dtype=float), 0.0).astype(object)"),
    ),
    "a variable misspelt": (
        ("hw4_optimization", "batchnorm_forward", ONE_MISTAKE),
        ('"train": train}', '"train": trains}'),
    ),
    "a variable misspelt beside a cache": (
        ("hw4_optimization", "batchnorm_backward", ONE_MISTAKE),
        ("x_hat * (dx_hat", "x_hats * (dx_hat"),
    ),
    "a generator misspelt": (
        ("hw2_stability", "random_matrices", ONE_MISTAKE),
        ("rng.normal", "rngs.normal"),
    ),
    "a function misspelt": (("hw1_backprop", "softmax", ONE_MISTAKE), ("np.exp(", "np.exps(")),
    "an option of PyTorch": (("hw1_backprop", "softmax", ONE_MISTAKE), ("keepdims", "keepdim")),
    "nearly all memory, for a moment": (
        ("hw1_backprop", "softmax", NOTHING),
        ("    e =", f"    {LARGE}\n    e ="),
    ),
} | {
    f"{function} without return": (
        (assignment, function, ONE_MISTAKE),
        ("return ", "result = "),
    )
    for assignment, function in (
        ("hw0_neurons", "gaussian_nll_grad"),
        ("hw0_neurons", "perceptron_fit"),
        ("hw1_backprop", "mlp_forward"),
        ("hw2_stability", "clip_gradients"),
        ("hw2_stability", "random_matrices"),
        ("hw3_dropout", "mc_dropout_predict"),
        ("hw4_optimization", "batchnorm_forward"),
    )
}


def with_slip(solution, function, before, after):
    """A text in which one function is changed."""
    node = next(n for n in ast.parse(solution).body if getattr(n, "name", "") == function)
    own = ast.get_source_segment(solution, node)
    assert before in own
    return solution.replace(own, own.replace(before, after))


@pytest.mark.parametrize(("where", "slip"), SLIPS.values(), ids=SLIPS)
def test_a_slip_costs_its_own_function_little(where, slip, grader_of, grade):
    assignment, function, most = where
    solution = grader_of(assignment).assignment.solution.read_text()
    result = grade(with_slip(solution, function, *slip), assignment=assignment)
    own = [o for o in result.outcomes if o.test.functions[-1] == function]
    lost = sum(o.test.points - o.score for o in own)
    assert sum(o.score for o in result.outcomes) == 100 - lost
    assert lost <= min(most, sum(o.test.points for o in own) / 2)
    assert bool(lost) == bool(most)


OWN_CACHE = """
def batchnorm_forward(x, gamma, beta, mean, var, momentum=0.1, eps=1e-5, train=True):
    x, running = np.asarray(x, dtype=float), (mean, var)
    N, d = x.shape
    if N == 0:
        raise ValueError("the batch is empty")
    if train:
        mean = np.sum(x, axis=0) / N
        var = np.sum((x - mean) ** 2, axis=0) / N
        running = [(1 - momentum) * old for old in running]
        running = running[0] + momentum * mean, running[1] + momentum * var * N / (N - 1)
    slope = 1 / np.sqrt(var + eps)
    x_hat = (x - mean) * slope
    out = gamma * x_hat + beta
    cache = (x_hat, slope, gamma, train)
    return out, cache, *running
def batchnorm_backward(dout, cache):
    x_hat, slope, gamma, train = cache
    d = dout * gamma
    if train:
        d = d - d.mean(axis=0) - x_hat * (d * x_hat).mean(axis=0)
    return d * slope, (dout * x_hat).sum(axis=0), dout.sum(axis=0)
"""
OWN_SLIPS = {
    "one entry left out": (
        "cache = (x_hat, slope, gamma, train)",
        "cache = (x_hat, slope, train)",
        2,
    ),
    "no cache": ("return out, cache,", "return out, None,", 2),
    "the mean of each example": ("np.sum(x, axis=0)", "np.sum(x, axis=1)", ONE_MISTAKE),
    "a matrix product": ("dout * gamma", "dout @ gamma", ONE_MISTAKE),
    "a name too few": ("x_hat, slope, gamma, train =", "x_hat, slope, train =", ONE_MISTAKE),
    "nothing": ("cache", "cache", NOTHING),
}


@pytest.mark.parametrize(("before", "after", "most"), OWN_SLIPS.values(), ids=OWN_SLIPS)
def test_a_slip_beside_a_cache_of_ones_own_costs_little(before, after, most, grader_of, grade):
    solution = grader_of("hw4_optimization").assignment.solution.read_text()
    text = solution + OWN_CACHE.replace(before, after)
    assert 100 - most <= sum(o.score for o in grade(text, assignment="hw4_optimization").outcomes)
