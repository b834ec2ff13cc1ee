"""Which inputs are fair to float32: what is small must not be what is left of something large."""

import numpy as np
import pytest
import torch

from autograder.testing import Cases
from autograder.testing.conditioning import unfit

ANSWERS = """
import numpy as np

def total(x):
    return float(np.sum(np.asarray(x, dtype=float)))

def log_of_sum(x):
    return np.log(np.exp(x).sum(axis=-1))

def saturated(x):
    return 1 / np.cosh(x) ** 2

def of_number(x, y):
    return x + y
"""


def total(x):
    return torch.tensor(x, dtype=torch.float64).sum().item()


def log_of_sum(x):
    return torch.logsumexp(torch.tensor(x), dim=-1).numpy()


def saturated(x):
    x = torch.tensor(x, requires_grad=True)
    return torch.autograd.grad(torch.tanh(x).sum(), x)[0].numpy()


def of_number(x, y):
    return (torch.tensor(x, dtype=torch.float64) + y).item()


@pytest.fixture
def told(tmp_path):
    path = tmp_path / "solution.py"
    path.write_text(ANSWERS)

    def judge(reference, *args):
        return Cases(reference.__name__, reference, [args]).unfit(path)

    return judge


RNG = np.random.default_rng(7)


@pytest.mark.slow
def test_sums_of_like_numbers_are_fair_and_small_rests_of_large_ones_are_not(told):
    x = RNG.uniform(1, 2, 6)
    assert told(total, x) is None
    rest = np.concatenate([x, -x + 1e-4 * RNG.uniform(1, 2, 6)])
    assert "input 1 the reference in float32 is off by" in told(total, rest)


def test_numbers_that_float32_has_exactly_are_fair_however_large(told):
    assert told(total, np.array([1000.0, -1000.0, 0.25])) is None


def test_what_only_the_model_answer_takes_apart_counts(told):
    assert told(log_of_sum, np.array([0.3, 0.2])) is None
    assert "the model answer" in told(log_of_sum, np.array([0.0, -12.1]))


def test_what_only_the_gradient_of_the_reference_loses_counts(told):
    assert told(saturated, np.array([0.3, 4.1])) is None
    assert "the reference" in told(saturated, np.array([5.3, 5.1]))


def test_numbers_alone_are_rounded_and_numbers_beside_arrays_are_not(told):
    assert told(of_number, 0.1, 0.3) is None
    assert "float32" in told(of_number, 0.1, -0.10001)


def test_programs_that_cannot_be_run_so_say_nothing(tmp_path):
    path = tmp_path / "solution.py"
    path.write_text("raise RuntimeError")
    assert unfit("total", [(np.array([0.1, 1e-9 - 0.1]),)], [1e-9], broken, path) is None


def broken(x):
    raise ValueError


def test_the_same_is_said_twice(told):
    x = RNG.normal(size=(40, 4))
    assert told(log_of_sum, x) == told(log_of_sum, x)
