"""The right value, and then something done to it once too often, or left out at the end."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import Evidence, Said


def softmax(y: Any) -> Any:
    e = np.exp(y - np.max(y, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


TRANSFORMS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "squared": ("It is the square of what it should be.", np.square),
    "root": ("It is the root of what it should be.", np.sqrt),
    "inverted": ("It is 1 divided by what it should be.", lambda y: 1 / y),
    "exp": ("It is exp of what it should be.", np.exp),
    "log": ("It is the logarithm of what it should be.", np.log),
    "one_minus": ("It is 1 minus what it should be.", lambda y: 1 - y),
    "absolute": ("Its signs are lost: it is the absolute value.", np.abs),
    "one_more": ("It is too large by 1.", lambda y: y + 1),
    "one_less": ("It is too small by 1.", lambda y: y - 1),
    "rounded": ("It is rounded to whole numbers.", np.rint),
    "cut_to_integers": ("Its decimals are cut off: is an array of integers filled?", np.trunc),
    "reversed": ("Its entries stand in reverse order.", lambda y: y[::-1]),
    "rows_reversed": ("The entries of each row stand in reverse order.", lambda y: y[:, ::-1]),
    "summed_up": ("It is added up once more: each entry holds the ones before.", np.cumsum),
    "not_summed_up": (
        "It is not added up: each entry holds its own part alone.",
        lambda y: np.diff(y, prepend=0.0),
    ),
    "sorted": ("Its entries are sorted.", np.sort),
    "positive_part": ("What is negative in it is cut off at 0.", lambda y: np.maximum(y, 0)),
    "softmax": ("A softmax is applied to it once more.", softmax),
    "centred": ("Its mean is subtracted once too often.", lambda y: y - np.mean(y)),
    "sigmoid": ("A sigmoid is applied to it once more.", lambda y: 1 / (1 + np.exp(-y))),
    "tanh": ("A tanh is applied to it once more.", np.tanh),
    "softmax_over_the_batch": (
        "A softmax over the batch is applied to it once more.",
        lambda y: softmax(y[:, :].T).T,
    ),
    **{
        f"rounded_to_{n}": (f"It is rounded to {n} decimals.", lambda y, n=n: np.round(y, n))
        for n in range(1, 5)
    },
    "summed": ("It is one number, the sum of what it should be.", np.sum),
    "averaged": ("It is one number, the mean of what it should be.", np.mean),
    "summed_over_rows": ("It is summed over axis 0 once too often.", lambda y: y.sum(axis=0)),
    "summed_over_columns": ("It is summed over axis 1 once too often.", lambda y: y.sum(axis=1)),
    "without_the_last": ("Its last entry is missing.", lambda y: y[:-1]),
    "without_the_first": ("Its first entry is missing.", lambda y: y[1:]),
    "last_alone": ("It is its last entry alone.", lambda y: y[-1]),
    "a_row": ("It has an axis of length 1 too many.", lambda y: y[None]),
    "a_column": ("It has an axis of length 1 too many.", lambda y: y[:, None]),
}


def transformed(evidence: Evidence) -> Iterator[Said]:
    """Whatever transform of the right value fits."""
    for slug, (hint, transform) in TRANSFORMS.items():
        with np.errstate(all="ignore"):
            where = evidence.fits(lambda case, f=transform: f(np.asarray(case.expected, float)))
        if where is not None:
            yield Said(slug, hint, where)
