"""`autograder similar` on folders: this class, an older one, and what it cannot read."""

import hashlib

from classroom import HW1, result_of
from test_cli import run

from autograder.results.results_json import to_json
from autograder.runs.run_folder import result_path

COPIED = "def f(x):\n    return [x ** 3 % 7, x.real // 2, {x: -x}][x > 4] * 9\n"


def folder_of(path, **sources):
    (path / "submissions").mkdir(parents=True)
    (path / "results").mkdir()
    for student, text in sources.items():
        file = path / "submissions" / f"{student}.py"
        file.write_text(text)
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        result = result_of(student, [], file=file.name, submission_sha256=sha256)
        result_path(path, student).write_text(to_json(result))
    return path


def test_pairs_are_found_in_a_class_and_across_terms(tmp_path):
    handout = HW1.handout.read_text()
    now = folder_of(tmp_path / "now", ada=handout + COPIED, bob=handout, cyd=COPIED, dan="")
    old = folder_of(tmp_path / "2025", eve=f"{handout}\n{COPIED}")
    told = run("similar", now)
    assert told.exit_code == 0, told.output
    assert "ada and cyd" in told.stdout
    assert "bob" not in told.stdout
    assert "not compared: dan: the file is empty" in told.stderr
    assert "ada and 2025/eve" in run("similar", now, "--with", old).stdout
    assert "2025/eve" in (now / "similar.html").read_text()


def test_folders_without_results_are_told(tmp_path):
    now = folder_of(tmp_path / "now", ada=COPIED)
    for arguments in ([tmp_path], [now, "--with", tmp_path]):
        told = run("similar", *arguments)
        assert told.exit_code == 2
        assert "no results" in told.output
