"""The line of the student's own code where one small change makes all tests of a function pass.

Asked where nothing else explains a failed function, or where one lost more than a single mistake
may cost. A line is told without a proof; a point comes only from a proven edit.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from autograder.course.assignment import Assignment
from autograder.diagnosis.change import repair_of
from autograder.diagnosis.error_patterns import Diagnosis
from autograder.diagnosis.manners import MEMORY, REMEMBERS, is_of_no_return
from autograder.diagnosis.stretch import Stretch, stretch
from autograder.grading.failures import explained
from autograder.grading.grade import Outcome
from autograder.grading.outcomes import about, worth
from autograder.grading.repair.mending import MOST_SECONDS, Mending, held_of
from autograder.grading.repair.own_text import Block, OwnText, blocks_in
from autograder.grading.repair.proof import Proof
from autograder.grading.repair.right_pieces import RightPieces
from autograder.grading.repair.sentence import sentence
from autograder.grading.right_answers import RightAnswers
from autograder.grading.stand_ins import StandIns
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Edit

MENDABLE = {"wrong_value", "wrong_shape", "wrong_type", "not_finite", "exception"}
MOST_FUNCTIONS = 8  # of one submission
MOST_KEPT = 2_000  # lines, of all submissions so far
BY_HELPERS = "wrong_by_helpers"
RIGHT_WITH = "With a right {} every test of it passes: begin there."


@dataclass(frozen=True)
class Line:
    """Where a function can be mended, if that can be told, and a keyed hash that is equal for equal
    repairs. `proven` is the kind of one edit that is proven to mend it; one that `remembers` is
    wrong by what was called before, and one with `helpers` is right with right ones.
    """

    place: Stretch | None = None
    repair: str = ""
    proven: str = ""
    remembers: bool = False
    helpers: tuple[str, ...] = ()


class OwnLines:
    """Finds the lines, one submission after the other."""

    def __init__(
        self, assignment: Assignment, right_answers: RightAnswers, stand_ins: StandIns
    ) -> None:
        self._assignment, self._right_answers = assignment, right_answers
        self._stand_ins = stand_ins
        self.proof = Proof(assignment)
        self._pieces = RightPieces(assignment, stand_ins)
        self._known: dict[tuple, Line | None] = {}
        self.end()

    def end(self) -> None:
        """Be done with one submission; the next one gets time of its own."""
        self._searching: Mending | None = None
        self._pieces.begin()
        self.proof.begin()

    @cached_property
    def _afresh(self) -> Assignment:
        """The same homework with other inputs."""
        return replace(self._assignment, seed=f"{self._assignment.seed} afresh")

    def edits_within(
        self, session: Session, function: str, outcomes: list[Outcome], within: Iterable[str]
    ) -> list[Edit]:
        """The edits of these definitions that mend a function, in the first stage that has any."""
        asked = self._asked(OwnText(blocks_in(session.cells), function), function, outcomes)
        return self._mending(session).edits(*asked, 1, within=within)

    def edits(self, session: Session, function: str, outcomes: list[Outcome]) -> list[Edit]:
        """All edits that mend a function, in the first stage that has any; else two as one, else
        those that put in a piece of a right function.
        """
        blocks = blocks_in(session.cells)
        asked = self._asked(OwnText(blocks, function), function, outcomes)
        found = self._mending(session).edits(*asked)
        return found or self._pieces.edits(session, self._another, blocks, function, outcomes)

    def right_helpers(
        self, blocks: list[Block], functions: Iterable[str], outcomes: list[Outcome]
    ) -> dict[str, Callable]:
        """Right ones in place of the wrong helpers of functions, but for these themselves."""
        wrong = {
            name: self._stand_ins.function(name)
            for function in functions
            for name in self._wrong_helpers(OwnText(blocks, function), function, outcomes)
        }
        return {name: helper for name, helper in wrong.items() if name not in functions}

    def _mending(self, session: Session) -> Mending:
        """What searches all of one submission, in the time that this has."""
        if self._searching is None:
            self._searching = self._another(session, MOST_SECONDS)
        return self._searching

    def _another(self, session: Session, seconds: float) -> Mending:
        return Mending(session, self._right_answers, self._afresh, seconds)

    def _asked(self, text: OwnText, function: str, outcomes: list[Outcome]) -> tuple:
        """A function, the outcomes of its tests, and right helpers in place of wrong ones."""
        own = [outcome for outcome in outcomes if about(outcome) == function]
        wrong = self._wrong_helpers(text, function, outcomes)
        return function, own, {name: self._stand_ins.function(name) for name in wrong}

    def _wrong_helpers(self, text: OwnText, function: str, outcomes: list[Outcome]) -> list[str]:
        """Functions asked for before this one that it mentions, and that failed themselves."""
        order = self._assignment.functions
        wrong = {about(o) for o in outcomes if not o.passed and o.test.hidden} & text.words
        return [name for name in order[: order.index(function)] if name in wrong]

    def found(
        self,
        session: Session,
        outcomes: list[Outcome],
        dear: list[str],
        silent: list[str],
        hinted: list[str],
    ) -> dict[str, Line]:
        """What is known of functions that can be mended: `dear` ones may gain points by a proof,
        of `silent` ones nothing else is told, and what is told of `hinted` ones is not true if
        right helpers make them right.
        """
        lines: dict[str, Line] = {}
        functions = list(dict.fromkeys([*dear, *silent]))
        try:
            blocks = blocks_in(session.cells) if functions or hinted else []
            mending = self._mending(session)
            for function in functions[:MOST_FUNCTIONS]:
                pays = function in dear
                line = self._line(session, mending, blocks, function, outcomes, pays=pays)
                lines |= {function: line} if line else {}
            for function in [f for f in hinted if f not in functions][:MOST_FUNCTIONS]:
                asked = self._asked(OwnText(blocks, function), function, outcomes)
                if needed := right_with(mending, *asked):
                    lines[function] = Line(helpers=needed)
        except Exception:  # noqa: BLE001 - a fault of ours costs the hint, and what is not proven
            return lines
        return lines

    def _line(
        self,
        session: Session,
        mending: Mending,
        blocks: list[Block],
        function: str,
        outcomes: list[Outcome],
        *,
        pays: bool,
    ) -> Line | None:
        """The line of a function, kept by the text of it and of all that it depends on."""
        text = OwnText(blocks, function)
        ends = tuple(
            (o.test.name, o.passed, o.carried) for o in outcomes if function in o.test.functions
        )
        # Two edits are for a hint: they are two mistakes.
        most = 2 if function in unexplained(outcomes) else 1
        wrong = self._wrong_helpers(text, function, outcomes)
        key = function, text.digest, ends, most, pays, *wrong
        if key not in self._known:
            asked = self._asked(text, function, outcomes)
            if needed := right_with(mending, *asked):
                return Line(helpers=needed)
            if mending.remembers(*asked):
                return Line(remembers=True)
            edits = mending.edits(*asked, most)
            if not edits and most > 1:
                of_right = session, self._another, blocks, function, outcomes
                edits, pays = self._pieces.edits(*of_right), False
            place = stretch(edits) if edits else None
            within = place and text.within(place)
            line = edits and self._line_of(session, edits, asked, pays=pays)
            if edits and not within:
                return replace(line, place=place)
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[key] = replace(line, place=within) if line else None
        line = self._known[key]
        return line and replace(line, place=text.outside(line.place))

    def _line_of(self, session: Session, edits: list[Edit], asked: tuple, *, pays: bool) -> Line:
        """What edits that mend a function come to, but for the place."""
        function, own, helpers = asked
        held = held_of(own)
        proven = self.proof.kind_of_one(session, edits, held, helpers) if pays else ""
        return Line(None, repair_of(function, edits, self._assignment.seed), proven)


def right_with(
    mending: Mending, function: str, own: list[Outcome], helpers: dict[str, Callable]
) -> tuple[str, ...]:
    """The helpers that have to be right for a function to be right: one, or all."""
    sets = [{name: helper} for name, helper in helpers.items()]
    sets += [helpers] if len(helpers) > 1 else []
    return next((tuple(one) for one in sets if mending.is_right(function, own, one)), ())


def told(session: Session, outcomes: list[Outcome], lines: dict[str, Line]) -> list[Outcome]:
    """The outcomes, those of an unexplained function with the line of it."""
    for function, line in lines.items():
        if line.helpers:
            outcomes = [by_helpers(o, function, line.helpers) for o in outcomes]
    for function in unexplained(outcomes):
        line = lines.get(function, Line())
        if line.remembers:
            outcomes = [with_hint(o, function) for o in outcomes]
        elif line.place:
            said = sentence(function, line.place, session)
            outcomes = [with_line(o, function, line, said) for o in outcomes]
    return outcomes


def unexplained(outcomes: list[Outcome]) -> list[str]:
    """Functions of which more failed without a hint than with one, as far as an edit can mend them.

    In order. A hint may be of a part of a mistake alone, as of an overflow where all is wrong.
    """
    failed = failures_of(outcomes)
    functions = failed_functions(outcomes)
    return [f for f in functions if is_silent(failed, f) and is_mendable(failed, f)]


def is_silent(failed: list[Outcome], function: str) -> bool:
    own = [outcome for outcome in failed if about(outcome) == function]
    hinted, silent = (worth(o for o in own if bool(o.hint) == has) for has in (True, False))
    return silent > hinted


def is_mendable(outcomes: list[Outcome], function: str) -> bool:
    """Whether a function failed in no way that no edit mends."""
    own = [outcome for outcome in failures_of(outcomes) if about(outcome) == function]
    return bool(own) and all(o.reason in MENDABLE or returns_nothing(o) for o in own)


def returns_nothing(outcome: Outcome) -> bool:
    """Whether a result lacks an entry, since there is none."""
    return any(is_of_no_return(one.id) for one in outcome.explanations)


def failures_of(outcomes: list[Outcome]) -> list[Outcome]:
    """The hidden tests that failed, but for those that pay only beside a right value."""
    failed = [outcome for outcome in outcomes if not outcome.passed and outcome.test.hidden]
    return [outcome for outcome in failed if outcome.charged != "beside"]


def failed_functions(outcomes: list[Outcome]) -> list[str]:
    """The functions that such tests are about, in order."""
    return list(dict.fromkeys(map(about, failures_of(outcomes))))


def with_hint(outcome: Outcome, function: str) -> Outcome:
    """An exception of a function that remembers something."""
    if outcome.reason != "exception" or about(outcome) != function:
        return outcome
    return explained(outcome, Diagnosis(f"{function}.{MEMORY}", REMEMBERS))


def by_helpers(outcome: Outcome, function: str, helpers: tuple[str, ...]) -> Outcome:
    """A failure that other functions explain: whatever its values look like."""
    if outcome.passed or about(outcome) != function or outcome.reason not in MENDABLE:
        return outcome
    hint = RIGHT_WITH.format(" and a right ".join(f"`{name}`" for name in helpers))
    return explained(outcome, Diagnosis(f"{function}.{BY_HELPERS}", hint))


def with_line(outcome: Outcome, function: str, line: Line, said: str) -> Outcome:
    if outcome.passed or about(outcome) != function or outcome.reason not in MENDABLE:
        return outcome
    look = "\n".join(filter(None, [outcome.look, said]))
    return replace(outcome, look=look, line=line.place.first, repair=line.repair)
