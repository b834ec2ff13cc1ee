"""A term that is missing, once too often, or of the wrong sign: what the difference is equal to.

And the change of an argument, where a function returns it changed: a step that is too long.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import Evidence, Said
from autograder.diagnosis.properties.changes import is_array, is_number
from autograder.testing.mismatch import Case

TIMES = {
    -1.0: ("lacks_{}", "It lacks the term {}."),
    1.0: ("{}_once_too_often", "It has the term {} once too often."),
    -2.0: ("{}_subtracted", "The term {} in it has the wrong sign."),
    2.0: ("{}_added", "The term {} in it has the wrong sign, or is there twice too often."),
    -0.5: ("half_of_{}", "The term {} in it is halved."),
    0.5: ("{}_half_too_often", "It has half of the term {} too much."),
}
Term = Callable[[Case], Any]


def differences(evidence: Evidence) -> Iterator[Said]:
    """Whatever term the difference is a multiple of."""
    for words, term in terms(evidence).items():
        for times, (slug, hint) in TIMES.items():
            where = evidence.fits(
                lambda case, term=term, c=times: np.asarray(case.expected, float) + c * term(case)
            )
            if where is not None:
                yield Said(slug.format(words.replace(" ", "_")), hint.format(words), where)


def terms(evidence: Evidence) -> dict[str, Term]:
    """Arguments and other quantities of the shape of the value, and numbers times these."""
    first = evidence.wrong[0]
    if np.asarray(first.expected).dtype.kind != "f":  # of epochs a difference says nothing
        return {}
    shape, names = np.shape(first.expected), evidence.names(first)
    arrays = {n: argument(evidence, n) for n, v in names.items() if fits(v, shape)}
    arrays |= others(evidence, shape)
    numbers = {n: argument(evidence, n) for n, v in names.items() if is_number(v)}
    products = {
        f"{n} {a}": times(number, array)
        for a, array in arrays.items()
        for n, number in numbers.items()
        if n != a
    }
    pairs = {f"{a} {b}": times(arrays[a], arrays[b]) for a, b in combinations(arrays, 2)}
    squares = {f"{a} squared": times(array, array) for a, array in arrays.items()}
    return arrays | products | pairs | squares


def fits(value: Any, shape: tuple[int, ...]) -> bool:
    """Whether an argument may be a term of a value of this shape."""
    return (is_array(value) and value.shape == shape) or (is_number(value) and not shape)


def argument(evidence: Evidence, name: str) -> Term:
    def term(case: Case) -> Any:
        return np.asarray(evidence.names(case)[name], float)

    return term


def others(evidence: Evidence, shape: tuple[int, ...]) -> dict[str, Term]:
    """The other quantities of a result, as they should be."""
    reference, own = evidence.context.reference, evidence.key
    names = [k for k in evidence.context.quantities if k != own]
    first = evidence.right_answer(evidence.wrong[0])
    if reference is None or not isinstance(first, dict):
        return {}
    given = evidence.names(evidence.wrong[0])
    return {
        k: lambda case, k=k: np.asarray(evidence.right_answer(case)[k], float)
        for k in names
        if k not in given and fits(first.get(k), shape)
    }


def times(a: Term, b: Term) -> Term:
    return lambda case: a(case) * b(case)


def of_steps(evidence: Evidence) -> Iterator[tuple[str, Evidence]]:
    """The same evidence of the change of an argument of the same shape, by the argument's name."""
    first = evidence.wrong[0]
    for name, value in evidence.names(first).items():
        if not (is_array(value) and value.shape == np.shape(first.expected)):
            continue
        cases = [
            [changed(evidence, case, name) for case in cases]
            for cases in (evidence.wrong, evidence.right)
        ]
        if all(case is not None for case in [*cases[0], *cases[1]]):
            yield name, Evidence(evidence.function, evidence.key, *cases, evidence.context)


def changed(evidence: Evidence, case: Case, name: str) -> Case | None:
    before = evidence.names(case).get(name)
    if not is_array(before) or not before.shape == np.shape(case.expected) == np.shape(case.got):
        return None
    return Case(case.args, case.expected - before, case.got - before, case.answer)
