"""Several functions that one edit mends have one mistake together: in a helper that they share.

A point comes only from a proven edit. It is looked for where functions that failed are built on
the same text that is asked for nowhere, or on a function that did nothing, or gave no value or one
that is no number or of another form, from which no other one could be seen to follow; nor can that
be seen where a function was given a result that is the submission's own, as a cache is.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from autograder.course.assignment import Assignment
from autograder.grading.credit import is_idle
from autograder.grading.grade import Outcome
from autograder.grading.outcomes import FORMS, by_function, is_stopped, lost
from autograder.grading.repair.mending import held_of
from autograder.grading.repair.own_line import OwnLines, failed_functions, is_mendable
from autograder.grading.repair.own_text import Block, blocks_in
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Edit

MOST_SEARCHED = 3  # functions of one submission in which the edit is looked for
NAMED = re.compile(r"class\s+(\w+)|(\w+)\s*=[^=]")


@dataclass
class Together:
    """Functions `charged` for the mistake of others, and those that are `spared`.

    Of the charged ones the kind of the edit is known.
    """

    charged: dict[str, str] = field(default_factory=dict)
    spared: set[str] = field(default_factory=set)


class SharedMistakes:
    """Finds them, one submission after the other."""

    def __init__(self, own_lines: OwnLines, assignment: Assignment) -> None:
        self._own_lines, self._assignment = own_lines, assignment

    def found(
        self, session: Session, outcomes: list[Outcome], nothing: Collection[str]
    ) -> Together:
        """Who is charged, and who is not; of several that did `nothing` nobody is spared."""
        together = Together()
        by_name = by_function(outcomes)
        failed = failed_functions(outcomes)
        if len(failed) < 2:
            return together
        try:
            blocks = blocks_in(session.cells)
            silent = self._silent(by_name, failed, nothing)
            built_on = {f: len(reached(blocks, f) & {*failed}) for f in silent}
            dear = sorted(failed, key=lambda f: (built_on.get(f, len(failed)), -lost(by_name[f])))
            leans_on = {f: stood_on(blocks, f, by_name[f]) for f in dear}
            idle = {f for f in dear if f in nothing or is_idle(by_name[f])}
            is_most = 2 * len(idle) > len(self._assignment.functions)
            never = {f: idle if is_most or f in idle else set() for f in dear}
            shared = {f: self._shared(leans_on, f, never[f], silent & {f}, nothing) for f in dear}
            behind = {f: after(dear[n:], shared) for n, f in enumerate(dear)}
            behind |= {f: unsearched(f, shared) for f in dear if not behind[f]}
            searched = [f for f in dear if behind[f] and is_mendable(outcomes, f)]
            for function in searched[:MOST_SEARCHED]:
                if function not in together.spared:
                    edits = self._edits(session, outcomes, function, shared, behind, blocks)
                    self._add(together, session, outcomes, function, edits, shared, blocks)
        except Exception:  # noqa: BLE001 - a fault of ours costs what is not proven
            return together
        return together

    def _silent(
        self, by_name: dict[str, list[Outcome]], failed: list[str], nothing: Collection[str]
    ) -> set[str]:
        """The functions from which no other one can be seen to follow."""
        given = {f for name in failed for f in asked_before(by_name[name])}
        opaque = self._assignment.facts.own.keys() & given
        tell = (f for f in failed if f in nothing or any(map(tells_nothing, by_name[f])))
        return {*tell, *opaque.intersection(failed)}

    def _shared(
        self,
        leans_on: dict[str, set[str]],
        function: str,
        never: set[str],
        silent: set[str],
        nothing: Collection[str],
    ) -> dict[str, set[str]]:
        """What a function has in common with each other one that may be spared.

        Who did nothing is charged for what is in its own text alone: a helper that spoils all that
        is asked for is no slip. So it is `never` spared but where most did something.
        """
        of_all = set(self._assignment.functions) - silent
        own = {function, *(() if function in nothing else leans_on[function])} - of_all
        others = [f for f in leans_on if f != function and f not in never]
        common = {f: own & leans_on[f] for f in others}
        return {f: names for f, names in common.items() if names}

    def _edits(
        self,
        session: Session,
        outcomes: list[Outcome],
        function: str,
        shared: dict[str, dict[str, set[str]]],
        behind: dict[str, list[str]],
        blocks: list[Block],
    ) -> list[Edit]:
        """The edits of what a function shares with those behind it that mend it, or the nearest."""
        nearest, own = behind[function][0], shared[function]
        within = set().union(*(own[f] for f in behind[function]))
        edits = self._own_lines.edits_within(session, function, outcomes, within)
        is_found = any(name_of(block_of(blocks, e)) in own[nearest] for e in edits)
        if not is_found and is_mendable(outcomes, nearest):  # of one that draws fewer are tried
            edits += self._own_lines.edits_within(session, nearest, outcomes, within)
        return edits

    def _add(
        self,
        together: Together,
        session: Session,
        outcomes: list[Outcome],
        function: str,
        edits: list[Edit],
        shared: dict[str, dict[str, set[str]]],
        blocks: list[Block],
    ) -> None:
        """Spare all others that one of these edits mends beside the function, which is charged."""
        own = by_function(outcomes)
        for other, names in shared[function].items():
            inside = [e for e in by_line(edits) if name_of(block_of(blocks, e)) in names]
            if not inside or other in together.spared | together.charged.keys():
                continue
            held = held_of(own[function]) + held_of(own[other])
            helpers = self._own_lines.right_helpers(blocks, (function, other), outcomes)
            if kind := self._own_lines.proof.kind_of_one(session, inside, held, helpers):
                together.charged[function] = kind
                together.spared.add(other)


def tells_nothing(outcome: Outcome) -> bool:
    """Whether a test failed by no value, or by one from which hardly anything follows."""
    return is_stopped(outcome) or outcome.reason in {"not_finite", *FORMS}


def asked_before(own: list[Outcome]) -> set[str]:
    """The functions whose results a function was given where it failed."""
    return {f for outcome in own if not outcome.passed for f in outcome.test.functions[:-1]}


def after(dear: list[str], shared: dict[str, dict[str, set[str]]]) -> list[str]:
    """Who comes behind the first of some functions, and shares something with it."""
    return [other for other in dear[1:] if other in shared[dear[0]]]


def unsearched(function: str, shared: dict[str, dict[str, set[str]]]) -> list[str]:
    """Who shares something with a function for which that one is not tried."""
    return [other for other in shared[function] if function not in shared[other]]


def stood_on(blocks: list[Block], function: str, own: list[Outcome]) -> set[str]:
    """What a function is built on, and so are those whose results it was given where it failed."""
    before = asked_before(own)
    return before.union(*(reached(blocks, f) for f in {function, *before}))


def by_line(edits: list[Edit]) -> list[Edit]:
    """One of each line first: what mends one function alone may be mended in several ways."""
    seen = Counter[tuple]()
    turns = []
    for one in edits:
        place = one.cell, one.first, one.last
        turns.append(seen[place])
        seen[place] += 1
    return [one for _, one in sorted(zip(turns, edits, strict=True), key=lambda pair: pair[0])]


def name_of(block: Block | None) -> str:
    """What a statement at the top gives a value: a function, a class, or a variable."""
    if block is None:
        return ""
    found = NAMED.match(block.text)
    return block.defines or (found and (found[1] or found[2])) or ""


def block_of(blocks: Iterable[Block], edit: Edit) -> Block | None:
    """The statement in which an edit is."""
    for block in blocks:
        last = block.first + block.text.count("\n")
        if block.cell == edit.cell and block.first <= edit.first <= last:
            return block
    return None


def reached(blocks: list[Block], function: str) -> set[str]:
    """The names of statements that a function mentions, or what it mentions, and so on."""
    by_name: dict[str, list[Block]] = {}
    for block in blocks:
        by_name.setdefault(name_of(block), []).append(block)
    waiting, found = [function], set()
    while waiting:
        for block in by_name.get(waiting.pop(), ()):
            new = (block.uses & by_name.keys()) - found
            found |= new
            waiting += new
    return found - {function}
