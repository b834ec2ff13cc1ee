"""The line of the student's own code where one small change makes all tests of a function pass.

Asked where nothing else explains a failed function, after all points are settled: no point comes
from it, and a fault in it costs the hint alone.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from autograder.course.assignment import Assignment
from autograder.diagnosis.error_patterns import Diagnosis
from autograder.diagnosis.manners import MEMORY, REMEMBERS
from autograder.diagnosis.repair import LOOK_AT, Stretch, repair_of, stretch
from autograder.grading.credit import about, worth
from autograder.grading.failures import explained
from autograder.grading.grade import Outcome
from autograder.grading.repair.mending import Mending
from autograder.grading.repair.own_text import OwnText, blocks_in
from autograder.grading.right_answers import RightAnswers
from autograder.grading.stand_ins import StandIns
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Edit, Lines, lines_of

MENDABLE = {"wrong_value", "wrong_shape", "wrong_type", "not_finite", "exception"}
MOST_FUNCTIONS = 8  # of one submission
MOST_LINE = 160  # characters of a line that are shown
MOST_KEPT = 2_000  # lines, of all submissions so far


@dataclass(frozen=True)
class Line:
    """Where a function can be mended, and a keyed hash that is equal for equal repairs."""

    place: Stretch
    repair: str


class OwnLines:
    """Finds the lines, one submission after the other."""

    def __init__(
        self, assignment: Assignment, right_answers: RightAnswers, stand_ins: StandIns
    ) -> None:
        self._assignment, self._right_answers = assignment, right_answers
        self._stand_ins = stand_ins
        self._known: dict[tuple, Line | None] = {}

    @cached_property
    def _afresh(self) -> Assignment:
        """The same homework with other inputs."""
        return replace(self._assignment, seed=f"{self._assignment.seed} afresh")

    def edits(self, session: Session, function: str, outcomes: list[Outcome]) -> list[Edit]:
        """All edits that mend a function, in the first stage that has any."""
        text = OwnText(blocks_in(session.cells), function)
        return self._edits(self._mending(session), text, function, outcomes)

    def _mending(self, session: Session) -> Mending:
        return Mending(session, self._right_answers, self._afresh)

    def _edits(
        self, mending: Mending, text: OwnText, function: str, outcomes: list[Outcome]
    ) -> list[Edit]:
        return mending.edits(*self._asked(text, function, outcomes))

    def _remembers(
        self, mending: Mending, text: OwnText, function: str, outcomes: list[Outcome]
    ) -> bool:
        """Whether calls of a function raise for what was called before them."""
        return mending.remembers(*self._asked(text, function, outcomes))

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

    def told(self, session: Session, outcomes: list[Outcome]) -> list[Outcome]:
        """The outcomes, those of a function that has such a line with that line."""
        functions = unexplained(outcomes)[:MOST_FUNCTIONS]
        mending = self._mending(session)
        try:
            blocks = blocks_in(session.cells) if functions else []
            for function in functions:
                text = OwnText(blocks, function)
                if self._remembers(mending, text, function, outcomes):
                    outcomes = [with_hint(o, function) for o in outcomes]
                    continue
                line = self._line(mending, text, function, outcomes)
                if line is not None:
                    said = sentence(function, line.place, session)
                    outcomes = [with_line(o, function, line, said) for o in outcomes]
        except Exception:  # noqa: BLE001 - a fault of ours costs the hint, never the grade
            return outcomes
        return outcomes

    def _line(
        self, mending: Mending, text: OwnText, function: str, outcomes: list[Outcome]
    ) -> Line | None:
        """The line of a function, kept by the text of it and of all that it depends on."""
        ends = tuple(
            (o.test.name, o.passed, o.carried) for o in outcomes if function in o.test.functions
        )
        key = function, text.digest, ends, *self._wrong_helpers(text, function, outcomes)
        if key not in self._known:
            edits = self._edits(mending, text, function, outcomes)
            place = stretch(edits) if edits else None
            within = place and text.within(place)
            if place and not within:
                return self._line_at(place, function, edits)
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[key] = within and self._line_at(within, function, edits)
        line = self._known[key]
        return line and replace(line, place=text.outside(line.place))

    def _line_at(self, place: Stretch, function: str, edits: list[Edit]) -> Line:
        return Line(place, repair_of(function, edits, self._assignment.seed))


def unexplained(outcomes: list[Outcome]) -> list[str]:
    """Functions of which more failed without a hint than with one, as far as an edit can mend them.

    In order. A hint may be of a part of a mistake alone, as of an overflow where all is wrong.
    """
    failed: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if not outcome.passed and outcome.test.hidden and outcome.charged != "beside":
            failed.setdefault(about(outcome), []).append(outcome)
    return [function for function, own in failed.items() if is_unexplained(own)]


def is_unexplained(own: list[Outcome]) -> bool:
    hinted, silent = (worth(o for o in own if bool(o.hint) == has) for has in (True, False))
    return silent > hinted and all(o.reason in MENDABLE for o in own)


def sentence(function: str, place: Stretch, session: Session) -> str:
    """What the student reads: the place, and where to look; never the change."""
    own = lines_of(session, place.cell)
    where = "" if session.kind == "py" else f" of {session.cells[place.cell][0]}"
    kinds = " or ".join(LOOK_AT[kind] for kind in place.kinds)
    look = f" Look at: {kinds}." if len(place.kinds) <= 2 else ""
    places = (" and " if place.edits == 2 else ", or ").join(
        lines_told(own, part, where) for part in place.parts
    )
    return f"`{function}`, {places}. {change_told(place)} every test of it pass.{look}"


def lines_told(own: list[str], part: Lines, where: str) -> str:
    first, last = part
    if first == last:
        return f"line {first}{where}: `{own[first - 1].strip()[:MOST_LINE]}`"
    return f"lines {first} to {last}{where}"


def change_told(place: Stretch) -> str:
    """How many changes in which of the lines make it right."""
    if len(place.parts) > 1:
        return "A change in each makes" if place.edits == 2 else "One change in one of them makes"
    here = "this line" if place.first == place.last else "these lines"
    return f"Two changes in {here} make" if place.edits == 2 else f"One change in {here} makes"


def with_hint(outcome: Outcome, function: str) -> Outcome:
    """An exception of a function that remembers something."""
    if outcome.reason != "exception" or about(outcome) != function:
        return outcome
    return explained(outcome, Diagnosis(f"{function}.{MEMORY}", REMEMBERS))


def with_line(outcome: Outcome, function: str, line: Line, said: str) -> Outcome:
    if outcome.passed or about(outcome) != function or outcome.reason not in MENDABLE:
        return outcome
    look = "\n".join(filter(None, [outcome.look, said]))
    return replace(outcome, look=look, line=line.place.first, repair=line.repair)
