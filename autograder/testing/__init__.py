"""What authors of homework write hidden tests and misconceptions with; all of it is here.

In: a student's function and inputs. Out: nothing, or an exception that says what is wrong.
Called by the tests of a course, and by `diagnosis`, `grading` and `cli`, which read those
exceptions.
"""

from autograder.course.inputs.seed import generator
from autograder.course.misconception import misconception
from autograder.sandbox.failure import CallFailed, again
from autograder.testing import bounds
from autograder.testing.branches import answering, check_arguments
from autograder.testing.calls import call, observe
from autograder.testing.comparison import NOTHING, Difference, difference, identical, same
from autograder.testing.mismatch import (
    Case,
    ChangedArgument,
    Context,
    LostEntry,
    Mismatch,
    NotRepeatable,
    WrongValue,
)
from autograder.testing.own_values import has
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
    "NOTHING",
    "CallFailed",
    "Case",
    "Cases",
    "ChangedArgument",
    "Context",
    "Difference",
    "Draw",
    "Experiment",
    "Law",
    "LostEntry",
    "Mismatch",
    "NotRepeatable",
    "WrongValue",
    "again",
    "answering",
    "bounds",
    "call",
    "check_arguments",
    "difference",
    "draw",
    "generator",
    "has",
    "identical",
    "misconception",
    "observe",
    "same",
    "use_of_generator",
]
