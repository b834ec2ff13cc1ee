"""How fast a class is graded, as ratios measured in one run on this machine.

    python tests/benchmarks/bench_grading.py [--count 300] [--largest 1000]

Everything is timed as a whole process, start-up included, on notebooks made of the model solution
and of its mistakes. Stock `otter run` grades the same tests and the same submissions.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from otter.generate import main as otter_generate

from autograder.assignment import HIDDEN_TESTS, find
from autograder.grade import Grader
from autograder.release import notebook
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.sandbox.tier import find_tier
from autograder.submission import Submission, read

HW1 = find("hw1_backprop")
MISTAKES = [
    ("lambd / 2 *", "lambd *"),
    ("(np.asarray(x) > 0)", "(np.asarray(x) >= 0)"),
    ("dJ_dh * phi_grad", "dJ_dh + phi_grad"),
]
OTTER_RUNS = 3
SCRIPTS = Path(sys.executable).parent


def make_class(folder, count):
    """`count` notebooks: the released one, filled in, one in four with a mistake."""
    folder.mkdir(parents=True)
    released, solution = notebook(HW1), HW1.solution.read_text()
    for number in range(count):
        book = nbformat.reads(released, as_version=4)
        text = f"# student {number}\n{solution}"
        if number % 4 == 0:
            text = text.replace(*MISTAKES[number // 4 % len(MISTAKES)])
        cells = [c for c in book.cells if c.cell_type != "code" or "raise NotImpl" not in c.source]
        book.cells = [*cells[:4], nbformat.v4.new_code_cell(text), *cells[4:]]
        (folder / f"student{number:05d}.ipynb").write_text(nbformat.writes(book))
    return folder


def timed(*command, cwd=None):
    """Wall seconds and peak memory in MiB of one process and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed: {said.decode()[-2000:]}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def grade(folder, out, jobs=1):
    arguments = ("grade", HW1.name, str(folder), "--out", str(out), "--jobs", str(jobs))
    return timed(sys.executable, "-c", "from autograder.cli import main; main()", *arguments)


def otter(folder, workspace):
    """Mean seconds of `otter run` with our public and hidden tests."""
    tests = workspace / "tests"
    tests.mkdir()
    for question in HW1.questions:
        public = (HW1.folder / "tests" / f"{question}.py").read_text()
        hidden = (HIDDEN_TESTS / HW1.name / f"{question}.py").read_text()
        (tests / f"{question}.py").write_text(public)
        hidden = hidden.replace(f'name = "{question}"', f'name = "{question}_hidden"')
        (tests / f"{question}_hidden.py").write_text(hidden)
    archive = workspace / "autograder.zip"
    settings = {"no_requirements": True, "no_environment": True, "no_config": True}
    otter_generate(tests_dir=str(tests), output_path=str(archive), **settings)
    seconds = []
    for path in sorted(folder.glob("*.ipynb"))[:OTTER_RUNS]:
        command = (str(SCRIPTS / "otter"), "run", "-a", str(archive), str(path), "--no-logo")
        seconds.append(timed(*command, cwd=workspace)[0])
    return sum(seconds) / len(seconds)


def floor(folder):
    """Milliseconds of a confined fork that loads a file and answers 50 calls; and of its grade."""
    grader = Grader(HW1, Limits(), find_tier())
    paths = sorted(folder.glob("*.ipynb"))[1:4]
    graded, bare = [], []
    for path in paths * 5:
        submission = Submission(path.stem, path.name, path.read_bytes())
        calls = recorded(grader, submission)
        start = time.perf_counter()
        grader.grade(submission)
        graded.append(time.perf_counter() - start)
        start = time.perf_counter()
        answer(grader, submission, calls)
        bare.append(time.perf_counter() - start)
    grader.close()
    return 1e3 * sorted(graded)[len(graded) // 2], 1e3 * sorted(bare)[len(bare) // 2]


def recorded(grader, submission):
    """The calls that grading this submission makes."""
    calls, original = [], Session.call_many

    def record(self, name, arguments):
        calls.append((name, arguments))
        return original(self, name, arguments)

    Session.call_many = record
    try:
        grader.grade(submission)
    finally:
        Session.call_many = original
    return calls


def answer(grader, submission, calls):
    """The floor: load and answer, without a test or a comparison."""
    source = read(submission)
    zygote, functions = grader._zygote, HW1.functions
    session = Session(zygote, source.kind, source.cells, functions, Limits())
    for name, arguments in calls:
        session.deadline = time.monotonic() + 5
        session.call_many(name, arguments)
    session.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="notebooks of the main comparison")
    parser.add_argument("--largest", type=int, default=1000, help="notebooks of the largest class")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name)
        folder = make_class(workspace / "class", arguments.count)
        one, _ = grade(folder, workspace / "one")
        two, _ = grade(folder, workspace / "two", jobs=2)
        single = make_class(workspace / "single", 1)
        first, _ = grade(single, workspace / "first")
        stock = otter(folder, workspace)
        each = one / arguments.count
        print(f"{arguments.count} notebooks, one job: {1e3 * each:.1f} ms each, start-up included")
        print(
            f"stock otter run: {1e3 * stock:.0f} ms each; we are {stock / each:.0f} times as fast"
        )
        print(f"two jobs are {one / two:.2f} times one")
        print(f"from the command to the first grade, and out: {first:.1f} s")
        graded, bare = floor(folder)
        print(f"a warm grade: {graded:.1f} ms; load and calls alone: {bare:.1f} ms")
        print(f"a grade is {graded / bare:.2f} times its floor")
        for count in (arguments.largest // 10, arguments.largest):
            big = make_class(workspace / f"class{count}", count)
            seconds, peak = grade(big, workspace / f"out{count}", jobs=2)
            print(f"{count} notebooks, two jobs: {seconds:.1f} s, {peak:.0f} MiB in the parent")
        for command in ("--help", "list"):
            code = ("-c", "from autograder.cli import main; main()", command)
            print(f"autograder {command}: {timed(sys.executable, *code)[0]:.2f} s")


if __name__ == "__main__":
    main()
