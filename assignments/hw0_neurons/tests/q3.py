"""Public tests of q3: losses from likelihoods.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import WrongAnswer, check, test_case, values

OK_FORMAT = False

name = "q3"
points = None

CONSTANT = math.log(2 * math.pi) / 2
# Errors mu - y of -4 and 0, variances 4 and 1.
GAUSSIAN = np.array([1.0, 2.0]), np.array([math.log(4), 0.0]), np.array([5.0, 2.0])
WHAT = "for mu = [1, 2], log_var = [ln 4, 0], y = [5, 2]"


def logits():
    """Logits of probabilities 1/2 and 3/4, each of an example with label 1."""
    return np.array([0.0, math.log(3)]), np.array([1, 1])


def check_refused(label, function, count):
    """No mean over no examples: the function should raise ValueError."""
    function(*[np.zeros(1)] * count)
    try:
        got = function(*[np.zeros(0)] * count)
    except ValueError:
        return
    told = f"wrong value: {label} of no examples: expected a ValueError, got {got}"
    raise WrongAnswer("wrong_value", told, "the number of examples, before you divide by it")


@test_case(name="q3.bernoulli_nll.worked_example", points=1)
def public_bernoulli(bernoulli_nll):
    look = "(0.3.2): -ln of the probability of the label, here 1/2 and 3/4; and the mean"
    got = bernoulli_nll(*logits())
    check("bernoulli_nll of z = [0, ln 3], y = [1, 1]", got, math.log(8 / 3) / 2, look)
    look = "what a label 0 costs: -ln(1 - sigmoid(z))"
    got = bernoulli_nll(logits()[0], np.array([0.0, 0.0]))
    check("bernoulli_nll of z = [0, ln 3], y = [0, 0]", got, math.log(8) / 2, look)


@test_case(name="q3.bernoulli_nll.logits_of_a_thousand", points=1)
def public_bernoulli_large(bernoulli_nll):
    got = bernoulli_nll(np.array([1000.0, -1000.0, 1000.0]), np.array([0, 0, 1]))
    look = "ln(1 + e^z): rewritten so that no power of e overflows, and no logarithm is of 0"
    check("bernoulli_nll of z = [1000, -1000, 1000], y = [0, 0, 1]", got, 1000 / 3, look)


@test_case(name="q3.bernoulli_nll_grad.worked_example", points=1)
def public_bernoulli_grad(bernoulli_nll_grad):
    got = bernoulli_nll_grad(*logits())
    look = "the derivative of (0.3.2) in z, and the 1/B of the mean"
    check("bernoulli_nll_grad of z = [0, ln 3], y = [1, 1]", got, [-0.25, -0.125], look)


@test_case(name="q3.bernoulli_nll_grad.logits_of_a_thousand", points=0.5)
def public_bernoulli_grad_large(bernoulli_nll_grad):
    got = bernoulli_nll_grad(np.array([1000.0, -1000.0]), np.array([0, 0]))
    look = "the sigmoid: rewritten so that it is never inf / inf"
    check("bernoulli_nll_grad of z = [1000, -1000], y = [0, 0]", got, [0.5, 0.0], look)


@test_case(name="q3.gaussian_nll.worked_example", points=1.5)
def public_gaussian(gaussian_nll):
    look = "(0.3.3) with all three of its terms, and the mean over the examples"
    check(f"gaussian_nll {WHAT}", gaussian_nll(*GAUSSIAN), 1 + math.log(2) / 2 + CONSTANT, look)


@test_case(name="q3.dmu.worked_example", points=0.75)
def public_dmu(gaussian_nll_grad):
    dmu, _ = values("gaussian_nll_grad", gaussian_nll_grad(*GAUSSIAN), "dmu", "dlog_var")
    look = "the derivative of (0.3.3) in mu, and the 1/B of the mean"
    check(f"dmu {WHAT}", dmu, [-0.5, 0.0], look)


@test_case(name="q3.dlog_var.worked_example", points=0.75)
def public_dlog_var(gaussian_nll_grad):
    _, dlog_var = values("gaussian_nll_grad", gaussian_nll_grad(*GAUSSIAN), "dmu", "dlog_var")
    look = "the derivative of (0.3.3) in log_var, not in the variance"
    check(f"dlog_var {WHAT}", dlog_var, [-0.75, 0.25], look)


@test_case(name="q3.bernoulli_nll.no_examples", points=0.25)
def public_bernoulli_empty(bernoulli_nll):
    check_refused("bernoulli_nll", bernoulli_nll, 2)


@test_case(name="q3.gaussian_nll.no_examples", points=0.25)
def public_gaussian_empty(gaussian_nll):
    check_refused("gaussian_nll", gaussian_nll, 3)
