"""Grading a class: are the files what the contract says, and is nothing lost or spoilt?"""

import csv
import json
import os
import random
import time

import pytest

from autograder.course.seed import secret_seed
from autograder.reports.student_page import feedback
from autograder.results.grades_csv import grades_csv
from autograder.results.results_json import to_json, write_grades
from autograder.runs import batch
from autograder.runs import task as graded
from autograder.runs.executors import processes
from autograder.sandbox.limits import Limits
from autograder.submissions.collect import collect
from autograder.submissions.submission import Submission

LIMITS = Limits(load_seconds=3, test_seconds=1)


def run(hw1, submissions, out, jobs=1, resume=True):
    graded = []
    job = batch.Job(hw1, "medium", LIMITS, jobs)
    results = batch.run(job, submissions, out, resume=resume, done=graded.append)
    assert len(graded) == len(results) == len(submissions)
    write_grades(out, results, hw1.questions)
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
    run(hw1, collect([class_folder], hw1.name), out)
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
    assert by_student["bob"]["q3"] == "17"
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
        assert (test["status"] == "failed") == ("reason" in test.get("extra_data", {}))
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


def test_two_jobs_and_any_order_give_the_same_grades(class_folder, grades, hw1, tmp_path):
    submissions = collect([class_folder], hw1.name)
    random.Random(3).shuffle(submissions)
    run(hw1, submissions, tmp_path, jobs=2)
    assert (tmp_path / "grades.csv").read_bytes() == (grades / "grades.csv").read_bytes()


def test_what_is_done_is_not_graded_again(class_folder, grades, hw1, monkeypatch):
    def refuse(job, submissions, busy):
        assert submissions == []
        return iter(())

    monkeypatch.setattr(batch, "grade_all", refuse)
    before = (grades / "grades.csv").read_bytes()
    run(hw1, collect([class_folder], hw1.name), grades)
    assert (grades / "grades.csv").read_bytes() == before


def test_what_has_changed_is_graded_again(hw1, solution, tmp_path):
    first, second = (
        Submission("ada", "ada.py", b"x = 1"),
        Submission("ada", "ada.py", solution.encode()),
    )
    assert run(hw1, [first], tmp_path)[0]["score"] == 0
    assert run(hw1, [second], tmp_path)[0]["score"] == 100
    (tmp_path / "results" / "ada.json").write_text('{"broken')
    assert run(hw1, [second], tmp_path)[0]["score"] == 100


def test_a_change_of_the_grader_grades_again_and_is_announced(hw1, solution, tmp_path, monkeypatch):
    half = solution.replace("lambd / 2 *", "lambd *").encode()
    submissions = [Submission("ada", "ada.py", half), Submission("bob", "bob.py", b"")]
    run(hw1, submissions, tmp_path)
    assert not (tmp_path / "changes.csv").exists()
    path = tmp_path / "results" / "ada.json"
    old = json.loads(path.read_text())
    old["score"], old["tests"][-1]["score"] = old["score"] - 1, old["tests"][-1]["score"] - 1
    path.write_text(json.dumps(old))
    monkeypatch.setattr(batch, "grade_sha256", lambda _: "another")
    score = {r["extra_data"]["student"]: r["score"] for r in run(hw1, submissions, tmp_path)}["ada"]
    with open(tmp_path / "changes.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    test = old["tests"][-1]["name"]
    assert rows == [
        ["student", "old", "new", "tests"],
        ["ada", str(old["score"]), str(score), test],
    ]


def test_changed_pages_are_written_again_and_nothing_is_graded(
    class_folder, grades, hw1, monkeypatch
):
    def refuse(job, submissions, busy):
        assert submissions == []
        return iter(())

    monkeypatch.setattr(batch, "grade_all", refuse)
    page = grades / "feedback" / "ada.html"
    text = page.read_text()
    page.write_text("as it was before the template changed")
    run(hw1, collect([class_folder], hw1.name), grades)
    assert page.read_text() != text, "nothing has changed: no page is written"
    monkeypatch.setattr(batch, "page_sha256", lambda _: "another")
    run(hw1, collect([class_folder], hw1.name), grades)
    assert page.read_text() == text
    page.unlink()
    run(hw1, collect([class_folder], hw1.name), grades)
    assert page.read_text() == text


def test_results_of_a_class_share_what_is_the_same():
    tests = [{"name": "q1.f", "score": 2, "extra_data": {"carried_forward": ["f"]}}]
    result = {"tests": tests, "extra_data": {"student": "ada", "questions": {"q1": 2}}}
    share = batch.Shared()
    first, second = (share(to_json(result)) for _ in range(2))
    assert first == second == result
    assert first["tests"] is second["tests"]
    assert first["extra_data"]["questions"] is second["extra_data"]["questions"]
    more = [tests[0], tests[0] | {"score": 1}]
    other = share(to_json({"tests": more, "extra_data": {"student": "bob"}}))
    assert [test["score"] for test in other["tests"]] == [2, 1]
    assert other["tests"][0] is first["tests"][0]
    assert other["extra_data"]["student"] == "bob"


def test_those_that_take_long_are_named(hw1, solution):
    """The parent tells who has been in a process, and for how long, while nothing else happens."""
    slow = Submission("slow", "slow.py", b"import time\ntime.sleep(2.5)\n" + solution.encode())
    fast = [Submission(f"fast{n}", "fast.py", solution.encode()) for n in range(6)]
    told = []
    job = batch.Job(hw1, "medium", LIMITS, 2)
    graded = list(batch.grade_all(job, [*fast, slow], busy=lambda now: told.append(dict(now))))
    assert {json.loads(one.result)["score"] for one in graded} == {100}
    alone = [now["slow"] for now in told if list(now) == ["slow"]]
    assert alone
    assert alone == sorted(alone)
    assert all(len(now) <= job.jobs for now in told)


def fail(*_):
    raise RuntimeError("a bug of ours")


def die(*_):
    os._exit(1)


def no_page(result):
    if result["extra_data"]["status"] == "graded":
        raise RuntimeError("a bug of ours")
    return feedback(result)


ACCIDENTS = {"fail": ("Grader", fail), "die": ("Grader", die), "no_page": ("feedback", no_page)}


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_an_accident_of_ours_costs_no_points_and_no_neighbour(
    accident, hw1, solution, tmp_path, monkeypatch
):
    """One submission on which the grader itself fails: no score, a file for us, the rest graded."""
    monkeypatch.setenv("AUTOGRADER_TEST_ACCIDENT", accident)
    monkeypatch.setattr(batch, "grade_one", graded_unless_bob)
    submissions = [
        Submission(name, f"{name}.py", solution.encode()) for name in ("ada", "bob", "cyd")
    ]
    results = {r["extra_data"]["student"]: r for r in run(hw1, submissions, tmp_path, jobs=2)}
    assert results["ada"]["score"] == results["cyd"]["score"] == 100
    assert results["bob"]["extra_data"]["status"] == "error"
    assert "score" not in results["bob"]
    report = (tmp_path / "errors" / "bob.txt").read_text()
    assert ("died" if accident == "die" else "a bug of ours") in report
    assert "Not graded yet" in (tmp_path / "feedback" / "bob.html").read_text()
    row = grades_csv(results.values(), hw1.questions).splitlines()[2]
    assert row == "bob,bob.py,,100,error,,,,,,,,"


def graded_unless_bob(name, sha256, tier, limits, submission):
    """Runs in the grading process: an accident for bob alone."""
    with pytest.MonkeyPatch.context() as patch:
        if submission.student == "bob":
            graded._grader.cache_clear()
            patch.setattr(graded, *ACCIDENTS[os.environ["AUTOGRADER_TEST_ACCIDENT"]])
        return graded.grade_one(name, sha256, tier, limits, submission)


def test_processes_import_torch_once_and_see_a_new_seed(monkeypatch):
    with processes(1) as executor:
        assert executor.submit(eval, "'torch' in __import__('sys').modules").result()
    monkeypatch.setenv("AUTOGRADER_SEED", "a seed of another course")
    with processes(1) as executor:
        assert executor.submit(secret_seed).result() == "a seed of another course"


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
