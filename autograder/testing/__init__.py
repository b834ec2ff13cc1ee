"""What authors of homework write hidden tests and misconceptions with; all of it is here.

In: a student's function and inputs. Out: nothing, or an exception that says what is wrong.
Called by the tests of a course, and by `diagnosis`, `grading` and `cli`, which read those
exceptions.
"""

from autograder.course.misconception import misconception
from autograder.course.seed import generator
from autograder.sandbox.failure import again
from autograder.sandbox.worker.wire import Unsupported
from autograder.testing import bounds
from autograder.testing.calls import call, observe
from autograder.testing.comparison import Difference, difference, identical, same
from autograder.testing.mismatch import (
    Case,
    ChangedArgument,
    LostEntry,
    Mismatch,
    NotRepeatable,
    WrongValue,
)
from autograder.testing.reference_cases import Cases
from autograder.testing.statistical_test import (
    FALSE_ALARM,
    GENERATOR,
    Draw,
    Experiment,
    Law,
    draw,
    use_of_generator,
)

__all__ = [
    "FALSE_ALARM",
    "GENERATOR",
    "Case",
    "Cases",
    "ChangedArgument",
    "Difference",
    "Draw",
    "Experiment",
    "Law",
    "LostEntry",
    "Mismatch",
    "NotRepeatable",
    "Unsupported",
    "WrongValue",
    "again",
    "bounds",
    "call",
    "difference",
    "draw",
    "generator",
    "identical",
    "misconception",
    "observe",
    "same",
    "use_of_generator",
]
