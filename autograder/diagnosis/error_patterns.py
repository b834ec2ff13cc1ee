"""How a wrong value differs, whatever the formula: what no catalogue of mistakes has to hold.

Students make mistakes that no list has. But expected and got often differ by something that can be
named: a sign, a factor, a transpose, the gradient of the penalty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.course.facts import Roles
from autograder.diagnosis.evidence import is_by_chance, is_number, named, right_answer
from autograder.testing.comparison import is_real, same
from autograder.testing.mismatch import Case, WrongValue

FACTORS = {
    2.0: ("doubled", "It is exactly twice what it should be."),
    0.5: ("halved", "It is exactly half of what it should be."),
    -1.0: ("sign_flipped", "Its sign is the wrong way round."),
    1 / np.log(2): ("log_of_base_2", "It is off by a factor ln 2: use the natural logarithm."),
}
PENALTY = {  # {0} is its strength, {1} the weights
    -1.0: ("lacks_{0}_{1}", "It lacks the term {0} {1}, the gradient of the penalty."),
    -0.5: ("half_of_{0}_{1}", "Its term {0} {1}, the gradient of the penalty, is halved."),
    1.0: ("{0}_{1}_once_more", "It has {0} {1}, the gradient of the penalty, once too often."),
    -2.0: ("{0}_{1}_subtracted", "Its term {0} {1}, that of the penalty, has the wrong sign."),
}


@dataclass(frozen=True)
class Diagnosis:
    """What the student did: the id of the explanation, and the hint to read.

    `is_blank` where hardly anything is done: zeros, an argument as it came, another form.
    """

    id: str
    hint: str
    is_blank: bool = False


Explanations = Iterator[tuple[str, str]]  # slug and hint of whatever fits


def error_pattern(mismatch: WrongValue, roles: Roles) -> Diagnosis | None:
    """What the difference says on all inputs; the most telling family comes first."""
    cases = [case for case in mismatch.cases if not is_trivial(case.expected)]
    families = (equal_to_another, penalised, transposed, scaled_by_batch_size, scaled)
    found = (one for family in families if cases for one in family(mismatch, cases, roles))
    slug, hint = next(found, ("", ""))
    is_blank = slug == "zero" or slug.startswith("equals_")
    return Diagnosis(f"{mismatch.function}.{slug}", hint, is_blank) if slug else None


def scaled(mismatch: WrongValue, cases: list[Case], _: Roles) -> Explanations:
    """By a factor that a formula may lose, or by its sign; or nothing is there at all."""
    if any(map(is_wrong_zero, [*mismatch.cases, *mismatch.context.others])):
        return
    others = [case for case in mismatch.context.others if not is_trivial(case.expected)]
    wrong = [*cases, *(case for case in others if not same(case.expected, case.got))]
    for factor, explanation in FACTORS.items():
        if not is_by_chance(wrong) and all(
            same(factor * np.asarray(c.expected, float), c.got) for c in wrong
        ):
            yield explanation
    if all(same(0 * np.asarray(c.expected, float), c.got) for c in [*cases, *others]):
        yield "zero", "It is zero for every input of this test."


def transposed(_: WrongValue, cases: list[Case], __: Roles) -> Explanations:
    """By an exchange of rows and columns."""
    if all(np.ndim(c.expected) == 2 and same(np.transpose(c.expected), c.got) for c in cases):
        yield "transposed", "It is the transpose of what it should be."


def scaled_by_batch_size(mismatch: WrongValue, cases: list[Case], roles: Roles) -> Explanations:
    """By B or 1/B, where B is not the same for all inputs."""
    sizes = [batch_size(case.args, roles) for case in cases]
    if len(set(sizes)) < 2 or not all(sizes) or any(map(is_wrong_zero, mismatch.cases)):
        return
    by_size = [(B, np.asarray(c.expected, float), c.got) for B, c in zip(sizes, cases, strict=True)]
    if all(same(B * expected, got) for B, expected, got in by_size):
        told = "It is B times what it should be: the mean over the batch is missing."
        yield "times_batch_size", told
    if all(same(expected / B, got) for B, expected, got in by_size):
        yield "divided_by_batch_size", "It is divided by the batch size B once too often."


def penalised(mismatch: WrongValue, cases: list[Case], roles: Roles) -> Explanations:
    """By a multiple of the gradient of an L2 penalty on weights of the shape of the value.

    In a step with a learning rate that gradient comes times minus the rate.
    """
    given = [named(mismatch.context.parameters, case.args) for case in cases]
    for name in roles.weights:
        if not all({name, roles.penalty} <= known.keys() for known in given):
            continue
        terms = [
            -known.get(roles.learning_rate, -1) * known[roles.penalty] * known[name]
            for known in given
        ]
        pairs = list(zip(terms, cases, strict=True))
        if any(np.shape(term) != np.shape(case.expected) for term, case in pairs):
            continue
        for factor, (slug, hint) in PENALTY.items():
            if all(same(case.expected + factor * term, case.got) for term, case in pairs):
                yield slug.format(roles.penalty, name), hint.format(roles.penalty, name)


def equal_to_another(mismatch: WrongValue, _: list[Case], __: Roles) -> Explanations:
    """To another quantity of the student's own result, or to an argument as it came."""
    values = [case.got for case in mismatch.cases]
    results = [others(mismatch, answer) for answer in mismatch.context.answers]
    arguments = [named(mismatch.context.parameters, case.args) for case in mismatch.cases]
    for kind, known in (("your {0}", results), ("the argument {0}", arguments)):
        for name in sorted(set.intersection(*map(set, known))) if known else ():
            pairs = zip(known, values, strict=True)
            is_equal = all(is_same_array(one[name], got) for one, got in pairs)
            if is_equal and not (known is results and is_right(mismatch, name)):
                yield f"equals_{name}", f"It is the same as {kind.format(name)}."


def is_right(mismatch: WrongValue, name: str) -> bool:
    """Whether the two quantities are equal in right answers, too, so that this says nothing."""
    if name not in mismatch.context.quantities:
        return False
    pairs = [(right_answer(mismatch.context, case), case) for case in mismatch.cases]
    return all(answer and same(answer[name], case.expected) for answer, case in pairs)


def others(mismatch: WrongValue, answer: Any) -> dict[str, Any]:
    """The other quantities of a result; a name we did not ask for might carry hidden values."""
    names = set(mismatch.context.quantities) - {mismatch.key} if isinstance(answer, dict) else ()
    return {name: answer[name] for name in names if name in answer}


def is_same_array(value: Any, got: Any) -> bool:
    """Whether two arrays agree, both a submission's; a single number may do so by chance."""
    is_one = isinstance(value, np.ndarray) and value.size > 1 and is_real(value)
    return is_one and same(value, got)


def is_trivial(expected: Any) -> bool:
    """Whether a value is zero, or no array or number: of a list of arrays nothing is said here."""
    if expected is None or isinstance(expected, list):
        return True
    return not np.any(np.asarray(expected, float))


def is_wrong_zero(case: Case) -> bool:
    """Whether an array or a number should be zero and is not, which no factor explains."""
    is_zero = is_number(case.expected) and not np.any(case.expected)
    return is_zero and is_number(case.got) and not same(case.expected, case.got)


def batch_size(args: tuple, roles: Roles) -> int | None:
    """B of a call: the rows of its first argument, or of the examples in its cache."""
    first = args[0] if args else None
    first = first.get(roles.examples) if isinstance(first, dict) else first
    return len(first) if isinstance(first, np.ndarray) and first.ndim == 2 else None
