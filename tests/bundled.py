"""The bundled course, as tests use it."""

from autograder.course.bundled import BUNDLED
from autograder.course.course import Course

COURSE = Course(BUNDLED)


def find(name):
    """A homework of the bundled course."""
    return COURSE.assignment(name)
