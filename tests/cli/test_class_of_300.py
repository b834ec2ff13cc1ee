"""A class of 300 from files to decisions: who copied, which test is bad, what was not understood.

Every student has a helper of their own making and mistakes by ability. In it are hidden: a copy
under new names, a test whose reference is wrong, and a mistake that most of the class share.
"""

import random
import re

import pytest
from scratch import copy_repository
from test_cli import run

from autograder.results.statistics import misconceptions
from autograder.runs.run_folder import read_results

COUNT = 300
SPOILED = "q2.relu_grad.at_zero"
NOT_UNDERSTOOD = "numerical_gradient.divided_by_eps"
COPIED, COPY = "s041", "s207"
MISTAKES = {  # all of them have a name, so that nobody has to look for the line
    "lambd / 2 * (np.sum(": "lambd * (np.sum(",
    "(1 - lr * lambd) * np.asarray(w)": "np.asarray(w)",
    "float(0.5 * ((rows": "float(((rows",
}
NAMES = ["total", "part", "rows", "left", "right", "scaled", "moved", "kept", "best", "given"]
CHECKS = ["min", "max", "sum", "mean", "std", "argmin", "argmax", "ravel", "round", "cumsum"]


def own_helper(seed):
    """A function as nobody else would write it; nothing calls it."""
    rng, lines = random.Random(seed), ["\n\ndef looks_right(given):"]
    for _ in range(12):
        one, two, three = rng.choices(NAMES, k=3)
        value = f"{two} {rng.choice('+-*/@')} {three}.{rng.choice(CHECKS)}({rng.randint(0, 9)})"
        lines.append(f"    {one} = {value} {rng.choice('+-*/%')} {rng.randint(0, 99)}")
    return "\n".join([*lines, f"    return {rng.choice(NAMES)} > 0", ""])


def renamed(text):
    """The same under other names, and with a word of one's own."""
    for name in NAMES:
        text = re.sub(rf"\b{name}\b", f"my_{name}", text)
    return f"# my own work\n{text}"


def work_of(number, solution):
    """What a student hands in: the weaker, the more mistakes."""
    rng, weakness = random.Random(number), 1 - number / COUNT
    text = solution
    for right, wrong in MISTAKES.items():
        assert right in solution
        if rng.random() < 0.6 * weakness:
            text = text.replace(right, wrong)
    if rng.random() < weakness:  # what the spoiled test takes for right
        text = text.replace("return (np.asarray(x) > 0)", "return (np.asarray(x) >= 0)")
    if rng.random() < 0.6:
        text = text.replace("/ (2 * eps)", "/ eps")
    return text + own_helper(number)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course with a wrong reference: 1 where the convention says 0."""
    root = copy_repository(tmp_path_factory.mktemp("course"))
    path = root / "solutions" / "hw1_backprop" / "hidden_tests" / "q2.py"
    right, wrong = '"relu_grad", reference.relu_grad,', '"relu_grad", lambda x: (x >= 0) * 1.0,'
    text = path.read_text()
    assert text.count(right) == 1
    path.write_text(text.replace(right, wrong))
    return root


@pytest.mark.nightly
@pytest.mark.timeout(1800)  # 300 submissions
def test_the_tools_find_the_copy_the_bad_test_and_what_was_not_understood(
    tmp_path, course, solution
):
    submissions, out = tmp_path / "submissions", tmp_path / "out"
    submissions.mkdir()
    works = {f"s{n:03d}": work_of(n, solution) for n in range(COUNT)}
    works[COPY] = renamed(works[COPIED])
    for student, text in works.items():
        (submissions / f"{student}.py").write_text(text)
    graded = run("grade", "hw1_backprop", submissions, "--out", out, "--course", course, "-q")
    assert graded.exit_code == 0, graded.output

    found = run("similar", out, "--course", course)
    first, second = re.findall(r"^(\S+) and (\S+): ([\d.]+) times", found.stdout, re.MULTILINE)[:2]
    assert first[:2] == (COPIED, COPY)
    assert float(first[2]) > 2 * float(second[2])

    shared = misconceptions(read_results(out))
    assert shared[0].id == NOT_UNDERSTOOD
    assert shared[0].students == {s for s, text in works.items() if "/ eps" in text}

    page = (out / "report.html").read_text()
    flagged = re.findall(r"<li><code>([\w.]+)</code>: ([^.]+\.)", page)
    assert flagged[0][0] == SPOILED
    assert flagged[0][1].startswith("The best students fail this more often than the weakest")
