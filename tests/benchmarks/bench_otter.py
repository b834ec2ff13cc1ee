"""Seconds that stock `otter run` takes for one submission, with our public and hidden tests.

python tests/benchmarks/bench_otter.py [--count 3]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import mean

from measure import HW1, make_class, timed
from otter.generate import main as generate

OTTER = Path(sys.executable).parent / "otter"
# The tests of the course in Otter's kernel, each question's read once, as Otter reads a file once.
HELPER = f"""\
from autograder.course.bundled import BUNDLED
from autograder.course.course import Course
TESTS = {{test.name: test for test in Course(BUNDLED).assignment("{HW1.name}").tests}}
"""
HEAD = """\
from course_tests import TESTS
from otter.test_files import test_case
OK_FORMAT = False
name = {question!r}
points = None
"""
TEST = """
@test_case(name={test.name!r}, points={test.points!r}, hidden={test.hidden!r})
def test_{number}({functions}):
    TESTS[{test.name!r}].run(locals())
"""


def otter_seconds(folder, workspace, count):
    """Mean over the first `count` notebooks of a class."""
    tests, archive = workspace / "tests", workspace / "autograder.zip"
    tests.mkdir()
    (workspace / "helper").mkdir()
    (workspace / "helper" / "course_tests.py").write_text(HELPER)
    for question in HW1.questions:
        (tests / f"{question}.py").write_text(test_file(question))
    settings = {"no_requirements": True, "no_environment": True, "no_config": True}
    generate(tests_dir=str(tests), output_path=str(archive), **settings)
    command = (str(OTTER), "run", "--no-logo", "-a", str(archive))
    where = {"cwd": workspace, "env": os.environ | {"PYTHONPATH": str(workspace / "helper")}}
    books = sorted(folder.glob("*.ipynb"))[:count]
    return mean(timed(*command, str(book), **where).seconds for book in books)


def test_file(question):
    """The tests of a question, public and hidden, as stock Otter has them."""
    tests = [test for test in HW1.tests if test.question == question]
    parts = [
        TEST.format(test=test, number=number, functions=", ".join(test.functions))
        for number, test in enumerate(tests)
    ]
    return HEAD.format(question=question) + "".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as name:
        folder = make_class(Path(name) / "class", count)
        print(f"stock otter run: {otter_seconds(folder, Path(name), count):.2f} s each")


if __name__ == "__main__":
    main()
