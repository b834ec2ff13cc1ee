"""One small edit of a student's own function that makes all of its tests pass, or two: where?

The edits are made and run in the worker (`sandbox/worker/repair/`); what is right is known here.
The search is bounded by a count, so that the same submission gets the same hint on any machine.
"""

import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from autograder.diagnosis.diagnosis import alike
from autograder.diagnosis.kept_values import HEX_DIGITS
from autograder.sandbox.trials import Call, Edit, Judge, Lines, Trials
from autograder.testing.comparison import identical, same
from autograder.testing.mismatch import ChangedArgument, LostEntry, NotRaised, WrongValue
from autograder.testing.reference_cases import pick

MOST_TRIALS = 14_000
BATCH = 250
MOST_CONFIRMED = 40  # edits of a stage that mend the failing inputs, and are tested
MOST_FIRST = 2  # edits that are taken for the first of two
MOST_SECOND = 7_000  # edits that are tried beside each of them
MOST_LINES = 4  # of a stretch that is told
MOST_PARTS = 2
LIKELY = 3  # stages of small changes, any of which may be what was mistaken
MOST_ELSEWHERE = 6_000  # edits of these that are tried once one is found
SHORT = 10  # lines: of a function of no more, the first stage tells enough

PIECE = re.compile(r"\w+|\S")
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


def size(edit: Edit) -> int:
    """How many words and signs an edit takes out and puts in."""
    return sum(map(len, pieces_changed(edit)))


def pieces_changed(edit: Edit) -> tuple[list[str], list[str]]:
    """The words and signs that an edit takes out and puts in."""
    return apart(PIECE.findall(edit.before), PIECE.findall(edit.after))


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


@dataclass(frozen=True)
class Stretch:
    """Lines of a cell, in parts; the kinds of edit, and how many it takes. `columns` are those of
    the piece of the line that is meant, if it is one.

    One edit is in any of the parts; of two edits there is one in each.
    """

    cell: int
    parts: tuple[Lines, ...]
    kinds: tuple[str, ...]
    edits: int = 1
    columns: tuple[int, int] | None = None

    @property
    def first(self) -> int:
        return self.parts[0][0]

    @property
    def last(self) -> int:
        return self.parts[-1][1]

    def moved(self, cell: int, by: int) -> "Stretch":
        """The same lines of another text, in which they stand further down."""
        parts = tuple((first + by, last + by) for first, last in self.parts)
        return replace(self, cell=cell, parts=parts)


def stretch(edits: list[Edit]) -> Stretch | None:
    """The smallest stretch that holds all edits, or two; None where one is half of the function."""
    cells = {edit.cell for edit in edits}
    parts = joined(lines for edit in edits for lines in (edit.parts or [edit.lines]))
    whole = parts[0][0], parts[-1][1]
    is_part = whole[1] - whole[0] < length_of(edits[0]) / 2
    if len(parts) > MOST_PARTS and is_part and not edits[0].second:
        parts = (whole,)
    is_in_each = all(touches(edit, part) for edit in edits if edit.second for part in parts)
    if len(cells) > 1 or len(parts) > MOST_PARTS or not is_in_each:
        return None
    kinds = dict.fromkeys(kind for edit in edits for kind in (edit.kind, edit.second) if kind)
    return Stretch(*cells, parts, tuple(kinds), 2 if edits[0].second else 1, piece(edits))


def length_of(edit: Edit) -> int:
    """How many lines the function has that is edited."""
    return edit.before.count("\n") + 1


def piece(edits: list[Edit]) -> tuple[int, int] | None:
    """The piece of a line that holds all edits; None where there is no such."""
    pieces = [edit.columns for edit in edits if edit.columns]
    if len(pieces) < len(edits) or len({edit.lines for edit in edits}) > 1:
        return None
    return min(first for first, _ in pieces), max(last for _, last in pieces)


def joined(lines: Iterable[Lines]) -> tuple[Lines, ...]:
    """Lines in order, those that are near each other as one stretch."""
    found: list[Lines] = []
    for first, last in sorted(lines):
        if found and max(last, found[-1][1]) - found[-1][0] < MOST_LINES:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)


def touches(edit: Edit, part: Lines) -> bool:
    return any(part[0] <= first and last <= part[1] for first, last in edit.parts)


def changed_lines(edit: Edit) -> list[str]:
    """The lines that an edit takes out and puts in, behind - and +."""
    before, after = apart(edit.before.split("\n"), edit.after.split("\n"))
    return [f"-{line}" for line in before] + [f"+{line}" for line in after]


def apart(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """Two lists without what they begin and end with alike; difflib may take long for a hostile
    text.
    """
    pairs = enumerate(zip(before, after, strict=False))
    first = next((n for n, (one, other) in pairs if one != other), min(len(before), len(after)))
    most = min(len(before), len(after)) - first
    pairs = enumerate(zip(reversed(before), reversed(after), strict=False))
    last = next((n for n, (one, other) in pairs if one != other), most)
    last = min(last, most)
    return before[first : len(before) - last], after[first : len(after) - last]


def repair_of(function: str, edits: list[Edit], seed: str) -> str:
    """By this the staff sees whose function the same edit mends, and nobody sees which edit.

    Of the first edit, only what changes is taken: all around it is another's.
    """
    first = edits[0]
    pieces = pieces_changed(first)
    said = "\0".join([function, first.kind, first.second, repr(pieces)])
    return hmac.digest(seed.encode(), said.encode("utf-8", "replace"), "sha256").hex()[:HEX_DIGITS]
