"""Grading a class: are the files what the contract says, and is nothing lost or spoilt?"""

import csv
import dataclasses
import hashlib
import json
import os
import random
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from classroom import cases_of_hw1, failed, passed, result_of
from msgspec.structs import replace

from autograder.grading.grade import Grade
from autograder.grading.grader import Grader
from autograder.results.atomic_file import write_atomically
from autograder.results.results_json import from_json, to_json
from autograder.results.tables.grades_csv import grades_csv
from autograder.runs import batch, task
from autograder.runs.executors import processes
from autograder.runs.run_folder import kept_submission, read_result
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.collect import collect
from autograder.submissions.submission import Submission, read

LIMITS = Limits(load_seconds=3, test_seconds=1)


def run(hw1, submissions, out, jobs=1):
    graded = []
    job = batch.Job(hw1, "medium", LIMITS, jobs)
    results = batch.run(job, submissions, out, resume=True, done=graded.append)
    assert len(graded) == len(results) == len(submissions)
    write_atomically(out / "grades.csv", grades_csv(results, hw1.questions))
    return results


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory, hw1, solution):
    """A small class: right, wrong in places, hostile, and hopeless."""
    folder = tmp_path_factory.mktemp("class")
    texts = {
        "ada": solution,
        "bob": solution.replace("lambd / 2 *", "lambd *"),
        "cyd": "import os\nos._exit(0)\n" + solution,
        "dot": "",
        "eve": "def sigmoid(x):\n    import os; os.kill(os.getppid(), 9)\n",
        "=HYPERLINK(1)": solution.replace("return q * z", "return q"),
    }
    for student, text in texts.items():
        (folder / f"{student}.py").write_text(text)
    return folder


@pytest.fixture(scope="module")
def grades(class_folder, tmp_path_factory, hw1):
    out = tmp_path_factory.mktemp("out")
    run(hw1, collect([class_folder], hw1), out)
    return out


def test_grades_csv_is_what_the_contract_says(grades, hw1):
    with open(grades / "grades.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["student", "file", "score", "max_score", "status", *hw1.questions]
    by_student = {row["student"]: row for row in rows}
    assert [row["student"] for row in rows] == ["'=HYPERLINK(1)", "ada", "bob", "cyd", "dot", "eve"]
    assert (by_student["ada"]["score"], by_student["ada"]["q5"]) == ("100", "18")
    assert (by_student["cyd"]["score"], by_student["cyd"]["status"]) == ("100", "graded")
    assert (by_student["dot"]["score"], by_student["dot"]["status"]) == ("0", "unreadable")
    assert by_student["bob"]["q3"] == "18.5"
    assert {row["max_score"] for row in rows} == {"100"}


def test_results_are_what_the_contract_says(grades, hw1):
    result = json.loads((grades / "results" / "bob.json").read_text())
    about = result["extra_data"]
    for key in ("assignment", "submission_sha256", "autograder_sha256", "sandbox", "seconds"):
        assert key in about
    assert result["score"] == sum(test["score"] for test in result["tests"])
    assert [test["name"] for test in result["tests"]] == [test.name for test in hw1.tests]
    for test in result["tests"]:
        keys = ("name", "score", "max_score", "status", "output", "visibility", "number")
        assert all(key in test for key in keys)
        assert (test["status"] == "failed") == ("reason" in test["extra_data"])
        assert test["visibility"] in ("visible", "after_published")
    lost = next(test for test in result["tests"] if test["name"] == "q3.l2_penalty")
    assert lost["extra_data"]["reason"] == "wrong_value"
    assert "misconception" in lost["extra_data"]


def test_every_submission_has_a_feedback_page(grades):
    names = {path.stem for path in (grades / "results").glob("*.json")}
    assert {path.stem for path in (grades / "feedback").glob("*.html")} == names
    assert "the file is empty" in (grades / "feedback" / "dot.html").read_text()


def test_no_temporary_file_is_left(grades):
    assert [path for path in grades.rglob("*") if path.name.endswith(".tmp")] == []


@pytest.mark.slow
def test_two_jobs_and_any_order_give_the_same_grades(class_folder, grades, hw1, tmp_path):
    submissions = collect([class_folder], hw1)
    random.Random(3).shuffle(submissions)
    run(hw1, submissions, tmp_path, jobs=2)
    assert (tmp_path / "grades.csv").read_bytes() == (grades / "grades.csv").read_bytes()


def test_what_is_done_is_not_graded_again(class_folder, grades, hw1, monkeypatch):
    def refuse(job, submissions, busy):
        assert list(submissions) == []
        return iter(())

    monkeypatch.setattr(batch, "grade_all", refuse)
    before = (grades / "grades.csv").read_bytes()
    run(hw1, collect([class_folder], hw1), grades)
    assert (grades / "grades.csv").read_bytes() == before


def test_what_has_changed_is_graded_again(run_here, solution, tmp_path):
    first, second = (
        Submission("ada", "ada.py", b"x = 1"),
        Submission("ada", "ada.py", solution.encode()),
    )
    assert run_here([first])[0].score == 0
    assert run_here([second])[0].score == 100
    (tmp_path / "results" / "ada.json").write_text('{"broken')
    assert run_here([second])[0].score == 100


def test_a_change_of_the_grader_grades_again_and_is_announced(
    run_here, solution, tmp_path, monkeypatch
):
    half = solution.replace("lambd / 2 *", "lambd *").encode()
    submissions = [Submission("ada", "ada.py", half), Submission("bob", "bob.py", b"")]
    run_here(submissions)
    assert not (tmp_path / "changes.csv").exists()
    path = tmp_path / "results" / "ada.json"
    old = from_json(path.read_text())
    *others, last = old.tests
    tests = (*others, replace(last, score=last.score - 1))
    old = replace(old, score=old.score - 1, tests=tests)
    path.write_text(to_json(old))
    monkeypatch.setattr(batch, "grade_sha256", lambda _: "another")
    score = {result.student: result.score for result in run_here(submissions)}["ada"]
    with open(tmp_path / "changes.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["student", "old", "new", "tests"],
        ["ada", str(old.score), str(score), last.name],
    ]


@pytest.fixture
def asked(hw1, here, tmp_path, monkeypatch):
    """Grades into one folder with a grader that tests nothing; gives what it was asked for."""

    def start(submissions, status="graded", resume=True, meanwhile=lambda: None):
        graded = []

        def grade(work, submission):
            graded.append(submission)
            read(submission)
            meanwhile()
            return task.written(Grade(submission, status, "made up"), work)

        monkeypatch.setattr(batch, "grade_one", grade)
        job = batch.Job(hw1, "medium", LIMITS, 1, here)
        batch.run(job, submissions, tmp_path, resume=resume, done=lambda _: None)
        return graded

    return start


ADA = Submission("ada", "ada.py", b"x = 1\n")


def test_what_the_grader_failed_on_is_graded_again_until_it_works(asked, tmp_path):
    for status in ("error", "error", "graded"):
        assert asked([ADA], status) == [ADA]
        assert read_result(tmp_path, "ada").status == status
    assert asked([ADA], "error") == []
    assert read_result(tmp_path, "ada").status == "graded"
    assert asked([ADA], "graded", resume=False) == [ADA]


def test_the_same_bytes_under_another_name_are_graded_again(asked, tmp_path):
    """A notebook that became a module is read in another way, and its page tells its name."""
    renamed = dataclasses.replace(ADA, file="hw1.py")
    assert asked([ADA]) == [ADA]
    assert asked([ADA]) == []
    assert asked([renamed]) == [renamed]
    assert read_result(tmp_path, "ada").about.file == "hw1.py"
    assert asked([renamed]) == []


def test_what_is_kept_can_be_graded_again(asked, tmp_path):
    """Also where its name was spoilt."""
    asked([Submission("ada", "ada.py.txt", ADA.content)])
    assert (tmp_path / "submissions" / "ada.py").read_bytes() == ADA.content
    assert kept_submission(tmp_path, read_result(tmp_path, "ada")).file == "ada.py.txt"


def test_a_submission_that_is_kept_is_what_was_graded_or_nothing(asked, tmp_path):
    asked([ADA])
    result, path = read_result(tmp_path, "ada"), tmp_path / "submissions" / "ada.py"
    assert kept_submission(tmp_path, result) == ADA
    path.write_bytes(ADA.content + b"# changed\n")
    assert kept_submission(tmp_path, result) is None
    path.write_bytes(ADA.content)
    assert kept_submission(tmp_path, result) == ADA
    path.unlink()
    assert kept_submission(tmp_path, result) is None


def test_a_file_is_read_once_and_what_is_graded_is_what_is_kept(
    asked, hw1, tmp_path, tmp_path_factory, monkeypatch
):
    """Students may save while the class is graded."""
    folder = tmp_path_factory.mktemp("class")
    path, before = folder / "ada.py", b"x = 1\n"
    path.write_bytes(before)
    submissions = collect([folder], hw1)
    reads, read_bytes = Counter(), Path.read_bytes

    def counted(path):
        reads[path] += path.parent == folder
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    (graded,) = asked(submissions, meanwhile=lambda: path.write_bytes(b"x = 2\n"))
    assert (graded.content, reads[path]) == (before, 1)
    assert read_bytes(tmp_path / "submissions" / "ada.py") == before
    result = read_result(tmp_path, "ada")
    assert result.about.submission_sha256 == hashlib.sha256(before).hexdigest()
    assert kept_submission(tmp_path, result).content == before
    assert len(asked(submissions)) == 1, "it has changed: it is graded again"
    assert (asked(submissions), reads[path]) == ([], 3)


def test_changed_pages_are_written_again_and_nothing_is_graded(
    class_folder, grades, hw1, monkeypatch
):
    def refuse(job, submissions, busy):
        assert list(submissions) == []
        return iter(())

    monkeypatch.setattr(batch, "grade_all", refuse)
    page = grades / "feedback" / "ada.html"
    text = page.read_text()
    page.write_text("as it was before the template changed")
    run(hw1, collect([class_folder], hw1), grades)
    assert page.read_text() != text, "nothing has changed: no page is written"
    monkeypatch.setattr(batch, "page_sha256", lambda _: "another")
    run(hw1, collect([class_folder], hw1), grades)
    assert page.read_text() == text
    page.unlink()
    run(hw1, collect([class_folder], hw1), grades)
    assert page.read_text() == text


def test_results_of_a_class_share_what_is_the_same():
    test = passed(*cases_of_hw1()[0])
    result = result_of("ada", [test])
    share = batch.Shared()
    first, second = (share(to_json(result)) for _ in range(2))
    assert first == second == result
    assert first.tests is second.tests
    assert first.about.questions is second.about.questions
    assert first.about.versions is second.about.versions
    other = share(to_json(result_of("bob", [test, failed(test, "no")])))
    assert [each.score for each in other.tests] == [test.score, 0]
    assert other.tests[0] is first.tests[0]
    assert other.about.versions is first.about.versions
    assert other.student == "bob"


@pytest.mark.slow
def test_those_that_take_long_are_named(hw1, solution, tmp_path, monkeypatch):
    """The parent tells who has been in a process, and for how long, while nothing else happens."""
    seen = tmp_path / "seen"
    monkeypatch.setattr(batch, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(batch, "grade_one", partial(graded_once_seen, seen))
    students = [*(f"fast{n}" for n in range(6)), "slow"]
    told = []

    def look(now):
        told.append(dict(now))
        if [list(one) for one in told[-2:]] == [["slow"], ["slow"]]:
            seen.touch()

    job = batch.Job(hw1, "medium", LIMITS, 2)
    work = [Submission(name, f"{name}.py", solution.encode()) for name in students]
    graded = list(batch.grade_all(job, work, busy=look))
    assert {from_json(one.result).score for one in graded} == {100}
    assert seen.exists()
    alone = [now["slow"] for now in told if list(now) == ["slow"]]
    assert alone == sorted(alone)
    assert all(len(now) <= job.jobs for now in told)


def graded_once_seen(seen, work, submission):
    """Runs in the grading process: "slow" takes until the parent has told twice that it does."""
    for _ in range(6000):  # a minute: never told, it goes on, and the test says so
        if submission.student != "slow" or seen.exists():
            break
        time.sleep(0.01)
    return task.grade_one(work, submission)


def fail(*_, **__):
    raise RuntimeError("a bug of ours")


def die(*_, **__):
    os._exit(1)


def no_result(grade, *rest):
    if grade.status == "graded":
        raise RuntimeError("a bug of ours")
    return RESULT_OF(grade, *rest)


RESULT_OF = task.result_of
ACCIDENTS = {"fail": ("Grader", fail), "die": ("Grader", die)}
ACCIDENTS |= {"no_result": ("result_of", no_result)}


@pytest.mark.slow
@pytest.mark.parametrize("accidents", [{"bob": "fail", "dan": "no_result"}, {"bob": "die"}])
def test_an_accident_of_ours_costs_no_points_and_no_neighbour(
    accidents, hw1, solution, tmp_path, monkeypatch
):
    """Submissions on which the grader itself fails: no score, a file for us, the rest graded."""
    monkeypatch.setattr(batch, "grade_one", partial(graded_with, accidents))
    students = ["ada", "cyd", *accidents]
    submissions = [Submission(name, f"{name}.py", solution.encode()) for name in students]
    found = run(hw1, submissions, tmp_path, jobs=2)
    results = {result.student: result for result in found}
    assert results["ada"].score == results["cyd"].score == 100
    rows = grades_csv(found, hw1.questions).splitlines()
    for student, accident in accidents.items():
        assert results[student].status == "error"
        assert "score" not in json.loads((tmp_path / "results" / f"{student}.json").read_text())
        report = (tmp_path / "errors" / f"{student}.txt").read_text()
        assert ("died" if accident == "die" else "a bug of ours") in report
        assert "Not graded yet" in (tmp_path / "feedback" / f"{student}.html").read_text()
        assert f"{student},{student}.py,,100,error,,,,,,,," in rows


def graded_with(accidents, work, submission):
    """Runs in the grading process: an accident for some alone."""
    with pytest.MonkeyPatch.context() as patch:
        if submission.student in accidents:
            task._graders.clear()
            patch.setattr(task, *ACCIDENTS[accidents[submission.student]])
        return task.grade_one(work, submission)


@pytest.mark.slow
def test_processes_import_torch_once_and_see_a_new_seed(hw1):
    """The seed travels with the assignment, so that one process may grade by several."""
    others = [dataclasses.replace(hw1, seed=seed) for seed in ("a seed", "another seed")]
    with processes(1) as executor:
        assert executor.submit(eval, "'torch' in __import__('sys').modules").result()
        drawn = [executor.submit(hidden_input, each).result() for each in (hw1, *others, hw1)]
    assert drawn[0] == drawn[3] == hidden_input(hw1)
    assert len(set(drawn)) == 3


def hidden_input(assignment):
    """The first number that a hidden test of q1 gives to a function."""
    return assignment.hidden_modules["q1"].CASES.inputs[0][0]


@pytest.mark.parametrize("idle", [0, 1])
def test_a_job_keeps_to_one_core_only_where_every_core_has_one(idle):
    cores = os.sched_getaffinity(0)
    jobs = max(1, len(cores) - idle)
    own = jobs == len(cores)
    expected = {frozenset({core}) for core in cores} if own else {frozenset(cores)}
    found = set()
    with processes(jobs) as executor:
        for _ in range(100):  # a process that is quick may take many before another is up
            found.add(frozenset(executor.submit(os.sched_getaffinity, 0).result()))
            if found == expected:
                break
            executor.submit(time.sleep, 0.05)
    assert found == expected


@pytest.mark.parametrize("more", ["", "import matplotlib.pyplot as plt\n"])
def test_the_worker_that_the_first_submission_needs_starts_with_the_grader(hw1, solution, more):
    grader = Grader(
        hw1, LIMITS, "medium", first=Submission("ada", "ada.py", f"{more}{solution}".encode())
    )
    begun = grader._zygote._process
    try:
        grade = grader.grade(Submission("ada", "ada.py", f"{more}{solution}".encode()))
        assert grade.status == "graded"
        assert grader._zygote._process is begun
    finally:
        grader.close()
