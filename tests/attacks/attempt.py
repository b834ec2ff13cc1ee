"""One attack through a Session, as a grader meets it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.sandbox.failure import CallFailed
from autograder.sandbox.processes.pool import Limits
from autograder.sandbox.session import Session
from autograder.testing.comparison import same

LIMITS = Limits(load_seconds=0.6, test_seconds=0.4)


class Patient(Limits):
    """Time for all that ends by itself, whatever else the machine does; a child of `LIMITS`."""

    @property
    def child(self):
        return LIMITS.child


PATIENT = Patient(load_seconds=60.0, test_seconds=60.0)
HONEST = "def answer(x):\n    return 2 * x\n"
X = np.array([0.5, 0.5, 0.5])  # whose double a lone number, or True, could be stretched to


@dataclass
class Outcome:
    """What came of a call: a value, or how it failed; `told` is what a student would read."""

    value: Any = None
    failure: CallFailed | None = None
    told: str = ""
    all_text: str = ""

    @property
    def refused(self):
        """Whether the operating system said no, as it does to one who is walled in."""
        return isinstance(self.failure, OSError)


def ask(zygote, source, name, *args, limits=LIMITS):
    """Load a submission, call one function once, and let the submission go."""
    session = Session(zygote, "ipynb", [("cell 1", source, False)], [name], limits)
    try:
        session.allow(limits.test_seconds)
        try:
            value = session.call(name, args)
        except CallFailed as failure:
            problems = [str(problem) for problem in session.problems]
            everything = " ".join([failure.message, failure.detail, *problems])
            return Outcome(None, failure, failure.message, everything)
        return Outcome(value, None, "", repr(value))
    finally:
        session.close()


def send_home(zygote):
    """End the child that waits for the next submission."""
    zygote.fork(LIMITS.child, LIMITS.wire).kill()


def judged_right(outcome):
    """Whether an answer counts as 2 * x."""
    return outcome.failure is None and same(2 * X, outcome.value)


def served_as_if_alone(zygote):
    """Whether an honest submission gets its due from this zygote now."""
    session = Session(zygote, "ipynb", [("cell 1", HONEST, False)], ["answer"], PATIENT)
    try:
        session.allow(PATIENT.test_seconds)
        return not session.problems and same(2 * X, session.call("answer", (X,)))
    finally:
        session.close()
