"""`autograder explain DIR STUDENT`: is each cause one row, and what matters told first?"""

import os
import subprocess
import sys

import pytest
from classroom import cases_of_hw1, failed, passed, result_of
from msgspec.structs import replace
from rich.console import Console
from test_cli import run

from autograder.cli.failed_tests import by_cause, failed_tests
from autograder.results.results_json import to_json
from autograder.runs.run_folder import result_path

TESTS = {case[0]: passed(*case) for case in cases_of_hw1()}


def broken(name, message="f: wrong value", **about):
    return failed(TESTS[name], message, **{"function": "f"} | about)


def names(tests):
    return {cause: [test.name for test in own] for cause, own in by_cause(tests).items()}


def test_what_is_not_written_is_one_cause():
    stubs = [
        broken(name, f"{f} is not written yet", reason="missing", function=f)
        for name, f in (("q1.f", "computational_graph"), ("q2.sigmoid", "sigmoid"))
    ]
    assert names(stubs) == {"is not written yet": ["q1.f", "q2.sigmoid"]}
    gone = [
        broken(name, f"{f} is not defined", reason="missing", function=f)
        for name, f in (("q1.f", "computational_graph"), ("q2.sigmoid", "sigmoid"))
    ]
    entry = broken("q5.dJ_dh", "mlp_backward: dJ_dh is not in the result", reason="missing")
    assert names([*gone, entry]) == {
        "is not defined": ["q1.f", "q2.sigmoid"],
        "mlp_backward: dJ_dh is not in the result": ["q5.dJ_dh"],
    }
    assert "2 tests of computational_graph, sigmoid" in shown(result_of("ada", gone), width=120)


def test_a_line_that_is_told_is_one_cause_whatever_a_public_test_advises_besides():
    tests = [
        broken("q2.relu.worked_example", repair="ab12", line=7, look="Look at 0.\nline 7"),
        broken("q2.relu", repair="ab12", line=7, look="line 7"),
    ]
    assert names(tests) == {"line 7": ["q2.relu.worked_example", "q2.relu"]}


def test_a_wrong_value_belongs_to_the_only_cause_of_its_function():
    tests = [
        broken("q2.relu.worked_example"),
        broken("q2.relu", misconception="relu.clipped"),
        broken("q2.relu.arguments", "counts only beside ...", charged="beside"),
        broken("q2.relu.integers", "relu raised", reason="exception"),
    ]
    assert names(tests) == {
        "relu.clipped": ["q2.relu.worked_example", "q2.relu", "q2.relu.arguments"],
        "f: exception": ["q2.relu.integers"],
    }


def test_of_two_causes_the_one_of_the_same_quantity_counts():
    tests = [
        broken("q5.dJ_dW2.worked_example", "dJ_dW2: wrong value"),
        broken("q5.dJ_dW2", misconception="f.penalty"),
        broken("q5.dJ_db1", repair="ab12", line=7, look="line 7"),
        broken("q5.dJ_dh", "dJ_dh has the wrong value"),
        broken("q5.mlp_backward.arguments", "counts only beside ...", charged="beside"),
    ]
    assert names(tests) == {
        "f.penalty": ["q5.dJ_dW2.worked_example", "q5.dJ_dW2", "q5.mlp_backward.arguments"],
        "line 7": ["q5.dJ_db1"],
        "dJ_dh has the wrong value": ["q5.dJ_dh"],
    }


def shown(result, width=80):
    console = Console(width=width)
    with console.capture() as capture:
        console.print(failed_tests(result))
    return capture.get()


def test_the_dearest_cause_stands_first_below_the_score():
    wrong = {t.name: t for t in (broken("q1.f"), broken("q5.dJ_dW1", "dJ_dW1: wrong shape"))}
    result = result_of("ada", [wrong.get(name, test) for name, test in TESTS.items()])
    told = shown(result)
    assert told.startswith(f"ada: {result.score:g} of 100 points")
    assert told.index("dJ_dW1: wrong shape") < told.index("f: wrong value")


def test_of_what_could_not_be_read_the_reason_is_told():
    result = result_of("ada", [])
    about = replace(result.about, status="unreadable", note="it is a RAR archive: send a zip")
    assert shown(replace(result, about=about, score=0)).splitlines() == [
        "ada: 0 of 100 points",
        "it is a RAR archive: send a zip",
    ]


def test_a_mistyped_student_is_told_who_comes_near(tmp_path):
    path = result_path(tmp_path, "ada_lovelace")
    path.parent.mkdir()
    path.write_text(to_json(result_of("ada_lovelace", list(TESTS.values()))))
    told = run("explain", tmp_path, "ada_lovelase")
    assert told.exit_code == 2
    assert "did you mean ada_lovelace?" in told.output
    assert "did you mean" not in run("explain", tmp_path, "zoe").output
    path.write_text(path.read_text()[:99])
    told = run("explain", tmp_path, "ada_lovelace")
    assert told.exit_code == 1
    assert "is damaged: grade again" in told.output


@pytest.mark.slow
def test_a_pipe_that_takes_no_such_letters_stops_nothing(tmp_path):
    """As on Windows, where output that goes to a file has the letters of one code page."""
    path = result_path(tmp_path, "王")
    path.parent.mkdir()
    path.write_text(to_json(result_of("王", [broken("q1.f"), *TESTS.values()])))
    command = [sys.executable, "-m", "autograder", "explain", str(tmp_path), "王"]
    env = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "f: wrong value" in done.stdout
