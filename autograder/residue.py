"""How a wrong value differs, whatever the formula: what no catalogue of mistakes has to hold.

Students make mistakes that no list has. But expected and got often differ by something that can be
named: a sign, a factor, a transpose, the gradient of the penalty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.compare import excess, same
from autograder.mismatch import Mismatch

FACTORS = {
    2.0: ("doubled", "It is exactly twice what it should be."),
    0.5: ("halved", "It is exactly half of what it should be."),
    -1.0: ("sign_flipped", "Its sign is the wrong way round."),
    1 / np.log(2): ("log_of_base_2", "It is off by a factor ln 2: use the natural logarithm."),
}
PENALTY = {
    -1.0: ("lacks_lambd_{0}", "It lacks the term lambd {0}, the gradient of the penalty."),
    -0.5: ("half_of_lambd_{0}", "Its term lambd {0}, the gradient of the penalty, is halved."),
    1.0: ("lambd_{0}_once_more", "It has lambd {0}, the gradient of the penalty, once too often."),
    -2.0: ("lambd_{0}_subtracted", "Its term lambd {0}, that of the penalty, has the wrong sign."),
}


@dataclass(frozen=True)
class Diagnosis:
    """What the student did: the id of the explanation, and the hint to read."""

    id: str
    hint: str


Returned = list[tuple[tuple, Any, Any]]  # args, expected, got


def residue(mismatch: Mismatch) -> Diagnosis | None:
    """What the difference says on all inputs; the most telling family comes first."""
    returned = [triple for triple in mismatch.returned if not is_trivial(triple[1])]
    families = (equal_to_another, penalised, transposed, scaled_by_batch_size, scaled)
    found = (one for family in families if returned for one in family(mismatch, returned))
    slug, hint = next(found, (None, None))
    return Diagnosis(f"{mismatch.function}.{slug}", hint) if slug else None


def scaled(_: Mismatch, returned: Returned) -> Iterator[tuple[str, str]]:
    """By a factor that a formula may lose, or by its sign; or nothing is there at all."""
    for factor, explanation in FACTORS.items():
        if all(same(factor * np.asarray(e, float), g) for _, e, g in returned):
            yield explanation
    if all(same(0 * np.asarray(e, float), g) for _, e, g in returned):
        yield "zero", "It is zero for every input of this test."


def transposed(_: Mismatch, returned: Returned) -> Iterator[tuple[str, str]]:
    if all(np.ndim(e) == 2 and same(np.transpose(e), g) for _, e, g in returned):
        yield "transposed", "It is the transpose of what it should be."


def scaled_by_batch_size(_: Mismatch, returned: Returned) -> Iterator[tuple[str, str]]:
    """By B or 1/B, where B is not the same for all inputs."""
    sizes = [batch_size(args) for args, _, _ in returned]
    if len(set(sizes)) < 2 or not all(sizes):
        return
    by_size = list(zip(sizes, returned, strict=True))
    if all(same(B * np.asarray(e, float), g) for B, (_, e, g) in by_size):
        told = "It is B times what it should be: the mean over the batch is missing."
        yield "times_batch_size", told
    if all(same(np.asarray(e, float) / B, g) for B, (_, e, g) in by_size):
        yield "divided_by_batch_size", "It is divided by the batch size B once too often."


def penalised(mismatch: Mismatch, returned: Returned) -> Iterator[tuple[str, str]]:
    """By a multiple of lambd W, W being a weight matrix of the shape of the value.

    In a step with a learning rate the gradient comes times -lr.
    """
    given = [named(mismatch, args) for args, _, _ in returned]
    for name in ("W1", "W2"):
        if not all({name, "lambd"} <= known.keys() for known in given):
            continue
        terms = [-known.get("lr", -1) * known["lambd"] * known[name] for known in given]
        pairs = list(zip(terms, returned, strict=True))
        if any(np.shape(term) != np.shape(e) for term, (_, e, _) in pairs):
            continue
        for factor, (slug, hint) in PENALTY.items():
            if all(same(e + factor * term, g) for term, (_, e, g) in pairs):
                yield slug.format(name), hint.format(name)


def equal_to_another(mismatch: Mismatch, _: Returned) -> Iterator[tuple[str, str]]:
    """To another quantity of the student's own result, or to an argument as it came."""
    values = [got for _, _, got in mismatch.returned]
    results = [others(mismatch, answer) for answer in mismatch.answers]
    arguments = [named(mismatch, args) for args, _, _ in mismatch.returned]
    for kind, known in (("your {0}", results), ("the argument {0}", arguments)):
        for name in sorted(set.intersection(*map(set, known))):
            if all(is_same_array(one[name], got) for one, got in zip(known, values, strict=True)):
                yield f"equals_{name}", f"It is the same as {kind.format(name)}."


def others(mismatch: Mismatch, answer: Any) -> dict[str, Any]:
    """The other quantities of a result; a name we did not ask for might carry hidden values."""
    names = set(mismatch.quantities) - {mismatch.key} if isinstance(answer, dict) else ()
    return {name: answer[name] for name in names if name in answer}


def named(mismatch: Mismatch, args: tuple) -> dict[str, Any]:
    """The arguments of a call by name; a cache is its entries."""
    if args and isinstance(args[0], dict):
        return args[0]
    return dict(zip(mismatch.parameters, args, strict=False))


def is_same_array(value: Any, got: Any) -> bool:
    """Whether two arrays agree; a single number may do so by chance."""
    return isinstance(value, np.ndarray) and value.size > 1 and same(value, got)


def is_trivial(expected: Any) -> bool:
    """Whether a value is zero, or a number so plain that many formulas reach it."""
    return not np.any(np.asarray(expected, float)) if expected is not None else True


def batch_size(args: tuple) -> int | None:
    """B of a call: the rows of its first argument, or of x in its cache."""
    first = args[0].get("x") if args and isinstance(args[0], dict) else args[0] if args else None
    return len(first) if isinstance(first, np.ndarray) and first.ndim == 2 else None


def remark(mismatch: Mismatch) -> str:
    """What can be said honestly of a wrong value that nothing explains; empty if it is little."""
    returned = [(e, g) for _, e, g in mismatch.returned if not is_trivial(e)]
    if mismatch.kind != "value" or mismatch.reason != "wrong_value" or not returned:
        return ""
    if all(same(e, g) for e, g in returned):
        return "It is wrong only where it should be zero."
    if all(same(np.abs(e), np.abs(g)) for e, g in returned):
        return "Only signs are wrong."
    factors = [factor(e, g) for e, g in returned]
    if None not in factors:
        agree = np.allclose(factors, factors[0], rtol=1e-6)
        which = "is the same for every input" if agree else "depends on the input"
        return f"It is off by a factor that {which}."
    right = [same(e, g) for e, g in returned]
    if any(right):
        return "It is right for some inputs and wrong for others."
    entries = [np.mean(excess(e, g) > 1) for e, g in returned if np.shape(e) == np.shape(g)]
    is_partly_right = entries and max(entries) <= 0.5
    return "Only some of its entries are wrong." if is_partly_right else ""


def factor(expected: Any, got: Any) -> float | None:
    """c with got = c expected, if there is one."""
    expected, got = np.asarray(expected, float), np.asarray(got, float)
    if expected.shape != got.shape:
        return None
    c = float(np.sum(expected * got) / np.sum(expected * expected))
    return c if same(c * expected, got) else None
