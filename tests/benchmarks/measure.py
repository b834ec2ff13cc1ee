"""What the benchmarks share: classes of notebooks, and processes that are timed and weighed."""

import ast
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.course.bundled import BUNDLED
from autograder.course.course import Course
from autograder.release.student_files import notebook

HW1 = Course(BUNDLED).assignment("hw1_backprop")
NAMED = [
    ("lambd / 2 *", "lambd *"),
    ("(np.asarray(x) > 0)", "(np.asarray(x) >= 0)"),
]
UNNAMED = [  # of no list, so that the grader has to look for the line; each ends one
    ('dJ_dh * phi_grad(cache["z"])\n', 'dJ_dh + phi_grad(cache["z"])\n'),
    ('dJ_dh = dJ_do @ cache["W2"]\n', 'dJ_dh = dJ_do @ (cache["W2"] - cache["lambd"])\n'),
    ("norm(a) + np.linalg.norm(b)\n", "norm(a) * np.linalg.norm(b)\n"),
    ("(above - below) / (2 * eps)\n", "(above + below) / (2 * eps)\n"),
]
FORWARD = "z = x @ np.transpose(W1) +"
# One in so many has last digits of its own from the forward pass on. The right and wrong specimens
# of hw1, as different as could be made, answer a third of what is asked as none before them did.
OWN_DIGITS = 3
AUTOGRADER = str(Path(sys.executable).parent / "autograder")
LOOK_SECONDS = 0.2


def make_class(folder, count, own_digits=OWN_DIGITS):
    """`count` notebooks: the released one, filled in, one in four with a mistake, half of these of
    no list.
    """
    folder.mkdir(parents=True)
    released, solution = notebook(HW1), HW1.solution.read_text()
    for number in range(count):
        book = nbformat.reads(released, as_version=4)
        text = text_of(number, solution, own_digits)
        answers = functions_in(text)
        for cell in book.cells:
            if cell.cell_type == "code" and "raise NotImpl" in cell.source:
                cell.source = "\n\n".join(answers.pop(name) for name in functions_in(cell.source))
        head = text.partition("# %%")[0]
        helpers = "\n\n".join([head, *answers.values()])
        book.cells.insert(1, nbformat.v4.new_code_cell(helpers))
        (folder / f"student{number:05d}.ipynb").write_text(nbformat.writes(book))
    return folder


def functions_in(source):
    """The text of each function, by its name."""
    lines = source.splitlines()  # ast.get_source_segment would split them for each function anew
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {f.name: "\n".join(lines[f.lineno - 1 : f.end_lineno]) for f in functions}


def text_of(number, solution, own_digits=OWN_DIGITS):
    """What student `number` has written; one in `own_digits` rounds as nobody else."""
    assert FORWARD in solution
    text = f"# student {number}\n{solution}"
    if number % own_digits == 0:
        text = text.replace(FORWARD, FORWARD.replace("x @", f"(1 + {number} * 2.0**-52) * x @"))
    return with_mistake(number // 4, text) if number % 4 == 0 else text


def with_mistake(nth, text):
    """A text with a mistake: every second is of no list, and then no other text is the same."""
    if nth % 2 == 0:
        return text.replace(*NAMED[nth // 2 % len(NAMED)])
    before, after = UNNAMED[nth // 2 % len(UNNAMED)]
    assert before in text
    return text.replace(before, after.replace("\n", f"  # {nth}\n"))


@dataclass(frozen=True)
class Run:
    """One process from start to end: wall seconds, and peak MiB of it and its largest child."""

    seconds: float
    own_mib: float
    child_mib: float


def timed(*command, cwd=None, env=None, weigh=False):
    """Run a command; `weigh` looks at the memory of it and of what it starts now and then."""
    start, peaks = time.perf_counter(), {}
    with subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        while weigh and process.poll() is None:
            for pid in family(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), peak_mib(pid))
            time.sleep(LOOK_SECONDS)
        said = process.stderr.read()
    if process.returncode:
        sys.exit(f"{command} failed: {said[-2000:]}")
    own = peaks.pop(process.pid, 0)
    return Run(time.perf_counter() - start, own, max(peaks.values(), default=0))


def family(pid):
    """A process and all that come from it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(descendant for child in children for descendant in family(int(child)))]


def peak_mib(pid):
    """The most memory that a process has held so far."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def grade(folder, out, jobs=1, *, scheduler=None, weigh=False):
    """The whole command, start-up and reports included."""
    who = ("--scheduler", scheduler) if scheduler else ("--jobs", str(jobs))
    arguments = ("grade", HW1.name, str(folder), "--out", str(out), *who, "--quiet")
    return timed(AUTOGRADER, *arguments, weigh=weigh)
