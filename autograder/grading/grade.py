"""What grading finds: an outcome for each test, and all of one submission together."""

from dataclasses import dataclass, field
from typing import Literal

from autograder.course.assignment import Test
from autograder.diagnosis.error_patterns import Diagnosis
from autograder.sandbox.failure import LoadProblem, Raised
from autograder.submissions.submission import Submission

ONCE = "The same mistake, charged once: it keeps a part of its points, or all."
Charge = Literal["", "once", "form", "beside"]


@dataclass(frozen=True)
class Outcome:
    """What one test found; all texts are for the student.

    `message` says what is wrong and `reason` is the contract's word for it; `hint` is that of a
    `misconception` and `look` a place to look at; `numbers` is what a public test compared, as
    text. `function` is the student's, where one is known, and `line` one of it to look at.
    `carried` are helpers whose mistakes it was not charged with. `values` and `answer` are what is
    kept of a wrong value, and `repair` of an edit that mends the function. `explanations` are all
    that fit it; the hint is that of one only if they agree. `kept` are points that a failed test
    keeps, and `charged` says why it lost what it lost: for a mistake that is charged "once", for
    the "form" alone, for it counts only "beside" a right value. `raised` is an exception of the
    submission's. `in_place` it failed where an array is written into that should stay as it was.
    `fault` is for the staff alone: what failed in our own code on a value that nobody had thought
    of.
    """

    test: Test
    reason: str | None = None
    message: str = "passed"
    numbers: str = ""
    hint: str = ""
    look: str = ""
    misconception: str | None = None
    line: int | None = None
    repair: str | None = None
    function: str = ""
    carried: tuple[str, ...] = ()
    values: dict[str, list] | None = None
    answer: str | None = None
    explanations: tuple[Diagnosis, ...] = ()
    kept: float = 0.0
    charged: Charge = ""
    raised: Raised | None = None
    in_place: bool = False
    fault: str = ""

    @property
    def passed(self) -> bool:
        return self.reason is None

    @property
    def score(self) -> float:
        return self.test.points if self.passed else self.kept

    @property
    def output(self) -> str:
        """All of it, a line each."""
        once = ONCE if self.charged == "once" else ""
        said = [self.message + self.numbers, self.hint, self.look, once]
        return "\n".join(filter(None, said))


@dataclass
class Grade:
    """All that is known about one submission after grading."""

    submission: Submission
    status: str
    note: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[LoadProblem] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def faults(self) -> str:
        """What failed in our own code on the way, test by test."""
        found = [f"{o.test.name}\n{o.fault}" for o in self.outcomes if o.fault]
        return "\n".join(found)
