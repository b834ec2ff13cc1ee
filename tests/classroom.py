"""Classes of students who do not exist, as results in the contract's format."""

import random
import re

from bundled import find

from autograder.reports.class_page import write_report
from autograder.reports.student_page import write_feedback

TEST_CASE = re.compile(r'test_case\(\s*name="([^"]+)",\s*points=([\d.]+)')
HINTS = {
    "l2_penalty.doubled": "Your penalty is twice the expected one: see the half in (5.3.5).",
    "mlp_backward.l2_gradient_missing": "s depends on W1 too (5.3.10): where is its gradient?",
    "softmax.over_the_batch": "Your softmax normalises over the batch; classes are the last axis.",
    "relu_grad.one_at_zero": "relu'(0) = 0 by convention, and you return 1.",
}
REASONS = ["wrong_value"] * 8 + ["wrong_shape", "not_finite", "exception", "timeout", "crash"]


def cases_of_hw1():
    """(name, number, points, hidden) of every test, read off the text: no torch."""
    assignment, tests = find("hw1_backprop"), []
    for q, question in enumerate(assignment.questions, start=1):
        found = [
            (name, float(points), path.parent == assignment.hidden_tests)
            for path in assignment.test_files(question)
            for name, points in TEST_CASE.findall(path.read_text())
        ]
        tests += [(name, f"{q}.{n}", p, h) for n, (name, p, h) in enumerate(found, start=1)]
    return tests


def passed(name, number, points, hidden):
    return {
        "name": name,
        "number": number,
        "score": points,
        "max_score": points,
        "status": "passed",
        "output": "passed",
        "visibility": "after_published" if hidden else "visible",
    }


def failed(test, output, reason="wrong_value", misconception=None):
    extra = {"reason": reason, "misconception": misconception}
    return test | {"score": 0, "status": "failed", "output": output, "extra_data": extra}


def carried(test, helper="relu_grad"):
    extra = {"carried_forward": [helper]}
    return test | {"output": f"right, once your {helper} is", "extra_data": extra}


def result_of(student, tests, output="", status="graded", **about):
    """One results.json around its tests."""
    questions = dict.fromkeys(find("hw1_backprop").questions, 0)
    for test in tests:
        questions[test["name"].split(".")[0]] += test["score"]
    extra = {
        "assignment": "hw1_backprop",
        "student": student,
        "file": f"{student}.ipynb",
        "status": status,
        "max_score": 100,
        "questions": questions,
        "submission_sha256": "5e" * 32,
        "autograder_sha256": "a9" * 32,
        "sandbox": "strong",
        "seconds": 0.125,
        "versions": {"python": "3.12.1", "numpy": "2.1.0"},
    }
    score = {} if status == "error" else {"score": sum(questions.values())}
    return score | {"output": output, "tests": tests, "extra_data": extra | about}


def random_class(count, seed=0):
    """Students of every ability: some stop early, some cannot be read, some have broken cells."""
    rng, tests = random.Random(seed), cases_of_hw1()
    difficulty = {quantity(name): rng.random() for name, *_ in tests}
    hints = {name: rng.choice([None, *HINTS]) for name in difficulty}
    for i in range(count):
        if rng.random() < 0.02:
            yield result_of(f"student{i:03d}", [], "the file is empty", "unreadable")
            continue
        ability, stopped = rng.betavariate(4, 1.6), rng.choice([99] * 8 + [rng.randint(2, 8)])
        wrong = {q for q, d in difficulty.items() if rng.random() > ability ** (0.15 + 0.9 * d)}
        entries = [entry(rng, test, wrong, stopped, hints) for test in tests]
        broken = "At load: cell 7, line 3: NameError: name 'foo' is not defined"
        output = broken if rng.random() < 0.02 else ""
        seconds = round(rng.expovariate(1), 3)
        yield result_of(f"student{i:03d}", entries, output, seconds=seconds)


def entry(rng, test, wrong, stopped, hints):
    own, what = passed(*test), quantity(test[0])
    if int(test[0].split(".")[0][1:]) >= stopped:
        return failed(own, f"{what} is not written yet", "missing")
    if what not in wrong:
        return carried(own) if rng.random() < 0.03 else own
    reason = rng.choice(REASONS)
    hint = hints[what] if test[3] and reason == "wrong_value" else None
    told = f"\n{HINTS[hint]}" if hint else "" if test[3] else "\nexpected\n[1. 2.]\ngot\n[1. 3.]"
    wrong = failed(own, f"{what} has the wrong value{told}", reason, hint)
    if test[3] and not hint:
        wrong["extra_data"]["answer"] = f"{test[0]} {reason}"
    if not test[3]:
        wrong["extra_data"]["values"] = {"expected": [1.0, 2.0], "got": [1.0, 3.0]}
    return wrong


def quantity(name):
    return ".".join(name.split(".")[:2])


def written(out, results):
    """The folder of a class with all its pages."""
    write_report(out, results)
    for result in results:
        write_feedback(out, result)
    return out
