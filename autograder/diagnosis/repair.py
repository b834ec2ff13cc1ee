"""One small edit of a student's own function that makes all of its tests pass: where is it?

The edits are made and run in the worker (`sandbox/worker/edits.py`); what is right is known here.
The search is bounded by a count, so that the same submission gets the same hint on any machine.
"""

import difflib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.diagnosis.diagnosis import alike
from autograder.diagnosis.kept_values import HEX_DIGITS
from autograder.sandbox.trials import Call, Edit, Trials
from autograder.testing.comparison import identical, same
from autograder.testing.mismatch import ChangedArgument, LostEntry, NotRaised, WrongValue

MOST_TRIALS = 14_000
BATCH = 250
MOST_CONFIRMED = 40  # edits of a stage that mend the failing inputs, and are tested
MOST_LINES = 4  # of the stretch that is told

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
    "index": "the index",
    "keepdims": "keepdims",
    "left_out": "a statement that need not be there",
    "name": "the names in it",
    "operator": "the operator",
    "order": "the order",
    "parentheses": "the brackets",
    "sequence": "the order of the statements",
    "sign": "the sign",
    "term": "a term that may be missing",
    "transpose": "the transpose",
    "wrapper": "what is done to the whole of a value",
}


@dataclass(frozen=True)
class Wanted:
    """A call that fails, and whether what comes of it is what it should."""

    call: Call
    is_right: Callable[[dict[str, Any]], bool]


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


def as_the_reference(args: tuple, right: Any) -> Wanted:
    """A call that gave no value, where the reference gives `right`."""
    return Wanted(Call(args), lambda came: alike(right, came["value"]))


def repairs(trials: Trials, calls: list[Wanted], confirmed: Callable[[], bool]) -> list[Edit]:
    """The edits of the first stage that has any which mend all `calls`, and with which
    `confirmed()` is true. Raises Ended.
    """
    left = MOST_TRIALS
    for stage in range(trials.stages):
        mended: list[int] = []
        while left > 0:
            most = min(BATCH, left)
            batch = trials.more(stage, most, calls[0].call)
            left -= batch.tried
            mended += mending(calls[0], batch.outcomes)
            if batch.tried < most:
                break
        for other in calls[1:]:
            mended = mending(other, trials.again(mended, other.call)) if mended else []
        found = list(tested(trials, mended[:MOST_CONFIRMED], confirmed))
        if found:
            return found
    return []


def mending(call: Wanted, outcomes: dict[int, dict[str, Any]]) -> list[int]:
    """The edits with which a call is right."""
    verdicts: dict[int, bool] = {}
    for came in outcomes.values():
        if id(came) not in verdicts:
            verdicts[id(came)] = is_right(call, came)
    return [number for number, came in outcomes.items() if verdicts[id(came)]]


def is_right(call: Wanted, came: dict[str, Any]) -> bool:
    try:
        return call.is_right(came)
    except Exception:  # noqa: BLE001 - it may be of any form
        return False


def tested(trials: Trials, numbers: list[int], confirmed: Callable[[], bool]) -> Iterator[Edit]:
    for number in numbers:
        edit = trials.put(number)
        if edit is not None and edit.kind in LOOK_AT and confirmed():
            yield edit


@dataclass(frozen=True)
class Stretch:
    """Lines `first` to `last` of a cell, and the kinds of edit that mend them."""

    cell: int
    first: int
    last: int
    kinds: tuple[str, ...]


def stretch(edits: list[Edit]) -> Stretch | None:
    """The smallest stretch that holds all edits, unless it is a long one."""
    cells = {edit.cell for edit in edits}
    first, last = min(edit.first for edit in edits), max(edit.last for edit in edits)
    if len(cells) > 1 or last - first >= MOST_LINES:
        return None
    return Stretch(*cells, first, last, tuple(dict.fromkeys(edit.kind for edit in edits)))


def changed_lines(edit: Edit) -> list[str]:
    """The lines that an edit takes out and puts in, behind - and +."""
    told = difflib.unified_diff(edit.before.split("\n"), edit.after.split("\n"), lineterm="", n=0)
    return [line for line in told if not line.startswith(("---", "+++", "@@"))]


def repair_of(function: str, edits: list[Edit], seed: str) -> str:
    """By this the staff sees whose function the same edit mends, and nobody sees which edit.

    Of the first edit, the pieces that change are taken: other names are other variables.
    """
    first = edits[0]
    texts = [PIECE.findall(text) for text in (first.before, first.after)]
    pieces = difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes()
    told = [[texts[0][a:b], texts[1][c:d]] for tag, a, b, c, d in pieces if tag != "equal"]
    said = "\0".join([function, first.kind, str(told)])
    return hmac.digest(seed.encode(), said.encode(), "sha256").hex()[:HEX_DIGITS]
