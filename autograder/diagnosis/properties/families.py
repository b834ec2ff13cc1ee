"""What can be found out about a wrong function in general, where no entry of a catalogue fits.

Each property is tested at every input that is known, right ones among them; the first family of
which just one hint fits is told.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.course.facts import Roles
from autograder.diagnosis.error_patterns import Diagnosis, batch_size, error_pattern
from autograder.diagnosis.evidence import Evidence, Said, evidence_of, is_number, matches
from autograder.diagnosis.properties.as_if import LABELS, as_if
from autograder.diagnosis.properties.averages import averages
from autograder.diagnosis.properties.diagonals import diagonals
from autograder.diagnosis.properties.elementary import elementary
from autograder.diagnosis.properties.ranges import bounded, ranges
from autograder.diagnosis.properties.shapes import shapes
from autograder.diagnosis.properties.sizes import factors
from autograder.diagnosis.properties.terms import differences, of_steps
from autograder.diagnosis.properties.transforms import transformed
from autograder.sandbox.callback import leaves
from autograder.testing.comparison import same
from autograder.testing.mismatch import Case, Key, WrongValue

CONSTANT = "constant"
FORMS = ("wrong_shape", "wrong_type")
MOST_TOLD = 2


def property_of(mismatch: WrongValue, roles: Roles) -> Diagnosis | None:
    """What a wrong value has in general; None if nothing fits, or too much."""
    cases = mismatch.cases or [mismatch.case]
    evidence, is_other_form = evidence_of(mismatch), mismatch.reason in FORMS
    if is_random(mismatch) and not is_other_form:
        return None
    said = evidence and one_of(exchanged(evidence))
    if not said and is_other_form:
        examples = [batch_size(case.args, roles) for case in cases]
        said = one_of(shapes(cases, examples)) or (evidence and one_of(transformed(evidence)))
    elif not said:
        said = evidence and one_of(ranges(evidence))
        if pattern := None if said else error_pattern(mismatch, roles):
            return pattern
        said = said or (evidence and first_of(evidence, roles))
    if not said:
        return None
    hint = f"{said.where}: {said.hint}" if said.where else said.hint
    is_blank = is_other_form or said.slug == CONSTANT
    return Diagnosis(f"{mismatch.function}.{said.slug}", hint, is_blank)


def is_random(mismatch: WrongValue) -> bool:
    """Whether it is of a random function. A value of it can be compared where nothing is left to
    chance alone, and that says little of the function.
    """
    return any(isinstance(leaf, np.random.Generator) for leaf in leaves(mismatch.case.args))


def first_of(evidence: Evidence, roles: Roles) -> Said | None:
    """What the first family says that says one thing, or two."""
    examples = batch_size(evidence.wrong[0].args, roles)
    families: list[Callable[[], Iterator[Said]]] = [
        lambda: constant(evidence),
        lambda: diagonals(evidence),
        lambda: as_if(evidence, examples),
        lambda: factors(evidence),
        lambda: transformed(evidence),
        lambda: elementary(evidence),
        lambda: differences(evidence),
        lambda: averages(evidence),
        lambda: steps(evidence),
        lambda: bounded(evidence),
    ]
    return next((said for family in families if (said := one_of(family()))), None)


def one_of(family: Iterator[Said]) -> Said | None:
    """What a family says; what holds everywhere counts before what holds in one branch.

    Inputs may not tell two things apart: then both are said. Of more none is.
    """
    found = list(family)
    found = [said for said in found if not said.where] or found
    best = min((said.rank for said in found), default=0)
    among = [said for said in found if said.rank == best]
    hints = list(dict.fromkeys(said.hint for said in among))
    if not 0 < len(hints) <= MOST_TOLD:
        return None
    return among[0]._replace(hint=" Or: ".join(hints))


def exchanged(evidence: Evidence) -> Iterator[Said]:
    """Another quantity of the result, as that should be, which is not in its own place."""
    first = evidence.right_answer(evidence.wrong[0])
    is_tuple = isinstance(first, tuple)
    for key in range(len(first)) if is_tuple else evidence.context.quantities:

        def guess(case: Case, key: Key = key) -> Any:
            if np.size(case.got) > 1 and matches(case.answer[key], case.got):
                raise LookupError("it is in both places")
            return evidence.right_answer(case)[key]

        if key != evidence.key and evidence.fits(guess) == "":
            name = f"result {key + 1}" if is_tuple else key
            hint = f"It is what {name} should be: look at which is which, and at their order."
            yield Said(f"is_{name.replace(' ', '_')}", hint)


def constant(evidence: Evidence) -> Iterator[Said]:
    """The same number whatever is asked."""
    cases = [*evidence.wrong, *evidence.right]
    if not all(is_number(case.got) and np.size(case.got) for case in cases) or len(cases) < 3:
        return
    value = np.ravel(cases[0].got)[0]
    is_one = all(same(np.full(np.shape(case.got), float(value)), case.got) for case in cases)
    is_other = any(not same(cases[0].expected, case.expected) for case in cases)
    if is_one and is_other and value:
        told = "It is the same number at every input of this test"
        is_of_two = len(np.unique(np.concatenate([np.ravel(c.expected) for c in cases]))) <= LABELS
        yield Said(CONSTANT, f"{told}." if is_of_two else f"{told}: are the arguments used?")


def steps(evidence: Evidence) -> Iterator[Said]:
    """What is said of the change of an argument that is returned changed."""
    for name, change in of_steps(evidence):
        for said in [*factors(change), *transformed_sign(change), *differences(change)]:
            told = said.hint.removeprefix("It ")
            yield Said(f"change_of_{name}_{said.slug}", f"The change of {name} {told}", said.where)


def transformed_sign(evidence: Evidence) -> Iterator[Said]:
    """A step the wrong way, of half or of twice the length."""
    for times, words in ((-1.0, "has the wrong sign"), (2.0, "is doubled"), (0.5, "is halved")):
        where = evidence.fits(lambda case, c=times: c * np.asarray(case.expected, float))
        if where is not None:
            yield Said(f"times_{times:g}", f"It {words}.", where)
