"""A second look at tests that failed: was it the form, a helper's mistake, or a missing helper?

Nothing is asked twice that gave a value the first time, but by a test that raised then.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from autograder.course.assignment import Assignment, Test
from autograder.course.handout import read_handout
from autograder.grading.built_on import is_part_of, named_in
from autograder.grading.follow_through import Model
from autograder.grading.grade import Outcome
from autograder.grading.outcomes import is_of
from autograder.grading.reader import Reader
from autograder.grading.recorded import Asked, RecordedFunction
from autograder.grading.repair.own_text import Block, OwnText, blocks_in
from autograder.grading.right_answers import RightAnswers
from autograder.grading.run_test import GraderError, run_test
from autograder.grading.stand_ins import StandIns
from autograder.grading.steady import unsteady_of
from autograder.grading.unit import Unit, remembering, wrong_alone
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import Session
from autograder.testing.comparison import Difference

TO_BE_HELPED = {"exception", "missing"}  # reasons of a test whose function ended without a value


class SecondLook:
    """Looks again at what failed in one submission; outcomes change where that explains it."""

    def __init__(
        self,
        assignment: Assignment,
        right_answers: RightAnswers,
        stand_ins: StandIns,
        session: Session,
    ) -> None:
        self._assignment, self._right_answers = assignment, right_answers
        self._stand_ins = stand_ins
        self._order, self._session = assignment.functions, session
        # As long as something is lent, that is defined, too.
        self._defined, self._stubs = set(session.defined), set(session.stubs)
        self._used: set[str] = set()  # helpers whose stand-ins were called
        self._inherited: set[str] = set()  # functions that have their form from a helper
        self.right_with: set[str] = set()  # functions that are seen to be right with right helpers
        self._blocks: list[Block] = []
        self._mentioned: dict[str, set[str]] = {}

    def at_form(self, unit: Unit) -> None:
        """Run failed tests on the same answers, read in the form that is asked for."""
        reader = self._reader()
        functions = unit.replayed(self._session, reader.read)
        again = {test.name: self._run(unit, test, functions) for test in unit.failed}
        # One draw too few is no row given once, though of two draws it looks so.
        if reader.has_read and not reader.doubtful & reader.slips.keys():
            unit.slips = reader.slips
            unit.outcomes |= again

    def at_helpers(self, units: list[Unit]) -> None:
        """Judge by the way they follow from the student's own wrong helpers.

        What follows from one of these is no wrong helper itself: a second round goes without it.
        The model answer may call it as no student has to. A third one goes with right helpers,
        too: of what a wrong one gives they may make something else than the model answer does.
        """
        helpers = self._to_follow(units)
        self._follow(units, helpers)
        left = self._to_follow(units)
        self._follow(
            units, [new if new != old else [] for new, old in zip(left, helpers, strict=True)]
        )
        pairs = zip(units, self._to_follow(units), strict=True)
        self._follow(units, [self._with_right(unit, wrong) for unit, wrong in pairs])

    def _follow(self, units: list[Unit], helpers_of: list[list[str]]) -> None:
        """One round, with the helpers of each unit."""
        followed: list[tuple[Unit, dict[str, Outcome], set[str]]] = []
        wrong = wrong_alone(units)
        telling: set[str] = set()
        asked: dict[str, Asked] = defaultdict(list)
        for unit, helpers in zip(units, helpers_of, strict=True):
            if not helpers or not (unit.failed or unit.slips):
                continue
            if any(other.remembers for other in units):
                self._session.close()  # as it was when the unit was asked
            remote = {h: RecordedFunction(RemoteFunction(self._session, h)) for h in helpers}
            model = Model(self._assignment.right_ways, remote, self._right_answers)
            functions = unit.replayed(self._session, model.follow)
            tests = unit.tests if unit.slips else unit.failed
            again = {t.name: self._run(unit, t, functions, model) for t in tests}
            model.close()
            right = [t for t in unit.failed if again[t.name].passed]
            if right and (model.silent or model.used & remembering(units)):
                right = self._right_with(self._to_lend(unit, units), unit, right)
            self._inherited |= unit.slips.keys() - model.slips
            unit.slips = {f: slip for f, slip in unit.slips.items() if f in model.slips}
            if right and model.used & wrong:
                carried = {t.name: self._carried(t, model.used & wrong) for t in right}
                followed.append((unit, carried, model.used))
                telling |= model.telling
                for helper, questions in model.asked.items():
                    asked[helper] += questions
        read = self._reader().read
        unsteady = unsteady_of(asked, units, self._session, self._assignment, read)
        for unit, outcomes, used in followed:
            own = unit.functions[-1]
            if unsteady & used:
                continue
            of_own = [u for u in units if u.functions[-1] == own]
            if own not in telling and not any(map(self._has_value, of_own)):
                tests = [test for test in unit.failed if test.name in outcomes]
                right = self._right_with(self._to_lend(unit, units), unit, tests)
                unit.outcomes |= {test.name: outcomes[test.name] for test in right}
                self.right_with |= {own} if right and unit.tests[0].hidden else set()
            else:
                unit.outcomes |= outcomes

    def _right_with(self, helpers: list[str], unit: Unit, tests: list[Test]) -> list[Test]:
        """Those of some tests that pass with right helpers, too.

        What remembers its calls may know who asks; from zeros follows what shows nothing.
        """
        self._session.lend({helper: self._stand_in(helper) for helper in helpers})
        functions = self._asked_anew(unit, self._reader())
        passed = [test for test in tests if self._run(unit, test, functions).passed]
        self._session.take_back()
        return passed

    def _has_value(self, unit: Unit) -> bool:
        """Whether a hidden test of a value passes."""
        manners = set(self._assignment.facts.manners)
        outcomes = unit.outcomes.values()
        return any(o.passed and o.test.hidden and not is_of(manners, o) for o in outcomes)

    def at_gaps(self, units: list[Unit]) -> None:
        """Ask again where a function gave no value, with stand-ins for the helpers that failed."""
        for unit in sorted(units, key=self._place):
            raised = [t for t in unit.failed if unit.outcomes[t.name].reason in TO_BE_HELPED]
            own = unit.functions[-1]
            is_written = own in self._defined - self._stubs
            helpers = self._to_lend(unit, units) if raised and is_written else []
            if not helpers:
                continue
            self._session.lend({helper: self._stand_in(helper) for helper in helpers})
            reader = self._reader()
            functions = self._asked_anew(unit, reader)
            self._used.clear()
            recorded = unit.records.get(own, [])
            for test in raised:
                outcome = self._run(unit, test, functions)
                helped = self._used or set(helpers) - self._defined  # a table may hold a name
                if outcome.passed and helped:
                    unit.outcomes[test.name] = self._carried(test, helped)
                    slips = reader.slips.items()
                    unit.slips |= {f: slip for f, slip in slips if f not in self._inherited}
            unit.records[own] = recorded + functions[own].record()

    def _to_lend(self, unit: Unit, units: list[Unit]) -> list[str]:
        """The wrong functions that may be lent to one. Not those in which a right one is at work:
        all that the basic ones do could be had from one that nobody has written.
        """
        own, solution = unit.functions[-1], self._assignment.solution
        before = self._before(unit, wrong_alone(units))
        return [f for f in before if not is_part_of(own, f, solution)]

    def at_lost(self, units: list[Unit]) -> None:
        """Ask again where a function was not given what an earlier one should have kept for it.

        It gets what that one had at hand when it returned. A result that is the submission's own
        has no right form but one that can be used, so that is charged as a form.
        """
        names, own = read_handout(self._assignment).results, self._assignment.facts.own
        for unit in units:
            raised = [t for t in unit.failed if unit.outcomes[t.name].reason in TO_BE_HELPED]
            keepers = {f for f in unit.functions[:-1] if f in own.keys() & names.keys()}
            if not raised or not keepers:
                continue
            self._session.take_back()
            self._session.completed = {f: tuple(names[f]) for f in keepers}
            functions = self._asked_anew(unit, self._reader())
            again = {test.name: self._run(unit, test, functions) for test in raised}
            right = [test for test in raised if again[test.name].passed]
            unit.outcomes |= {t.name: self._carried(t, keepers) for t in right}
            self._session.completed = {}
            for alone in [u for u in units if right and {*u.functions} <= keepers]:
                if alone.returns_nothing:  # it is charged for that
                    continue
                (f,) = alone.functions
                what = f"too little as {names[f][own[f]]} for the function that is given it"
                alone.slips.setdefault(f, Difference("wrong_type", what))

    def _reader(self) -> Reader:
        return Reader(self._right_answers, read_handout(self._assignment).results)

    def _asked_anew(self, unit: Unit, reader: Reader) -> dict[str, Any]:
        """The functions of a unit, for tests that failed: what comes now is no second guess."""
        return Unit(unit.tests).replayed(self._session, reader.read)

    def _run(
        self, unit: Unit, test: Test, functions: dict[str, Any], model: Model | None = None
    ) -> Outcome:
        """The outcome of a test on what it is given now; a fault of ours leaves it as it was."""
        try:
            return run_test(self._session, test, functions, self._assignment, model)
        except GraderError:
            return unit.outcomes[test.name]

    def _before(self, unit: Unit, wrong: set[str]) -> list[str]:
        """Which of the wrong functions a unit's may lean on: those before it in the handout, and
        later ones on which it is built.

        Of two functions only one may lean on the other: two wrong ones that call each other would
        be right in turn.
        """
        place, own = self._place(unit), unit.functions[-1]
        others = wrong - set(unit.functions)  # of right functions no text need be read
        before = [f for f in self._order[:place] if f in others and not self._is_built_on(f, own)]
        after = [f for f in self._order[place:] if f in others and self._is_built_on(own, f)]
        return before + after

    def _is_built_on(self, function: str, other: str) -> bool:
        """Whether a function mentions a later one, which does not mention it."""
        is_later = self._order.index(function) < self._order.index(other)
        return is_later and other in self._words(function) and function not in self._words(other)

    def _words(self, function: str) -> set[str]:
        """The names that a function's text mentions, and all that it depends on."""
        if function not in self._mentioned:
            self._blocks = self._blocks or blocks_in(self._session.cells)
            own = OwnText(self._blocks, function).words
            self._mentioned[function] = own - {function}
        return self._mentioned[function]

    def _to_follow(self, units: list[Unit]) -> list[list[str]]:
        """The functions that each unit may follow from: of those that remember their calls only
        the first, by which the others may do so.
        """
        memory, wrong = remembering(units), wrong_alone(units) & set(self._session.defined)
        first = next((f for f in self._order if f in wrong & memory), "")
        may_be_followed = wrong - (memory - {first})
        return [self._before(unit, may_be_followed) for unit in units]

    def _with_right(self, unit: Unit, wrong: list[str]) -> list[str]:
        """Wrong helpers of a unit and the right ones that it calls itself; none without both."""
        others = set(self._session.defined) - {*wrong, *unit.functions}
        named = named_in(unit.functions[-1], self._assignment.solution) if wrong else set()
        right = [f for f in self._order[: self._place(unit)] if f in named & others]
        return wrong + right if right else []

    def _place(self, unit: Unit) -> int:
        """Where in the handout the first function of a unit stands."""
        return min(map(self._order.index, unit.functions))

    def _stand_in(self, helper: str) -> Callable:
        ask, used = self._stand_ins.function(helper), self._used

        def stand_in(*args: Any, **kwargs: Any) -> Any:
            used.add(helper)  # of self nothing more: the session that holds this is held by it
            return ask(*args, **kwargs)

        return stand_in

    def _carried(self, test: Test, helpers: set[str]) -> Outcome:
        """The outcome of a test that only the mistakes of helpers made fail."""
        used = tuple(sorted(helpers, key=self._order.index))
        verb = "is" if len(used) == 1 else "are"
        told = f"right, once your {' and your '.join(used)} {verb}"
        return Outcome(test, message=told, carried=used)
