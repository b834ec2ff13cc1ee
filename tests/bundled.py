"""The bundled course, as tests use it: its homework, specimens and hidden inputs."""

from autograder.course.bundled import BUNDLED
from autograder.course.course import Course
from autograder.course.specimen import specimens
from autograder.testing import Cases

COURSE = Course(BUNDLED)
SPECIMENS = [one for assignment in COURSE.assignments for one in specimens(assignment)]


def find(name):
    """A homework of the bundled course."""
    return COURSE.assignment(name)


def id_of(specimen):
    """How a specimen is called in a list of tests."""
    return f"{specimen.assignment.name}-{specimen.name}"


def all_cases(assignment):
    """Every `Cases` of the hidden tests, found in their globals."""
    found = {}
    for test in assignment.tests:
        for value in test.case.body.test_func.__globals__.values():
            if isinstance(value, Cases):
                found[id(value)] = value
    return list(found.values())
