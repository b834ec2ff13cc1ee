"""Seconds that `nbgrader autograde` takes for one submission of the same functions.

python tests/benchmarks/bench_nbgrader.py [--count 10] [--venv DIR]

Its notebook has one cell for the student's functions and one graded cell a question, which runs
the public and hidden tests of that question in the notebook's own kernel. nbgrader is installed
into a virtual environment of its own; torch and the rest are taken from this one.
"""

import argparse
import os
import site
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from measure import HW1, text_of, timed
from nbformat import v4, write

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
TESTS = f"""\
from autograder.course.bundled import BUNDLED
from autograder.course.course import Course
tests = Course(BUNDLED).assignment("{HW1.name}").tests
def check(question):
    for test in tests:
        if test.question == question:
            test.run(globals())
"""


def nbgrader_seconds(workspace, count, environment=None):
    """Mean of a class of `count`, start-up of nbgrader included."""
    programs = installed(environment or workspace / "nbgrader")
    command, path = str(programs / "nbgrader"), f"{programs}:{os.environ['PATH']}"
    where = {"cwd": workspace / "course", "env": os.environ | {"PATH": path}}
    course = workspace / "course"
    write(book("# your answers"), made(course / "source" / "hw1") / "hw1.ipynb")
    timed(command, "generate_assignment", "hw1", **where)
    solution = HW1.solution.read_text()
    for number in range(count):
        folder = made(course / "submitted" / f"student{number:05d}" / "hw1")
        write(book(text_of(number, solution)), folder / "hw1.ipynb")
    seconds = timed(command, "autograde", "hw1", **where).seconds
    graded = list((course / "autograded").glob("*/hw1/hw1.ipynb"))
    if len(graded) != count:
        sys.exit(f"nbgrader graded {len(graded)} of {count}")
    return seconds / count


def installed(folder):
    """The programs of the environment at `folder`, which is made if it is not there."""
    programs = folder / "bin"
    if not (programs / "nbgrader").exists():
        venv.create(folder, with_pip=True)
        pip = (str(programs / "pip"), "install", "--quiet", "nbgrader", "ipykernel")
        subprocess.run(pip, check=True)
        (ours,) = {path for path in site.getsitepackages() if Path(path, "torch").exists()}
        (theirs,) = folder.glob("lib/*/site-packages")
        # Behind its own packages, so that nbgrader has the versions it asks for.
        (theirs / "zz_tests.pth").write_text(f"import site; site.addsitedir({ours!r})\n")
    return programs


def book(answers):
    """The assignment with these answers in it."""
    cells = [cell("answers", answers, solution=True), cell("tests", TESTS)]
    for question, points in HW1.points.items():
        cells.append(cell(question, f'check("{question}")', points=points))
    return v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def cell(name, source, points=None, *, solution=False):
    """A code cell as nbgrader marks them: of the student, or locked, or graded."""
    marks = {"grade_id": name, "schema_version": 3, "solution": solution, "task": False}
    marks |= {"locked": not solution, "grade": points is not None}
    marks |= {} if points is None else {"points": points}
    return v4.new_code_cell(source, metadata={"nbgrader": marks})


def made(folder):
    folder.mkdir(parents=True)
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--venv", type=Path, help="keep nbgrader here and find it again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        seconds = nbgrader_seconds(Path(name), arguments.count, arguments.venv)
    print(f"nbgrader autograde: {seconds:.2f} s each")


if __name__ == "__main__":
    main()
