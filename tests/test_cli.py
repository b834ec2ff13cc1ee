"""The command: does it do what the README says, and does it speak to people?"""

import csv
import subprocess
import sys

import pytest
from click.testing import CliRunner

from autograder.cli import main


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


def test_help_and_list_do_not_import_torch():
    """They answer at once."""
    code = "import sys; from autograder.cli import main; main(['list'], standalone_mode=False); "
    code += "sys.exit('torch' in sys.modules or 'otter' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode
        == 0
    )


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


def test_an_unwritable_folder_is_said_before_grading(tmp_path, solution):
    (tmp_path / "ada.py").write_text(solution)
    (tmp_path / "file").write_text("")
    result = run("grade", "hw1_backprop", tmp_path / "ada.py", "--out", tmp_path / "file" / "out")
    assert result.exit_code == 1
    assert "file" in result.output
    assert "Traceback" not in result.output


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
