"""Classes of students who do not exist, as results in the contract's format."""

import random

from bundled import find
from msgspec import UNSET
from msgspec.structs import replace

from autograder.course.declared_tests import declared
from autograder.course.handout import read_handout
from autograder.grading.grade import ONCE
from autograder.reports.class_page import write_report
from autograder.reports.student_page import write_feedback
from autograder.results.result import About, AboutTest, Result, TestResult

HW1 = find("hw1_backprop")
HANDOUT = read_handout(HW1)
HINTS = {
    "l2_penalty.doubled": "Your penalty is twice the expected one: see the half in (5.3.5).",
    "mlp_backward.l2_gradient_missing": "s depends on W1 too (5.3.10): where is its gradient?",
    "softmax.over_the_batch": "Your softmax normalises over the batch; classes are the last axis.",
    "relu_grad.one_at_zero": "relu'(0) = 0 by convention, and you return 1.",
}
REASONS = ["wrong_value"] * 8 + ["wrong_shape", "not_finite", "exception", "timeout", "crash"]


def cases_of_hw1():
    """(name, number, points, hidden) of every test, read off the text: no torch."""
    tests = []
    for q, question in enumerate(HW1.questions, start=1):
        found = [test for path in HW1.test_files(question) for test in declared(path)]
        tests += [
            (test["name"], f"{q}.{n}", float(test["points"]), test["hidden"])
            for n, test in enumerate(found, start=1)
        ]
    return tests


def passed(name, number, points, hidden):
    question, quantity, *rest = name.split(".")
    return TestResult(
        name=name,
        number=number,
        score=points,
        max_score=points,
        status="passed",
        output="passed",
        visibility="after_published" if hidden else "visible",
        about=AboutTest(question=question, quantity=quantity, property=".".join(rest)),
    )


def failed(test, message, reason="wrong_value", misconception=None, **about):
    """The same test failed: `about` are fields of AboutTest, and with them the output is made."""
    told = {"reason": reason, "misconception": misconception, "message": message} | about
    told = replace(test.about, **told)
    once = ONCE if told.charged == "once" else ""
    lines = filter(None, [told.message + told.numbers, told.hint, told.look, once])
    return replace(test, score=0, status="failed", output="\n".join(lines), about=told)


def carried(test, helper="relu_grad"):
    about = replace(test.about, carried_forward=(helper,))
    return replace(test, output=f"right, once your {helper} is", about=about)


def result_of(student, tests, note="", status="graded", problems=(), **about):
    """One results.json around its tests."""
    questions = dict.fromkeys(HW1.questions, None if status == "error" else 0)
    for test in tests:
        questions[test.about.question] += test.score
    known = {
        "assignment": "hw1_backprop",
        "student": student,
        "file": f"{student}.ipynb",
        "status": status,
        "note": note,
        "problems": tuple(problems),
        "max_score": 100,
        "questions": questions,
        "submission_sha256": "5e" * 32,
        "autograder_sha256": "a9" * 32,
        "sandbox": "strong",
        "seconds": 0.125,
        "versions": {"python": "3.12.1", "numpy": "2.1.0"},
        "seed": "5eed5eed",
    }
    lines = [note] * bool(note) + [f"At load: {problem}" for problem in problems]
    return Result(
        score=UNSET if status == "error" else sum(questions.values()),
        output="\n".join(lines),
        about=About(**known | about),
        tests=tuple(tests),
    )


def random_class(count, seed=0):
    """Students of every ability: some stop early, some cannot be read, some have broken cells."""
    tests, rng = cases_of_hw1(), random.Random(seed)
    difficulty = {quantity(name): rng.random() for name, *_ in tests}
    hints = {name: rng.choice([None, *HINTS]) for name in difficulty}
    for i in range(count):
        rng = random.Random(f"{seed} {i}")  # whatever the tests, the same students
        if rng.random() < 0.02:
            yield result_of(f"student{i:03d}", [], "the file is empty", "unreadable")
            continue
        ability, stopped = rng.betavariate(4, 1.6), rng.choice([99] * 8 + [rng.randint(2, 8)])
        wrong = {q for q, d in difficulty.items() if rng.random() > ability ** (0.15 + 0.9 * d)}
        entries = [entry(rng, test, wrong, stopped, hints) for test in tests]
        broken = "cell 7, line 3: NameError: name 'foo' is not defined"
        problems = [broken] if rng.random() < 0.02 else []
        seconds = round(rng.expovariate(1), 3)
        yield result_of(f"student{i:03d}", entries, problems=problems, seconds=seconds)


def entry(rng, test, wrong, stopped, hints):
    own, what, is_hidden = passed(*test), quantity(test[0]), test[3]
    if int(test[0].split(".")[0][1:]) >= stopped:
        return failed(own, f"{what} is not written yet", "missing")
    if what not in wrong:
        return carried(own) if rng.random() < 0.03 else own
    reason = rng.choice(REASONS)
    hint = hints[what] if is_hidden and reason == "wrong_value" else None
    if hint:
        about = {"misconception": hint, "hint": HINTS[hint]}
    elif is_hidden:
        about = {"answer": f"{test[0]} {reason}"}
    else:
        values = {"expected": [1.0, 2.0], "got": [1.0, 3.0]}
        about = {"values": values, "numbers": ": expected\n[1. 2.]\ngot\n[1. 3.]"}
    return failed(own, f"{what} has the wrong value", reason, **about)


def quantity(name):
    return ".".join(name.split(".")[:2])


def written(out, results):
    """The folder of a class with all its pages."""
    write_report(out, results, HANDOUT)
    for result in results:
        write_feedback(out, result, HANDOUT)
    return out
