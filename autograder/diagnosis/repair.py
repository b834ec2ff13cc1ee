"""One small edit of a student's own function that makes all of its tests pass, or two: where?

The edits are made and run in the worker (`sandbox/worker/repair/`); what is right is known here.
The search is bounded by a count, so that the same submission gets the same hint on any machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from autograder.diagnosis.change import size
from autograder.diagnosis.diagnosis import alike
from autograder.diagnosis.stretch import length_of, stretch
from autograder.sandbox.trials import Call, Edit, Judge, Trials
from autograder.testing.comparison import identical, same
from autograder.testing.mismatch import ChangedArgument, LostEntry, NotRaised, WrongValue
from autograder.testing.reference_cases import pick

MOST_TRIALS = 8_000
BATCH = 250
MOST_CONFIRMED = 40  # edits of a stage that mend the failing inputs, and are tested
MOST_FIRST = 2  # edits that are taken for the first of two
MOST_SECOND = 4_000  # edits that are tried beside each of them
LIKELY = 3  # stages of small changes, any of which may be what was mistaken
MOST_ELSEWHERE = 3_000  # edits of these that are tried once one is found
SHORT = 10  # lines: of a function of no more, the first stage tells enough

LOOK_AT = {
    "arguments": "the arguments of the call",
    "axis": "the axis",
    "comparison": "the comparison",
    "condition": "the condition",
    "constant": "the numbers",
    "ddof": "what is divided by",
    "dropped": "a part that need not be there",
    "factor": "a factor that may be missing",
    "function": "the function that is called",
    "in_place": "what is changed in place",
    "indent": "how far it is indented",
    "index": "the index",
    "keepdims": "keepdims",
    "left_out": "a statement that need not be there",
    "missing": "a statement that may be missing",
    "name": "the names in it",
    "operator": "the operator",
    "order": "the order",
    "overwritten": "what is overwritten",
    "parentheses": "the brackets",
    "piece": "what is computed there",
    "return": "what is returned",
    "sequence": "the order of the statements",
    "sign": "the sign",
    "statement": "the whole statement",
    "term": "a term that may be missing",
    "transpose": "the transpose",
    "unpacked": "how many names there are",
    "wrapper": "what is done to the whole of a value",
}


@dataclass(frozen=True)
class Wanted:
    """A call that fails, and whether what comes of it is what it should. At most `in_all` edits are
    tried with it, and of these `at_once`: what they give travels together. Where it mends nothing,
    another one is tried `instead`, if there is one.
    """

    call: Call
    is_right: Judge
    at_once: int = BATCH
    in_all: int = MOST_TRIALS
    instead: "Wanted | None" = None

    def judge(self, came: dict[str, Any]) -> bool:
        try:
            return self.is_right(came)
        except Exception:  # noqa: BLE001 - it may be of any form
            return False


def wanted(failure: Exception) -> Wanted | None:
    """The call at which a test failed, if what should come of one is known."""
    match failure:
        case WrongValue(case=case, key=key):
            return Wanted(Call(case.args, key), lambda came: same(case.expected, came["value"]))
        case LostEntry(case=case, key=key):
            return Wanted(Call(case.args, key), lambda came: "value" in came)
        case NotRaised():
            return Wanted(Call(failure.inputs), lambda came: "ValueError" in came["raised"])
        case ChangedArgument():
            args, at = failure.inputs, failure.position
            call = Call(args, observed=True)
            return Wanted(call, lambda came: identical(args[at], came["args"][at]))
    return None


def as_the_reference(args: tuple, right: Any, own: int | None = None) -> Wanted:
    """A call that gave no value, where the reference gives `right`; the result at `own` is as the
    submission likes, so the first other one is asked for.
    """
    key = None if own is None else int(own == 0)
    expected = pick(right, key)
    return Wanted(Call(args, key), lambda came: alike(expected, came["value"]))


class UnderTest(Protocol):
    """A function with its tests, as its code is now."""

    def failing(self) -> list[Wanted]:
        """A call that fails, of some of the tests that fail."""

    def passing(self) -> int:
        """How many tests pass."""

    def is_mended(self) -> bool:
        """Whether all tests pass."""


def repairs(trials: Trials, tested: UnderTest, calls: list[Wanted], edits: int) -> list[Edit]:
    """The edits that mend a function, which is wrong at `calls`; else, if it may take as many
    `edits`, two as one. Raises Ended.
    """
    found, helpful = one_edit(trials, tested, calls, MOST_TRIALS)
    return found or (two_edits(trials, tested, helpful) if edits > 1 else [])


def one_edit(
    trials: Trials, tested: UnderTest, calls: list[Wanted], most: int
) -> tuple[list[Edit], list[int]]:
    """The edits of the first stage that has any which mend all `calls`, and with which all tests
    pass; and the numbers of those that mend the first call.

    Where these are in many places, a smaller one of a later stage says more.
    """
    helpful: list[int] = []
    scattered: list[Edit] = []
    most = min(most, calls[0].in_all)
    for stage in range(trials.stages):
        tried, mended = of_stage(trials, stage, calls[0], most)
        most -= tried
        helpful += mended
        mended = right_in_all(trials, mended, calls[1:])
        found = list(confirmed(trials, tested, mended[:MOST_CONFIRMED]))
        found = smallest(found) if not scattered or is_smaller(found, scattered) else []
        if found and stretch(found):
            return found, helpful
        scattered = found or scattered
    return scattered, helpful


def smallest(edits: list[Edit]) -> list[Edit]:
    """All edits, if they are in one place or two; else those that change the least."""
    if not edits or stretch(edits):
        return edits
    least = min(map(size, edits))
    return [edit for edit in edits if size(edit) == least]


def is_smaller(edits: list[Edit], others: list[Edit]) -> bool:
    return bool(edits) and min(map(size, edits)) < min(map(size, others))


def elsewhere(
    trials: Trials, tested: UnderTest, calls: list[Wanted], found: list[Edit]
) -> list[Edit]:
    """Likely edits of other lines than those `found` that mend a long function as well: what one
    factor of a chain spoils, another may put right. Raises Ended.
    """
    more: list[Edit] = []
    if length_of(found[0]) <= SHORT:
        return more
    most = min(MOST_ELSEWHERE, calls[0].in_all)
    for stage in range(min(LIKELY, trials.stages)):  # of one that was tried, nothing is left
        tried, mended = of_stage(trials, stage, calls[0], most)
        most -= tried
        for number in right_in_all(trials, mended, calls[1:])[:MOST_CONFIRMED]:
            edit = trials.put(number)
            is_new = edit is not None and edit.lines not in {one.lines for one in [*found, *more]}
            if is_new and edit.kind in LOOK_AT and tested.is_mended():
                more.append(edit)
    return more


def of_stage(trials: Trials, stage: int, wanted: Wanted, most: int) -> tuple[int, list[int]]:
    """How many edits of a stage were tried, at most so many, and the numbers of those that are
    right in one call.
    """
    in_all, mended = 0, []
    while in_all < most:
        asked = min(wanted.at_once, most - in_all)
        tried, right = trials.more(stage, asked, wanted.call, wanted.judge)
        in_all += tried
        mended += right
        if tried < asked:
            break
    return in_all, mended


def right_in_all(trials: Trials, numbers: list[int], calls: list[Wanted]) -> list[int]:
    """Those of some edits that are right in all these calls."""
    for call in calls:
        numbers = again_right(trials, numbers, call)
    return numbers


def again_right(trials: Trials, numbers: list[int], other: Wanted) -> list[int]:
    """Those of some edits that are right in another call, too."""
    starts = range(0, len(numbers), other.at_once)
    parts = [numbers[at : at + other.at_once] for at in starts]
    return [n for part in parts for n in trials.again(part, other.call, other.judge)]


def confirmed(trials: Trials, tested: UnderTest, numbers: list[int]) -> Iterator[Edit]:
    for number in numbers:
        edit = trials.put(number)
        if edit is not None and edit.kind in LOOK_AT and tested.is_mended():
            yield edit


def two_edits(trials: Trials, tested: UnderTest, helpful: list[int]) -> list[Edit]:
    """Two edits as one: the first is one that makes the most tests pass."""
    trials.put(None)
    now, passing = tested.passing(), {}
    for number in helpful[:MOST_CONFIRMED]:
        trials.put(number)
        passing[number] = tested.passing()
    better = [number for number in passing if passing[number] > now]
    for number in sorted(better, key=lambda n: -passing[n])[:MOST_FIRST]:
        first = trials.keep(number)
        calls = tested.failing() if first.kind in LOOK_AT else []
        found = one_edit(trials, tested, calls, MOST_SECOND)[0] if calls else []
        trials.keep(None)
        if found:
            return [both(first, second) for second in found if second.cell == first.cell]
    return []


def both(first: Edit, second: Edit) -> Edit:
    """Two edits as one; the second was made with the first in force."""
    is_one = first.after == second.before
    return replace(
        first,
        first=min(first.first, second.first),
        last=max(first.last, second.last),
        before=first.before if is_one else f"{first.before}\n\n{second.before}",
        after=second.after if is_one else f"{first.after}\n\n{second.after}",
        second=second.kind,
        parts=(first.lines, second.lines),
    )
