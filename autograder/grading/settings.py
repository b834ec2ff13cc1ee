"""What grades are made with: read once by the command line, handed down from there."""

from dataclasses import dataclass

from autograder.course.course import Course
from autograder.sandbox.walls.limits import Limits, Tier


@dataclass(frozen=True)
class Settings:
    """The course with its seed, what a submission may use, and the tier that was asked for, if any.

    Nothing else reads the environment, so two runs with the same settings give the same grades.
    """

    course: Course
    limits: Limits
    tier: Tier | None = None
