"""Load problems that cost nothing: are they told apart from those that did?"""

import json

import pytest
from classroom import HANDOUT, cases_of_hw1, failed, passed, result_of
from msgspec.structs import replace

from autograder.cli.tables import first_trouble
from autograder.grading.grade import Grade, Outcome
from autograder.reports.class_page import report
from autograder.reports.student_page import feedback
from autograder.results.result import result_of as result_of_grade
from autograder.results.results_json import from_json, to_json
from autograder.results.statistics import to_look_at
from autograder.sandbox.failure import LoadProblem
from autograder.submissions.submission import Submission

LOST = LoadProblem("the file", 4, "SyntaxError: expected ':'")
UNUSED = LoadProblem("the file", 1, "ModuleNotFoundError: No module named 'pandas'", lost=False)


@pytest.mark.parametrize("wrong", [0, 1])
def test_a_problem_that_cost_nothing_is_a_note(hw1, wrong):
    submission = Submission("ada", "ada.py", b"")
    outcomes = [Outcome(test) for test in hw1.tests]
    outcomes[:wrong] = [Outcome(test, "missing", "gone") for test in hw1.tests[:wrong]]
    grade = Grade(submission, "graded", outcomes=outcomes, problems=[LOST, UNUSED])
    result = from_json(to_json(result_of_grade(grade, hw1, "strong", "")))
    # At full marks nothing was lost, whatever the sandbox feared.
    assert result.about.problems == (str(LOST),) * wrong
    assert result.about.notes == (str(LOST),) * (not wrong) + (str(UNUSED),)
    told = result.output.splitlines()
    assert [line.startswith("At load: ") for line in told] == [bool(wrong), False]
    assert told[-1] == f"Did not run, and no points were lost by it: {UNUSED}"


RED, NOTE = '<section class="card wrong"', '<details class="card small notes"'


@pytest.mark.slow
def test_an_import_that_nothing_uses_is_a_grey_note_at_full_marks(grade, hw1, solution):
    graded = grade("import pandas as pd\n" + solution)
    result = from_json(to_json(result_of_grade(graded, hw1, "strong", "")))
    page = feedback(result, HANDOUT)
    assert result.score == 100
    assert RED not in page
    assert page.count("pandas") == 1
    assert page.index(NOTE) < page.index("pandas")


def test_an_import_that_a_function_uses_is_a_red_box(grade, hw1, solution):
    used = solution.replace("    return np.maximum(", "    return pd.np.maximum(")
    graded = grade("import pandas as pd\n" + used)
    result = from_json(to_json(result_of_grade(graded, hw1, "strong", "")))
    page = feedback(result, HANDOUT)
    assert result.score < 100
    assert page.index(RED) < page.index("pandas")


def test_results_without_notes_can_be_read():
    written = json.loads(to_json(result_of("ada", [passed(*cases_of_hw1()[0])], problems=["x"])))
    del written["extra_data"]["notes"]
    read = from_json(json.dumps(written))
    assert (read.about.problems, read.about.notes) == (("x",), ())


def test_the_staff_need_not_look_at_what_cost_nothing():
    tests = [failed(passed(*cases_of_hw1()[0]), "no")]
    noted = replace(result_of("ada", tests, notes=("x",)), output="Did not run: x")
    broken = result_of("bob", tests, problems=["cell 3: y"])
    page = "".join(report([noted, broken], HANDOUT))
    assert "<pre>At load: cell 3: y</pre>" in page
    assert "<pre>Did not run: x</pre>" not in page
    assert to_look_at([noted, broken]) == [broken]
    assert first_trouble(broken) == "At load: cell 3: y"
    assert first_trouble(noted).startswith("q1.")


def test_what_a_graded_file_is_comes_first_and_is_looked_at():
    note = "only an autosave copy was handed in"
    result = result_of("ada", [passed(*cases_of_hw1()[0])], note=note, problems=["x"])
    page = feedback(result, HANDOUT)
    assert f"Before anything else: {note}." in page
    assert page.index(note) < page.index("not everything in your file ran")
    assert (first_trouble(result), to_look_at([result])) == (note, [result])
