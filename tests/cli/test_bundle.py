"""`autograder bundle`: is every page in the zip, under a name that leads nowhere else?"""

import zipfile

from classroom import HANDOUT, result_of
from test_cli import run

from autograder.reports.student_page import write_feedback
from autograder.results.results_json import to_json
from autograder.runs.run_folder import result_path


def test_every_page_is_in_the_zip_and_whoever_is_not_is_told(tmp_path):
    results = [
        result_of("ada", [], file="loveada_1_2_hw1.ipynb", exported=True),
        result_of("ada-2", [], file="loveada_1_2_hw1.py", exported=True),
        result_of("bob", [], file="../bob.py"),
        result_of("cyd", [], "ours", "error"),
        result_of("dan", []),
    ]
    (tmp_path / "results").mkdir()
    for result in results:
        result_path(tmp_path, result.student).write_text(to_json(result))
        if result.student != "dan":
            write_feedback(tmp_path, result, HANDOUT)
    told = run("bundle", tmp_path)
    assert told.exit_code == 0, told.output
    assert "not graded: cyd" in told.stderr
    assert "no page: dan" in told.stderr
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        assert archive.namelist() == ["ada-2.html", "bob.html", "loveada_1_2_hw1.html"]
        page = archive.read("bob.html")
    assert page == (tmp_path / "feedback" / "bob.html").read_bytes()
    assert run("bundle", tmp_path / "empty").exit_code == 2


def test_no_page_goes_by_the_name_of_another_student(tmp_path):
    """By what a student called a file in a folder of their own, or an upload that is called so."""
    results = [
        result_of("ada", [], file="ada/Bob_2_assignsubmission_file_hw1.py"),
        result_of("cyd", [], file="cyd_1_2_hw1.ipynb", exported=True),
        result_of("cyd-2", [], file="cyd_1_2_hw1.py", exported=True),
        result_of("cyd_1_2_hw1", [], file="cyd_1_2_hw1.py"),
    ]
    (tmp_path / "results").mkdir()
    for result in results:
        result_path(tmp_path, result.student).write_text(to_json(result))
        write_feedback(tmp_path, result, HANDOUT)
    assert run("bundle", tmp_path).exit_code == 0
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        pages = {name: archive.read(name) for name in archive.namelist()}
    names = ["ada.html", "cyd-2.html", "cyd_1_2_hw1-2.html", "cyd_1_2_hw1.html"]
    assert list(pages) == names
    for name, student in zip(names, ["ada", "cyd-2", "cyd_1_2_hw1", "cyd"], strict=True):
        assert pages[name] == (tmp_path / "feedback" / f"{student}.html").read_bytes()


def test_who_has_a_damaged_result_is_named_and_the_command_has_not_done_all(tmp_path):
    (tmp_path / "results").mkdir()
    for student in ("ada", "bob"):
        result = result_of(student, [])
        result_path(tmp_path, student).write_text(to_json(result))
        write_feedback(tmp_path, result, HANDOUT)
    path = result_path(tmp_path, "ada")
    path.write_bytes(path.read_bytes()[:200])
    for command in ("bundle", "written", "similar", "report", "course"):
        told = run(command, tmp_path, *(["--out", tmp_path] * (command == "course")))
        assert told.exit_code == 1
        assert f"left out: ada: {path} is damaged: grade again" in told.stderr
    result_path(tmp_path, "bob").write_text("{")
    told = run("bundle", tmp_path)
    assert (told.exit_code, "all results in it are damaged" in told.stderr) == (2, True)
