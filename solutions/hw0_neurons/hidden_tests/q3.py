"""Hidden tests of q3: two negative log-likelihoods and their gradients."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q3"
points = None

DMU, DLOG_VAR = 0, 1
EMPTY = np.zeros(0)
rng = generator("hw0_neurons", "likelihoods")


def yes_or_no(size, kind):
    """Logits of either sign with labels of either kind, where there is room for both."""
    z = rng.uniform(0.3, 3, size) * rng.choice([-1.0, 1.0], size)
    y = np.arange(size) % 2
    return z, rng.permutation(y).astype(kind)


LOGITS = [yes_or_no(7, int), yes_or_no(12, float), yes_or_no(1, int)]
# Sure and wrong both ways, sure and right both ways, and one that is not sure.
LARGE = (np.array([1000.0, -1000.0, 800.0, -900.0, 0.5]), np.array([0, 1, 1, 0, 1]))


def numbers(size, signs):
    """Means, logarithms of variances of these signs, targets off by errors of either sign."""
    mu = rng.normal(size=size)
    log_var = rng.uniform(0.2, 1.5, size) * rng.choice(signs, size)
    return mu, log_var, mu + rng.uniform(0.5, 2.5, size) * rng.choice([-1.0, 1.0], size)


# Where all variances are above 1, who takes the logarithm of log_var gets numbers.
NUMBERS = [numbers(7, [-1.0, 1.0]), numbers(12, [1.0]), numbers(1, [-1.0, 1.0])]
BERNOULLI = Cases("bernoulli_nll", reference.bernoulli_nll, LOGITS)
BERNOULLI_LARGE = Cases("bernoulli_nll", reference.bernoulli_nll, [LARGE], beside=[BERNOULLI])
BERNOULLI_GRAD = Cases("bernoulli_nll_grad", reference.bernoulli_nll_grad, LOGITS)
BERNOULLI_GRAD_LARGE = Cases(
    "bernoulli_nll_grad", reference.bernoulli_nll_grad, [LARGE], beside=[BERNOULLI_GRAD]
)
GAUSSIAN = Cases("gaussian_nll", reference.gaussian_nll, NUMBERS)
GAUSSIAN_GRAD = Cases("gaussian_nll_grad", reference.gaussian_nll_grad, NUMBERS)


@test_case(name="q3.bernoulli_nll", points=3, hidden=True)
def hidden_bernoulli(bernoulli_nll):
    BERNOULLI.check(bernoulli_nll)


@test_case(name="q3.bernoulli_nll.large", points=1.5, hidden=True)
def hidden_bernoulli_large(bernoulli_nll):
    BERNOULLI_LARGE.check(bernoulli_nll)


@test_case(name="q3.bernoulli_nll.arguments", points=0.25, hidden=True)
def hidden_bernoulli_arguments(bernoulli_nll):
    BERNOULLI.check_arguments(bernoulli_nll)


@test_case(name="q3.bernoulli_nll.empty", points=0.25, hidden=True)
def hidden_bernoulli_empty(bernoulli_nll):
    BERNOULLI.check_raises(bernoulli_nll, EMPTY, EMPTY)


@test_case(name="q3.bernoulli_nll_grad", points=2.5, hidden=True)
def hidden_bernoulli_grad(bernoulli_nll_grad):
    BERNOULLI_GRAD.check(bernoulli_nll_grad)


@test_case(name="q3.bernoulli_nll_grad.large", points=1, hidden=True)
def hidden_bernoulli_grad_large(bernoulli_nll_grad):
    BERNOULLI_GRAD_LARGE.check(bernoulli_nll_grad)


@test_case(name="q3.bernoulli_nll_grad.arguments", points=0.25, hidden=True)
def hidden_bernoulli_grad_arguments(bernoulli_nll_grad):
    BERNOULLI_GRAD.check_arguments(bernoulli_nll_grad)


@test_case(name="q3.gaussian_nll", points=3, hidden=True)
def hidden_gaussian(gaussian_nll):
    GAUSSIAN.check(gaussian_nll)


@test_case(name="q3.gaussian_nll.arguments", points=0.25, hidden=True)
def hidden_gaussian_arguments(gaussian_nll):
    GAUSSIAN.check_arguments(gaussian_nll)


@test_case(name="q3.gaussian_nll.empty", points=0.25, hidden=True)
def hidden_gaussian_empty(gaussian_nll):
    GAUSSIAN.check_raises(gaussian_nll, EMPTY, EMPTY, EMPTY)


@test_case(name="q3.dmu", points=2, hidden=True)
def hidden_dmu(gaussian_nll_grad):
    GAUSSIAN_GRAD.check(gaussian_nll_grad, DMU)


@test_case(name="q3.dlog_var", points=2.5, hidden=True)
def hidden_dlog_var(gaussian_nll_grad):
    GAUSSIAN_GRAD.check(gaussian_nll_grad, DLOG_VAR)


@test_case(name="q3.gaussian_nll_grad.arguments", points=0.25, hidden=True)
def hidden_gaussian_grad_arguments(gaussian_nll_grad):
    GAUSSIAN_GRAD.check_arguments(gaussian_nll_grad)
