"""Tries edits of a function: each is compiled in place of the student's own, and called.

Worker side, NumPy and the standard library only. What a trial returns goes to the trusted side,
which alone knows what is right.
"""

import ast
import hashlib
import signal
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from types import CodeType, FrameType
from typing import Any

import numpy as np
import wire
from names import FILE, bound_by
from repair.arguments import fresh, is_own, part_of, renew
from repair.edits import Change, Edit, swapped
from repair.families import edits_of, pieces_of_right, places_of, small_changes, words_in
from repair.turns import MORE, TIMES, TURN, Turns, counted
from repair.units import Unit, units_of
from repair.work import Work, work_of

SECONDS = 0.5  # of a trial: a thousand times what it takes
TICK = 0.1  # seconds, from one try to end it to the next
MOST_LATE = 4  # trials that take longer
MOST_TURNS = 20_000  # of the loops of a student's own code
MOST_STEPS = 10_000  # of all trials of a function, as `work` counts them


@dataclass
class Call:
    """Arguments, which part of the result is asked for, and whether to see the arguments after."""

    args: list
    key: str | int | None
    observed: bool


class Late(BaseException):
    """A trial does not end."""


class Trials:
    """The edits of a function, by number; the same submission has the same ones everywhere."""

    def __init__(
        self,
        function: str,
        others: set[str],
        statements: Iterable[tuple[int, ast.stmt]],
        namespace: dict[str, Any],
        args: Iterable[Any] = (),
    ) -> None:
        self._namespace = namespace
        statements = list(statements)
        given = [type(arg).__name__ for arg in args if is_own(arg)]
        self._units = units_of(function, statements, namespace, others, given)
        self._words = [word for _, statement in statements for word in words_in(statement)]
        self._function = function
        self._made: list[tuple[Unit, Edit]] = []
        self._left: list[Iterator[tuple[Unit, Edit]]] = []
        self._seen: dict[bytes, int] = {}
        self._late = 0
        self._own: dict[str, Any] = {}
        self._kept: list[Change] = []
        self._before: dict[str, Any] = {}  # what the kept edit has taken the place of
        self._turns = namespace[TURN] = Turns()
        self._work: Work | None = None  # of the student's own code in the call that is tried

    def begin(self, args: tuple, donors: str = "", within: Iterable[str] = ()) -> int:
        """Think of all edits; keys of dicts among `args` are names to bring in. How many stages.

        `donors` are right functions as text, whose pieces are tried in place of small changes;
        `within` are the only definitions that are edited, if any are named.
        """
        self._args = args, donors, within
        self._left_steps = MOST_STEPS
        if donors:
            made = pieces_of_right(self._function, self._units, donors, self._namespace, args)
        else:
            made = small_changes(self._function, self._namespace)
        families = list(made)
        units = [unit for unit in self._units if not within or bound_by(unit.statement) & {*within}]
        places = places_of(units, args)
        dicts = [value for value in args if isinstance(value, dict)]
        keys = [key for one in dicts for key in one if isinstance(key, str)]
        self._left = [edits_of(family, places, keys + self._words) for family in families]
        return len(families)

    def listen(self, *, is_new: bool) -> None:
        """Count answers anew where another call is tried."""
        if is_new:
            self._seen.clear()
            self._turns.usual.clear()
            self._work = None

    def more(self, stage: int, most: int, call: Call) -> dict[str, Any]:
        """Try up to `most` more edits of a stage. The number of the answer to each edit that has
        one, and the answers that are new. Fewer are tried where each makes much work.
        """
        if self._work is None:
            self._work = self._work_of(call)
        first, steps = len(self._made), self._work.steps
        likely = (one for one in self._left[stage] if self._work.may_mend(*one))
        self._made += islice(likely, min(most, self._left_steps // steps))
        numbers = range(first, len(self._made))
        self._left_steps -= len(numbers) * steps
        return {"tried": len(numbers), **self.answers(list(numbers), call)}

    def _work_of(self, call: Call) -> Work:
        try:
            with Patience():
                return work_of(self._namespace[self._function], call.args)
        except BaseException:  # noqa: BLE001 - it takes long, or ends what it runs in
            return Work()

    def answers(self, numbers: list[int], call: Call) -> dict[str, Any]:
        """What edits, by number, give for a call."""
        came: list[tuple[int, int]] = []
        new: list[dict[str, Any]] = []
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number in numbers:
                if self._late >= MOST_LATE:
                    break
                outcome = self._outcome(number, call)
                if outcome is not None:
                    came.append((number, self._known(outcome, new)))
        return {"came": came, "new": new, "late": self._late >= MOST_LATE}

    def _outcome(self, number: int, call: Call) -> dict[str, Any] | None:
        """What one edit gives; None where that cannot be told."""
        unit, edit = self._made[number]
        if unit.loops and id(unit) not in self._turns.usual:
            self._turns.begin(MOST_TURNS)
            self._tried(unit, call)
            self._turns.usual[id(unit)] = self._turns.made
        self._turns.begin(TIMES * self._turns.usual.get(id(unit), 0) + MORE)
        undo = edit.apply()
        try:
            return self._tried(unit, call)
        finally:
            undone(undo)

    def _tried(self, unit: Unit, call: Call) -> dict[str, Any] | None:
        """What a unit as it is now gives; None where that cannot be told."""
        uncounted = counted(unit)
        try:
            with Patience():
                own = fresh(call.args)
                self._define(unit)
                renew(own, self._namespace)
                try:
                    value = self._namespace[self._function](*own)
                except Exception as error:  # noqa: BLE001 - one that is asked for, perhaps
                    return {"raised": [kind.__name__ for kind in type(error).__mro__]}
            return {"value": part_of(value, call.key)} | ({"args": own} if call.observed else {})
        except Late:
            self._late += 1
        except BaseException:  # noqa: BLE001, S110 - no edit that helps
            pass
        finally:
            undone(uncounted)
            self.restore()
        return None

    def _known(self, outcome: dict[str, Any], new: list[dict[str, Any]]) -> int:
        """The number of an outcome; it goes to `new` if it is."""
        try:
            frame = wire.encode(outcome)
        except (wire.WireError, MemoryError):
            outcome = {}
            frame = b""
        digest = hashlib.blake2b(frame, digest_size=16).digest()
        if digest not in self._seen:
            self._seen[digest] = len(self._seen)
            new.append(outcome)
        return self._seen[digest]

    def put(self, number: int | None) -> dict[str, Any]:
        """Put an edit in force, or the student's own code again; where it is, and what it does."""
        self.restore()
        if number is None:
            return {}
        unit, edit = self._made[number]
        before = ast.unparse(unit.statement)
        undo = edit.apply()
        after = ast.unparse(unit.statement)
        self._define(unit)
        undone(undo)
        told = {"cell": unit.cell, "kind": edit.kind, "first": edit.first, "last": edit.last}
        return told | {"before": before, "after": after, "columns": edit.columns}

    def keep(self, number: int | None) -> dict[str, Any]:
        """Put an edit in force for good, and think of all edits anew, beside it; or take it back.

        Where it is, and what it does.
        """
        told = self.put(number)
        if number is None:
            undone(self._kept)
            self._namespace.update(self._before)
            self._forget_codes()
        else:
            _, edit = self._made[number]
            self._kept, self._before = edit.apply(), dict(self._own)
            self._own.clear()
            self._forget_codes()
            self.begin(*self._args)
        return told

    def _forget_codes(self) -> None:
        """Compile what is built on others anew: one of the statements has changed."""
        for unit in self._units:
            unit.code = None

    def _define(self, unit: Unit) -> None:
        """Run the statement of a unit as it is now, and those that hold what it defines."""
        for one in unit.after:
            one.code = one.code or compiled(one)
        codes = [(unit, compiled(unit)), *((one, one.code) for one in unit.after)]
        for one, code in codes:
            given: dict[str, Any] = {}
            exec(code, self._namespace, given)  # noqa: S102 - this process exists to run it
            for name, value in given.items():
                place = one.names.get(name, name)
                self._own.setdefault(place, self._namespace.get(place))
                self._namespace[place] = value

    def restore(self) -> None:
        """Have the student's own code in force."""
        self._namespace.update(self._own)
        self._own.clear()


def undone(changes: list[Change]) -> None:
    for change in reversed(changes):
        swapped(*change)


def compiled(unit: Unit) -> CodeType:
    module = ast.Module([unit.statement], [])
    return compile(module, f"{FILE}{unit.cell}", "exec", dont_inherit=True)


class Patience:
    """Ends a trial that goes on and on; even one that catches what ends it."""

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGPROF, late)
        signal.setitimer(signal.ITIMER_PROF, SECONDS, TICK)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, self._before)


def late(_: int, frame: FrameType | None) -> None:
    """Raise, but never in this file: what was begun here is always ended."""
    if frame is not None and frame.f_code.co_filename != __file__:
        raise Late
