"""What failures cost: one mistake costs points once, and the form of a result costs little.

Points are counted by function, the last one that a test asks for: that is the one it is about.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from autograder.diagnosis.manners import is_of_no_return
from autograder.grading.failures import explained
from autograder.grading.grade import Outcome
from autograder.grading.outcomes import (
    FORMS,
    NO_VALUE,
    about,
    by_function,
    is_blank,
    is_of,
    lost,
    remembers,
    worth,
)
from autograder.testing.comparison import Difference

MOST_FOR_FORM = 2.0
MOST_FOR_ONE_MISTAKE = 11.0
HALF = 0.5
NOTHING_NEW = {"comparison", "operator", "return"}  # edits beside which all was there
NONE: Mapping[str, str] = {}
VALUES = {"wrong_value", "wrong_shape", "wrong_type", "not_finite"}


def credited(
    outcomes: list[Outcome],
    slips: dict[str, Difference],
    manners: Iterable[str],
    constants: Collection[str],
    idle: Collection[str] = (),
    of_one_edit: Mapping[str, str] = NONE,
    spared: Collection[str] = (),
) -> list[Outcome]:
    """The outcomes with the points that they keep or lose for the sake of the whole function.

    `slips` are functions whose results had to be read; `manners` are properties that only pay
    beside a right value; `constants` are functions that return one number, whatever they are
    asked, and `idle` ones return zeros, or their arguments as they came. Functions `of_one_edit`
    are proven to have one mistake, which needs no name: an edit of this kind mends them. The
    mistake of `spared` ones is that of another function, where it is charged.
    """
    wrong, manners = {about(o) for o in outcomes if not o.passed}, set(manners)
    final = {}
    for function, own in by_function(outcomes).items():
        judged = with_common_hint(by_another(own, wrong))
        if function in spared:
            final |= {o.test.name: o if o.passed else all_kept(o) for o in judged}
            continue
        if function in constants:
            judged = nothing_for(judged, "one number for everything")
        judged = manners_beside_values(judged, manners)
        is_slip = of_one_edit.get(function) in NOTHING_NEW and may_be_a_slip(
            judged, function in constants
        )
        if function in idle and not is_slip:
            charged = nothing_for(judged, "zeros, or its arguments as they came")
        else:
            is_one = function in of_one_edit or has_one_diagnosis(judged, manners)
            charged = once_for_writing(once_for_one_mistake(judged) if is_one else judged)
            if function in slips:
                most = most_for_one_mistake(own) - lost(charged) if is_one else MOST_FOR_FORM
                charged = once_for_form(charged, function, slips[function], most)
        final |= {outcome.test.name: outcome for outcome in charged}
    return [final[outcome.test.name] for outcome in outcomes]


def by_another(own: list[Outcome], wrong: set[str]) -> list[Outcome]:
    """A test in which another function comes first is right where that one made it fail.

    Either that one gave no value; or it is wrong, and the hidden tests, which allow for it, pass.
    """
    unseen = [f for o in own if o.test.hidden for f in o.carried]  # public tests do not name them
    caused = {}
    for outcome in own:
        first = outcome.function if outcome.reason in NO_VALUE else ""
        if not outcome.test.hidden and not first:
            before = [f for f in outcome.test.functions[:-1] if f in wrong]
            first = next(iter([*before, *unseen]), "")
        if not outcome.passed and first not in ("", about(outcome)):
            told = f"right, once your {first} is"
            caused[outcome.test.name] = Outcome(outcome.test, message=told, carried=(first,))
    rest = [o for o in own if o.test.hidden and o.test.name not in caused]
    if not rest or not all(o.passed for o in rest):
        return own
    return [caused.get(outcome.test.name, outcome) for outcome in own]


def manners_beside_values(own: list[Outcome], manners: set[str]) -> list[Outcome]:
    """Without any right value, none of a function's manners pays: a constant has good ones."""
    values = [o for o in own if o.test.hidden and not is_of(manners, o)]
    if not values or any(outcome.passed for outcome in values):
        return own
    told = f"counts only beside a right value of {about(own[0])}, and there is none yet"
    return [beside(o, told) if o.test.hidden and o.passed else o for o in own]


def nothing_for(own: list[Outcome], returned: str) -> list[Outcome]:
    """What is returned without any work is right by chance, wherever it is."""
    told = f"counts only beside another value: {about(own[0])} returns {returned}"
    return [beside(o, told) if o.passed else o for o in own]


def beside(outcome: Outcome, told: str) -> Outcome:
    """What passed, and does not count, for the sake of other tests of its function."""
    return Outcome(outcome.test, "wrong_value", told, function=about(outcome), charged="beside")


def with_common_hint(own: list[Outcome]) -> list[Outcome]:
    """A hint that fits all failures which have one or more stands at each of them."""
    fits = [{one.hint: one for one in reversed(o.explanations)} for o in own if o.explanations]
    common = set.intersection(*map(set, fits)) if fits else set()
    if len(common) != 1:
        return own
    (hint,) = common
    by_hint = [next((e for e in o.explanations if e.hint == hint), None) for o in own]
    return [explained(o, e) if e else o for o, e in zip(own, by_hint, strict=True)]


def has_one_diagnosis(own: list[Outcome], manners: set[str]) -> bool:
    """Whether the failures of a function have one diagnosis.

    A public test has no diagnosis, and fails by what the hidden ones found; so has a value of
    another form than the one that was diagnosed. What a mistake does at rare inputs, or to what is
    computed from a wrong value, may have none: as long as most of what failed has.
    """
    failed = [o for o in own if not o.passed and o.test.hidden and o.reason in VALUES]
    failed = [o for o in failed if o.charged != "beside"]
    values = [o for o in failed if not is_of(manners, o) and (o.hint or o.reason not in FORMS)]
    named = [outcome for outcome in values if outcome.hint]
    is_one = len({outcome.hint for outcome in named}) == 1 and 2 * worth(named) > worth(values)
    return is_one and not all(map(is_blank, named))


def once_for_one_mistake(own: list[Outcome]) -> list[Outcome]:
    """One mistake costs at most half of what the function is worth."""
    left, result = most_for_one_mistake(own), []
    for outcome in own:
        points = outcome.test.points
        cost = 0.0 if outcome.passed else min(points, left)
        left -= cost
        result.append(outcome)
        if not outcome.passed and cost < points:
            result[-1] = replace(outcome, kept=points - cost, charged="once")
    return result


def most_for_one_mistake(own: list[Outcome]) -> float:
    return min(HALF * worth(own), MOST_FOR_ONE_MISTAKE)


def lost_too_much(
    outcomes: list[Outcome], constants: Collection[str], idle: Collection[str]
) -> list[str]:
    """The functions that lost more than one mistake may cost.

    Not those that did nothing, or hardly anything, unless a known mistake gives the same.
    """
    nothing = {*constants, *idle}
    return [
        function
        for function, own in by_function(outcomes).items()
        if lost(own) > most_for_one_mistake(own)
        and (may_be_a_slip(own, function in constants) if function in nothing else not is_idle(own))
    ]


def is_idle(own: list[Outcome]) -> bool:
    """Whether hardly anything was done for any value that is wrong, or nothing at the first time
    that it was asked for.
    """
    values = [o for o in own if o.reason == "wrong_value" and o.test.hidden and not o.charged]
    is_later = any(remembers(o) and is_blank(o) for o in own)
    return is_later or (bool(values) and all(map(is_blank, values)))


def once_for_writing(own: list[Outcome]) -> list[Outcome]:
    """Who writes into an argument is charged for that alone, and not where it holds integers."""
    is_changed = any(o.in_place and o.reason == "wrong_value" for o in own)
    return [
        all_kept(o) if is_changed and o.in_place and o.reason == "exception" else o for o in own
    ]


def all_kept(failed: Outcome) -> Outcome:
    """What failed by a mistake that is charged elsewhere."""
    return replace(failed, kept=failed.test.points, charged="once")


def once_for_form(
    own: list[Outcome], function: str, slip: Difference, most: float
) -> list[Outcome]:
    """A result of another form, which was read all the same, costs little, and is named."""
    left = min(most, MOST_FOR_FORM, HALF * worth(own))
    told = f"{function} returns {slip.message}\n"
    told += f"Its values are judged as they are; the form is charged once, {left:g} points."
    changed = {}
    for outcome in sorted(own, key=lambda o: not o.test.hidden):
        name, points = outcome.test.name, outcome.test.points
        cost = min(points, left) if outcome.passed else 0.0
        left -= cost
        if cost:
            changed[name] = Outcome(
                outcome.test,
                slip.reason,
                told,
                function=function,
                kept=points - cost,
                charged="form",
            )
        elif not outcome.passed:
            said = f"{outcome.message}; {function} returns {slip.message}"
            changed[name] = replace(outcome, message=said)
    return [changed.get(outcome.test.name, outcome) for outcome in own]


def may_be_a_slip(own: list[Outcome], is_constant: bool) -> bool:
    """Whether a known mistake gives what an idle function gives: None, one number, another size."""
    known = [outcome for outcome in own if outcome.explanations and not is_blank(outcome)]
    is_of_form = any(is_constant or outcome.reason in FORMS for outcome in known)
    return is_of_form or any(is_of_no_return(e.id) for o in own for e in o.explanations)
