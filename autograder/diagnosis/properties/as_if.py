"""As if an argument were another: the reference answers then what the student returns."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import Evidence, Said, is_number, matches, renamed
from autograder.diagnosis.once import Once
from autograder.diagnosis.properties.changes import Change, changes
from autograder.testing.mismatch import Case
from autograder.testing.reference_cases import pick

LABELS, ENOUGH_LABELS = 2, 12

asked = Once(30_000)


def as_if(evidence: Evidence, examples: int | None) -> Iterator[Said]:
    """Whatever change of the arguments fits."""
    if evidence.context.reference is None or is_of_few_labels(evidence):
        return
    names = evidence.names(evidence.wrong[0])
    for change in changes(names, modes(evidence), examples):
        where = evidence.fits(guess(evidence, change))
        if where is not None:
            yield Said(change.slug, change.hint, where, change.rank)


def is_of_few_labels(evidence: Evidence) -> bool:
    """Whether it takes two whole numbers alone, or two at each input, and so few of them are wrong
    that chance explains them.
    """
    right = [np.ravel(case.expected) for case in [*evidence.wrong, *evidence.right]]
    labels = np.unique(np.concatenate(right))
    are_labels = len(labels) <= LABELS and bool(np.all(labels == np.rint(labels)))
    are_arrays = any(values.size > LABELS for values in right)
    are_labels |= are_arrays and all(np.unique(values).size <= LABELS for values in right)
    return are_labels and sum(map(wrong_entries, evidence.wrong)) < ENOUGH_LABELS


def wrong_entries(case: Case) -> int:
    """How many numbers of an answer are wrong; all, where it has another shape."""
    is_alike = is_number(case.got) and np.shape(case.got) == np.shape(case.expected)
    return int(np.sum(case.expected != case.got)) if is_alike else np.size(case.expected)


def modes(evidence: Evidence) -> dict[str, set[str]]:
    """The names that an argument is at some input: of activations, of losses."""
    found = defaultdict(set)
    for case in [*evidence.wrong, *evidence.right]:
        for name, value in evidence.names(case).items():
            if isinstance(value, str):
                found[name].add(value)
    return {name: values for name, values in found.items() if len(values) > 1}


def guess(evidence: Evidence, change: Change) -> Callable[[Case], Any]:
    """What the reference says with the change, where it agrees on what came before."""
    context = evidence.context

    def value(case: Case) -> Any:
        def ask() -> Any:
            names = evidence.names(case)
            args = renamed(context.parameters, case.args, names | change.to(names))
            with np.errstate(all="ignore"):
                return context.reference(*args)

        result = asked((context.reference, case.args), change.slug, ask)
        if not all(matches(result[k], case.answer[k]) for k in evidence.upstream_of(case)):
            raise LookupError("it differs in what came before")
        return pick(result, evidence.key)

    return value
