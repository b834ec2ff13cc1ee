"""The command: does it do what the README says, and does it speak to people?"""

import csv
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from autograder.cli.main import main


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_every_command_is_documented():
    assert set(main.commands) == {
        "list",
        "release",
        "validate",
        "grade",
        "explain",
        "report",
        "demo",
    }
    for name, command in main.commands.items():
        assert command.help, name
        assert run(name, "--help").exit_code == 0


def test_list_adds_up():
    result = run("list")
    assert result.exit_code == 0
    assert "hw1_backprop" in result.output
    assert "mlp_backward" in result.output


SLOW_TO_IMPORT = ("IPython", "distributed", "jinja2", "matplotlib", "nbformat", "otter", "torch")
COMPLETION = {
    "_AUTOGRADER_COMPLETE": "bash_complete",
    "COMP_WORDS": "autograder gr",
    "COMP_CWORD": "1",
}


@pytest.mark.parametrize(
    ("command", "environment", "not_imported", "told"),
    [
        ("--help", {}, (*SLOW_TO_IMPORT, "numpy", "rich"), "grade"),
        ("grade --help", {}, (*SLOW_TO_IMPORT, "numpy", "rich"), "--jobs"),
        ("", COMPLETION, (*SLOW_TO_IMPORT, "numpy", "rich"), "plain,grade"),
        ("list", {}, (*SLOW_TO_IMPORT, "numpy"), "mlp_backward"),
    ],
)
def test_what_must_answer_at_once_imports_nothing_slow(command, environment, not_imported, told):
    code = (
        "import atexit, sys; from autograder.cli.main import main;"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
        "sys.argv = ['autograder', *sys.argv[1:]]; main(prog_name='autograder')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *command.split()],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told in ran.stdout
    assert "autograder.cli.main" in ran.stderr.split()
    assert {name.split(".")[0] for name in ran.stderr.split()} & set(not_imported) == set()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["grade", "hw9", "."], "unknown assignment 'hw9'; there are: hw1_backprop"),
        (["grade", "hw1_backprop", "missing"], "missing: no such file or folder"),
        (["grade", "hw1_backprop"], "Missing argument"),
        (["grade", "hw1_backprop", ".", "--jobs", "0"], "0"),
        (["release", "hw9"], "unknown assignment"),
        (["report", "missing"], "no results in it"),
        (["nonsense"], "No such command"),
    ],
)
def test_wrong_usage_says_what_is_wrong(arguments, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out = ["--out", "out"] if arguments[0] == "grade" else []
    result = run(*arguments, *out)
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output


def test_grade_writes_what_it_says(tmp_path, solution):
    (tmp_path / "subs").mkdir()
    (tmp_path / "subs" / "ada.py").write_text(solution)
    (tmp_path / "subs" / "bob.py").write_text("")
    out = tmp_path / "out"
    result = run("grade", "hw1_backprop", tmp_path / "subs", "--out", out, "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert "ada" in result.output
    assert str(out / "grades.csv") in result.output.replace("\n", "")
    rows = list(csv.DictReader((out / "grades.csv").open()))
    assert [row["status"] for row in rows] == ["graded", "unreadable"]
    before = (out / "report.html").read_text()
    assert run("report", out).exit_code == 0
    assert (out / "report.html").read_text() == before


def test_quiet_says_nothing_but_errors(tmp_path, solution):
    submissions = tmp_path / "submissions"
    submissions.mkdir()
    (submissions / "ada.py").write_text(solution)
    (submissions / "passed over.pdf").write_text("")
    arguments = ("grade", "hw1_backprop", submissions, "--quiet", "--jobs", "1", "--out")
    result = run(*arguments, tmp_path / "out")
    assert (result.exit_code, result.output) == (0, "")
    assert "ada,ada.py,100,100,graded" in (tmp_path / "out" / "grades.csv").read_text()
    (tmp_path / "file").write_text("")
    result = run(*arguments, tmp_path / "file")
    assert result.exit_code == 2
    assert (result.stdout, "file" in result.stderr) == ("", True)


def test_an_unwritable_folder_is_said_before_grading(tmp_path, solution):
    (tmp_path / "ada.py").write_text(solution)
    (tmp_path / "file").write_text("")
    result = run("grade", "hw1_backprop", tmp_path / "ada.py", "--out", tmp_path / "file" / "out")
    assert result.exit_code == 2
    assert "file" in result.output
    assert "Traceback" not in result.output


def test_a_scheduler_that_does_not_answer_is_wrong_usage(tmp_path, solution):
    (tmp_path / "ada.py").write_text(solution)
    arguments = ("--out", tmp_path / "out", "--scheduler", "nonsense://")
    result = run("grade", "hw1_backprop", tmp_path / "ada.py", *arguments)
    assert result.exit_code == 2
    assert "no Dask scheduler answers at nonsense://" in result.output


def test_a_folder_of_another_homework_is_wrong_usage(tmp_path, solution, monkeypatch):
    monkeypatch.setattr("autograder.runs.run_folder.assignment_in", lambda folder: "hw2_stability")
    (tmp_path / "ada.py").write_text(solution)
    result = run("grade", "hw1_backprop", tmp_path / "ada.py", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "holds results of hw2_stability: choose another --out" in result.output


def test_a_machine_without_walls_is_refused(tmp_path, solution, monkeypatch):
    from autograder.sandbox import tier

    monkeypatch.setattr(tier, "escapes", lambda tier: ["fork"])
    (tmp_path / "ada.py").write_text(solution)
    result = run("grade", "hw1_backprop", tmp_path / "ada.py", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "--allow-unsandboxed" in result.output


@pytest.mark.slow
def test_demo_shows_a_class(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("demo")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "demo" / "grades" / "report.html").exists()
    assert (tmp_path / "demo" / "release" / "student.zip").exists()
