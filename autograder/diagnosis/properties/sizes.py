"""How far a value is off, as a factor: a number, the size of an array, an argument, a power."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import Evidence, Said
from autograder.diagnosis.properties.changes import is_number
from autograder.testing.mismatch import Case

AXES = ("the number of rows of {}", "the number of columns of {}", "the length of axis 2 of {}")
Known = list[dict[str, float]]  # by case: what a factor may be made of, by its words

POWERS: dict[str, Callable[[float], float]] = {
    "{0} times what it should be": lambda n: n,
    "what it should be divided by {0}": lambda n: 1 / n,
    "the square of {0} times what it should be": lambda n: n * n,
    "what it should be divided by the square of {0}": lambda n: 1 / (n * n),
    "the root of {0} times what it should be": np.sqrt,
    "what it should be divided by the root of {0}": lambda n: 1 / np.sqrt(n),
    "twice {0} times what it should be": lambda n: 2 * n,
    "half of {0} times what it should be": lambda n: n / 2,
    "twice what it should be, divided by {0}": lambda n: 2 / n,
    "half of what it should be, divided by {0}": lambda n: 0.5 / n,
}
NEIGHBOURS: dict[str, Callable[[float], float]] = {
    "divided by n - 1 where it should be by n, with n {0}": lambda n: n / (n - 1),
    "divided by n where it should be by n - 1, with n {0}": lambda n: (n - 1) / n,
    "divided by n + 1 where it should be by n, with n {0}": lambda n: n / (n + 1),
    "divided by n where it should be by n + 1, with n {0}": lambda n: (n + 1) / n,
    "n - 1 times what it should be, with n {0}": lambda n: n - 1,
    "what it should be divided by n - 1, with n {0}": lambda n: 1 / (n - 1),
}
SHARES: dict[str, Callable[[float], float]] = {
    "1 - {0} times what it should be": lambda p: 1 - p,
    "what it should be divided by 1 - {0}": lambda p: 1 / (1 - p),
    "what it should be divided by the square of 1 - {0}": lambda p: (1 - p) ** -2,
    "1 + {0} times what it should be": lambda p: 1 + p,
    "multiplied by 1 - {0} in place of {0}": lambda p: (1 - p) / p,
    "multiplied by {0} in place of 1 - {0}": lambda p: p / (1 - p),
    "divided by {0} in place of 1 - {0}": lambda p: (1 - p) / p,
}
NUMBERS = {
    3.0: "three times what it should be",
    1 / 3: "a third of what it should be",
    4.0: "four times what it should be",
    0.25: "a quarter of what it should be",
    -2.0: "twice what it should be, with the wrong sign",
    -0.5: "half of what it should be, with the wrong sign",
    np.sqrt(2): "off by the factor root 2",
    np.sqrt(0.5): "off by the factor 1 / root 2",
    1 / np.log(10): "off by a factor ln 10: use the natural logarithm",
    10.0: "ten times what it should be",
    0.1: "a tenth of what it should be",
}


def factors(evidence: Evidence) -> Iterator[Said]:
    """Whatever factor fits everywhere; it must not be the same at all inputs, but for numbers."""
    cases = [c for c in evidence.wrong if np.any(c.expected)]
    ratios = [ratio(c.expected, c.got) for c in cases]
    if len(cases) < len(evidence.wrong) or None in ratios or not ratios:
        return
    scaled = guesses(evidence)
    constant: dict[float, list[str]] = defaultdict(list)
    for name, value in quantities(evidence).items():
        of = [value(case) for case in cases]
        if np.ptp(of) == 0:
            constant[of[0]].append(name)
            continue
        tables = [POWERS, NEIGHBOURS] if name.startswith("the ") else [POWERS, SHARES]
        for words, power in [pair for table in tables for pair in table.items()]:
            with np.errstate(all="ignore"):
                is_close = np.allclose(power(np.array(of)), ratios, rtol=1e-5)
            if is_close and (where := scaled(lambda c, p=power, v=value: p(v(c)))) is not None:
                told = words.format(name)
                yield Said(told.replace(" ", "_"), f"It is {told}.", where)
    yield from constants(scaled, constant, ratios)


def constants(
    scaled: Callable[..., str | None], sizes: dict[float, list[str]], ratios: list[float]
) -> Iterator[Said]:
    """The same factor at all inputs: that of a size that is the same at all, or a number."""
    number = float(np.mean(ratios))
    if not np.allclose(ratios, number, rtol=1e-5):
        return
    where = scaled(lambda _: number)
    names = [(w, n) for n, w in sizes.items() if n > 2 and np.isclose(number, n)]
    names += [(w, 1 / n) for n, w in sizes.items() if n > 2 and np.isclose(number, 1 / n)]
    if where is None or number == 0:
        return
    for words, n in names:
        told = " or ".join(w for w in words if w.startswith("the ") and "product" not in w)
        if told:
            hint = f"It is {factor_in_words(n)}. In this test that is also {told}."
            yield Said("off_by_a_size", hint, where)
    if not names:
        for known, words in NUMBERS.items():
            if np.isclose(number, known):
                yield Said(f"times_{known:.3g}", f"It is {words}.", where)


def factor_in_words(n: float) -> str:
    """A size, or 1 divided by one, as a factor."""
    words = "{:g} times what it should be" if n > 1 else "what it should be divided by {:g}"
    return words.format(n if n > 1 else 1 / n)


def guesses(evidence: Evidence) -> Callable[[Callable[[Case], float]], str | None]:
    """Where the right value times a factor of the case is what the student returns."""
    return lambda factor: evidence.fits(
        lambda case: factor(case) * np.asarray(case.expected, float)
    )


def quantities(evidence: Evidence) -> dict[str, Callable[[Case], float | None]]:
    """What a factor may be made of, by its words: sizes of arrays, numbers, products of two sizes.

    A size that always equals an earlier one is not named twice.
    """
    found: dict[str, Callable[[Case], float | None]] = {}
    seen: set[tuple] = set()

    def add(words: str, value: Callable[[Case], float | None]) -> None:
        of = tuple(value(case) for case in evidence.wrong)
        if None not in of and of not in seen:
            seen.add(of)
            found[words] = value

    names = evidence.names(evidence.wrong[0])
    for name, example in names.items():
        for axis in range(min(np.ndim(example), 3) if isinstance(example, np.ndarray) else 0):
            words = AXES[axis].format(name) if np.ndim(example) > 1 else f"the length of {name}"
            add(words, lambda case, n=name, a=axis: length(evidence.names(case).get(n), a))
        if isinstance(example, list):
            add(f"the length of {name}", lambda case, n=name: float(len(evidence.names(case)[n])))
    for (one, a), (other, b) in combinations(list(found.items()), 2):
        add(f"the product of {one} and {other}", lambda c, a=a, b=b: product(a(c), b(c)))
    for name, example in names.items():
        if is_number(example):
            add(name, lambda case, n=name: number_of(evidence.names(case).get(n)))
    return found


def length(value: Any, axis: int) -> float | None:
    return float(value.shape[axis]) if isinstance(value, np.ndarray) and value.ndim > axis else None


def product(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a * b


def number_of(value: Any) -> float | None:
    return float(value) if is_number(value) else None


def ratio(expected: Any, got: Any) -> float | None:
    """c with got = c expected, if there is one."""
    expected, got = np.asarray(expected, float), np.asarray(got, float)
    if expected.shape != got.shape or not np.isfinite(got).all():
        return None
    c = float(np.sum(expected * got) / np.sum(expected * expected))
    close = np.abs(c * expected - got) <= 1e-5 * np.abs(got) + 1e-6 * np.max(np.abs(got), initial=0)
    return c if close.all() else None
