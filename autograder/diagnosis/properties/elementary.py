"""A well-known function of one argument, in place of the one that was asked for."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import Evidence, Said
from autograder.diagnosis.properties.as_if import is_of_few_labels
from autograder.diagnosis.properties.changes import is_array, slugged
from autograder.testing.mismatch import Case

LEAK = 0.01  # of a leaky relu, as in most libraries
MOST_ARGUMENTS = 8


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def slope(x: Any) -> Any:
    """Of least squares, over 0, 1, 2, ...; LAPACK would print to the terminal of what is nan."""
    t = np.arange(len(x)) - (len(x) - 1) / 2
    return t @ x / (t @ t)


OF_EACH: dict[str, Callable[[Any], Any]] = {
    "|{}|": np.abs,
    "the sign of {}": np.sign,
    "{} squared": np.square,
    "{} cubed": lambda x: x**3,
    "the root of {}": np.sqrt,
    "1 / {}": lambda x: 1 / x,
    "the logarithm of {}": np.log,
    "exp({})": np.exp,
    "exp(-{})": lambda x: np.exp(-x),
    "exp(-{} squared)": lambda x: np.exp(-(x**2)),
    "sin({})": np.sin,
    "cos({})": np.cos,
    "tanh({})": np.tanh,
    "sigmoid({})": sigmoid,
    "relu({})": lambda x: np.maximum(x, 0),
    "leaky relu({}) of slope 0.01": lambda x: np.where(x > 0, x, LEAK * x),
    "softplus({}), log(1 + exp({}))": lambda x: np.logaddexp(0, x),
    "softsign({})": lambda x: x / (1 + np.abs(x)),
    "{} sigmoid({})": lambda x: x * sigmoid(x),
    "the derivative of tanh at {}": lambda x: 1 - np.tanh(x) ** 2,
    "the derivative of the sigmoid at {}": lambda x: sigmoid(x) * (1 - sigmoid(x)),
    "the derivative of relu at {}": lambda x: (x > 0).astype(float),
    "1 - {} squared": lambda x: 1 - x**2,
    "{} (1 - {})": lambda x: x * (1 - x),
}
OF_ALL: dict[str, Callable[[Any], Any]] = {
    "the sum of {}": np.sum,
    "the mean of {}": np.mean,
    "the median of {}": np.median,
    "the largest entry of {}": np.max,
    "the smallest entry of {}": np.min,
    "the first entry of {}": lambda x: np.ravel(x)[0],
    "the last entry of {}": lambda x: np.ravel(x)[-1],
    "the standard deviation of {}": np.std,
    "the variance of {}": np.var,
    "the norm of {}": np.linalg.norm,
    "the sum of the squares of {}": lambda x: np.sum(x**2),
    "the mean of the squares of {}": lambda x: np.mean(x**2),
    "the sum of |{}|": lambda x: np.sum(np.abs(x)),
    "the number of entries of {}": np.size,
    "the slope of the line through {} that has the least squares": slope,
}


def elementary(evidence: Evidence) -> Iterator[Said]:
    """Whatever function of an argument fits."""
    if is_of_few_labels(evidence):
        return
    first = evidence.wrong[0]
    arrays = [n for n, value in evidence.names(first).items() if is_array(value)]
    known = OF_EACH if np.ndim(first.expected) else OF_ALL
    for name in arrays[:MOST_ARGUMENTS]:
        for words, function in known.items():

            def guess(case: Case, name: str = name, function: Callable = function) -> Any:
                with np.errstate(all="ignore"):
                    return function(np.asarray(evidence.names(case)[name], float))

            where = evidence.fits(guess)
            if where is not None:
                told = words.replace("{}", name)
                yield Said(slugged(told), f"It is {told}.", where)
