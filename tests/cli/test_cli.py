"""The command: does it do what the README says, and does it speak to people?"""

import csv
import os
import subprocess
import sys
import zipfile

import pytest
from bundled import COURSE
from classroom import result_of
from click.testing import CliRunner

from autograder.cli.main import main
from autograder.cli.settings import settings_from
from autograder.course.bundled import BUNDLED
from autograder.grading.settings import Settings
from autograder.results.provenance import seed_fingerprint
from autograder.results.results_json import to_json
from autograder.sandbox.walls.limits import Limits


def run(*arguments, **environment):
    return CliRunner(env=environment).invoke(main, [str(argument) for argument in arguments])


def test_every_command_is_documented():
    assert set(main.commands) == {
        "list",
        "new",
        "release",
        "validate",
        "grade",
        "explain",
        "adjust",
        "written",
        "similar",
        "bundle",
        "course",
        "report",
        "demo",
    }
    for name, command in main.commands.items():
        assert command.help, name
        told = run(name, "--help")
        assert told.exit_code == 0
        assert "--course" in told.output, name


def test_list_adds_up():
    result = run("list")
    assert result.exit_code == 0
    assert "hw1_backprop" in result.output
    assert "mlp_backward" in result.output


SLOW_TO_IMPORT = (
    *("IPython", "distributed", "jinja2", "matplotlib", "nbformat", "torch"),
    *("otter.api", "otter.test_files.exception_test"),  # the package itself is imported in parts
)
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
    modules = set(ran.stderr.split())
    assert "autograder.cli.main" in modules
    assert (modules | {name.split(".")[0] for name in modules}) & set(not_imported) == set()


@pytest.mark.slow
@pytest.mark.parametrize("module", ["autograder.cli.tables", "autograder.runs.batch"])
def test_torch_is_imported_where_it_computes_alone(module):
    code = f"import sys, {module}; print('torch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["grade", "hw9", "."], "unknown assignment 'hw9'; there are: hw0_neurons"),
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


def students_of(path):
    return [row["student"] for row in csv.DictReader(path.open())]


@pytest.mark.slow
def test_every_command_knows_the_students_of_the_last_run_alone(tmp_path):
    submissions, out = tmp_path / "submissions", tmp_path / "out"
    submissions.mkdir()
    for name in ("ada.py", "bob.py"):
        (submissions / name).write_text("")
    how = ("grade", "hw1_backprop", submissions, "--out", out, "--jobs", "1")
    assert run(*how).exit_code == 0
    (submissions / "ada.py").rename(submissions / "ada_l.py")
    told = run(*how)
    assert told.exit_code == 0, told.output
    assert "Not graded: 1" in told.stdout
    assert 'ada,"not among these submissions; graded before' in (out / "not_graded.csv").read_text()
    commands = ("report", "bundle", "written", "similar", "course")
    for command in commands:
        assert run(command, out, *(["--out", out] * (command == "course"))).exit_code == 0
    assert students_of(out / "grades.csv") == students_of(out / "course.csv") == ["ada_l", "bob"]
    with zipfile.ZipFile(out / "feedback.zip") as archive:
        assert archive.namelist() == ["ada_l.html", "bob.html"]
    assert "kept in" in (out / "report.html").read_text()


@pytest.mark.slow
def test_a_roster_alone_says_who_sent_nothing(tmp_path):
    (tmp_path / "ada.py").write_text("")
    (tmp_path / "zoe.py").write_text("")
    roster = tmp_path / "roster.csv"
    roster.write_text('"identifier","github_username","github_id","name"\n"ada","","",""\n"eve"\n')
    files, out = (tmp_path / "ada.py", tmp_path / "zoe.py"), tmp_path / "out"
    told = run("grade", "hw1_backprop", *files, "--out", out, "--jobs", "1", "--roster", roster)
    assert told.exit_code == 0, told.output
    rows = (out / "not_graded.csv").read_text().splitlines()
    assert rows == ["name,why", 'eve,"in the roster, and sent nothing"']
    assert told.stderr.endswith("--roster: zoe: not in the roster\n")


@pytest.mark.slow
def test_nobody_vanishes(tmp_path, solution):
    """Files that are nobody's and students of the roster are told on the terminal and kept."""
    submissions = tmp_path / "submissions"
    submissions.mkdir()
    (submissions / "ada.py").write_text(solution)
    (submissions / "cyd.pdf").write_text("")
    roster = tmp_path / "roster.csv"
    roster.write_text("Student,ID\n    Points Possible,\nada,1\nEve,2\n")
    out = tmp_path / "out"
    how = ("--out", out, "--jobs", "1", "--format", "canvas", "--roster", roster)
    result = run("grade", "hw1_backprop", submissions, *how)
    assert result.exit_code == 0, result.output
    assert "Not graded: 2" in result.stdout
    told = (out / "not_graded.csv").read_text().splitlines()
    assert told[0] == "name,why"
    assert told[1].startswith(f'{submissions}/cyd.pdf,"a PDF: send')
    assert told[2] == 'Eve,"in the roster, and sent nothing"'
    assert "Without a row in the grades" in (out / "report.html").read_text()


@pytest.mark.parametrize(
    ("policy", "told"),
    [("10 percent", "no rate"), ("10%/day,max x", "'max x'"), ("10%/day", "no learning system")],
)
def test_a_late_policy_of_no_use_is_told_before_anything_is_graded(tmp_path, policy, told):
    (tmp_path / "ada.py").write_text("")
    how = ("--out", tmp_path / "out", "--late-policy", policy)
    result = run("grade", "hw1_backprop", tmp_path / "ada.py", *how)
    assert result.exit_code == 2
    assert "--late-policy" in result.stderr
    assert told in result.stderr
    assert not (tmp_path / "out" / "grades.csv").exists()


@pytest.mark.slow
def test_lateness_reaches_the_gradebook_and_stays(tmp_path, solution):
    submissions = tmp_path / "export"
    submissions.mkdir()
    (submissions / "loveada_LATE_12_34_hw1.py").write_text(solution)
    (submissions / "hobob_13_35_hw1.py").write_text(solution)
    out = tmp_path / "out"
    how = ("--out", out, "--jobs", "1", "--format", "canvas", "--late-policy", "10%/day,max 3")
    for _ in range(2):
        result = run("grade", "hw1_backprop", submissions, *how)
        assert result.exit_code == 0, result.output
        assert "late: loveada: the export marks it late" in result.stderr
        assert "hobob:" not in result.stderr
    assert run("report", out).exit_code == 0
    rows = {row["student"]: row for row in csv.DictReader((out / "grades.csv").open())}
    assert [rows["loveada"][name] for name in ("score", "late", "deducted")] == ["90", "late", "10"]
    assert [rows["hobob"][name] for name in ("score", "late", "deducted")] == ["100", "", ""]
    assert "loveada,12,,,,90\n" in (out / "grades-canvas.csv").read_text()
    assert not (out / "changes.csv").exists()


@pytest.mark.slow
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


FILES = {
    "solutions/course.toml": 'seed = "the seed of a tiny course"\npoints = 3\n',
    "assignments/hw9_x/hw9_x.py": '''# %% [markdown]
# # Homework 9: a factor
#
# ## Question 1: twice

# %%
import numpy as np


def twice(x):
    """Return 2 x."""
    raise NotImplementedError("twice")
''',
    "assignments/hw9_x/tests/q1.py": """from public_checks import check, test_case

OK_FORMAT = False
name = "q1"
points = None


@test_case(name="q1.twice.worked_example", points=1)
def public_twice(twice):
    check("twice(3)", twice(3.0), 6.0, "the factor")
""",
    "solutions/hw9_x/solution.py": "def twice(x):\n    return 2 * x\n",
    "solutions/hw9_x/reference.py": "def twice(x):\n    return x + x\n",
    "solutions/hw9_x/misconceptions/x.py": """from autograder.testing import misconception


@misconception("twice.squared", "You square x.")
def squared(x):
    return x**2
""",
    "solutions/hw9_x/hidden_tests/q1.py": """from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q1"
points = None
rng = generator("hw9_x", "twice")
CASES = Cases("twice", reference.twice, [(float(x),) for x in rng.uniform(3, 9, size=3)])


@test_case(name="q1.twice", points=2, hidden=True)
def hidden_twice(twice):
    CASES.check(twice)
""",
}


@pytest.fixture
def course(tmp_path):
    """A tiny course, made by hand."""
    for name, text in FILES.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "course"


@pytest.mark.slow
def test_the_course_is_the_one_that_is_named_else_the_nearest(course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inside, bundled = course / "assignments" / "hw9_x", run("list").output
    assert "hw1_backprop" in bundled
    assert "hw9_x" not in bundled
    named = run("list", "--course", course)
    assert named.exit_code == 0
    assert "hw9_x" in named.output
    assert "twice" in named.output
    assert "hw1_backprop" not in named.output
    assert run("list", "--course", "course").output == named.output
    assert run("list", AUTOGRADER_COURSE=str(course)).output == named.output
    monkeypatch.chdir(inside)
    assert run("list").output == named.output
    assert run("list", "--course", BUNDLED, AUTOGRADER_COURSE=str(course)).output == bundled


@pytest.mark.slow
def test_a_class_of_another_course_is_graded_and_explained(course, tmp_path, monkeypatch):
    """From grade to explain, with a homework that the engine has never seen."""
    monkeypatch.setenv("AUTOGRADER_COURSE", str(course))
    (tmp_path / "ada.py").write_text("def twice(x):\n    return x + x\n")
    (tmp_path / "bob.py").write_text("def twice(x):\n    return x * x\n")
    out, files = tmp_path / "out", (tmp_path / "ada.py", tmp_path / "bob.py")
    result = run("grade", "hw9_x", *files, "--out", out, "--jobs", "1")
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((out / "grades.csv").open()))
    assert [(row["student"], row["score"], row["max_score"]) for row in rows] == [
        ("ada", "3", "3"),
        ("bob", "1.5", "3"),
    ]
    assert "You square x." in (out / "feedback" / "bob.html").read_text()
    assert "Homework 9: a factor" in (out / "report.html").read_text()
    assert run("report", out).exit_code == 0
    assert "q1.twice" in run("explain", out, "bob").output
    told = run("explain", out, "bob", "q1.twice").output
    assert "twice.squared" in told
    assert "return x * x" in told
    assert run("explain", out, "bob", "q1.nonsense").exit_code == 2
    assert run("explain", out, "eve").exit_code == 2
    (out / "submissions" / "bob.py").write_text("def twice(x):\n    return 2 * x\n")
    changed = run("explain", out, "bob", "q1.twice")
    assert (changed.exit_code, changed.output.splitlines()[-1]) == (
        2,
        f"Error: {out}/submissions does not hold what was graded",
    )


@pytest.mark.slow
def test_results_are_of_one_seed_which_is_known_by_its_fingerprint(course, tmp_path, monkeypatch):
    """Told by `grade` and the report; `explain` shows no other inputs than those graded on."""
    monkeypatch.setenv("AUTOGRADER_COURSE", str(course))
    own = seed_fingerprint("the seed of a tiny course")
    (tmp_path / "bob.py").write_text("def twice(x):\n    return x * x\n")
    grade = ("grade", "hw9_x", tmp_path / "bob.py", "--out", tmp_path / "out", "--jobs", "1")
    told = run(*grade).output
    assert f"solutions/course.toml, the same every term (fingerprint {own})" in told
    assert own in (tmp_path / "out" / "report.html").read_text()
    explain = ("explain", tmp_path / "out", "bob", "q1.twice")
    shown = run(*explain)
    assert own in shown.output
    monkeypatch.setenv("AUTOGRADER_SEED", "lecture halls smell of chalk")
    other = seed_fingerprint("lecture halls smell of chalk")
    refused = run(*explain)
    assert refused.exit_code == 2
    assert all(word in refused.output for word in (own, other, "Set AUTOGRADER_SEED to the seed"))
    assert not any("chalk" in text for text in (told, shown.output, refused.output))
    assert f"AUTOGRADER_SEED (fingerprint {other})" in run(*grade).output
    assert run(*explain).exit_code == 0
    assert own not in run(*grade, "--quiet").output


@pytest.mark.slow
def test_another_course_is_proven_and_released(course, tmp_path, monkeypatch):
    """The gate names what it lacks; then it is released, without a page that it does not have."""
    monkeypatch.setenv("AUTOGRADER_COURSE", str(course))
    lacking = run("validate", "--jobs", "1")
    assert lacking.exit_code == 1
    assert "hw9_x: it has no fair variant" in lacking.output
    fair = course / "tests" / "specimens" / "hw9_x" / "adds"
    fair.mkdir(parents=True)
    (fair / "hw9_x.py").write_text("def twice(x):\n    return x + x\n")
    (fair / "expected.json").write_text('{"score": 3}')
    assert run("validate", "--jobs", "1").exit_code == 0
    released = run("release", "hw9_x", "--out", tmp_path / "out", "--jobs", "1")
    assert released.exit_code == 0, released.output
    students = {path.name for path in (tmp_path / "out" / "student").iterdir()}
    given = {"hw9_x.ipynb", "hw9_x.py", "public_checks.py", "requirements.txt", "tests"}
    assert students == given


def test_a_folder_that_is_no_course_is_said_in_one_line(tmp_path):
    (tmp_path / "assignments").mkdir()
    out = tmp_path / "out"
    for arguments in (
        *(["list"], ["validate"], ["demo"], ["release", "hw1_backprop"], ["report", out]),
        ["grade", "hw1_backprop", tmp_path, "--out", out],
    ):
        (out / "results").mkdir(parents=True, exist_ok=True)
        (out / "results" / "ada.json").write_text(to_json(result_of("ada", [])))
        for result in (
            run(*arguments, "--course", tmp_path),
            run(*arguments, AUTOGRADER_COURSE=str(tmp_path)),
        ):
            assert result.exit_code == 2, arguments
            (told,) = [line for line in result.output.splitlines() if line.startswith("Error")]
            assert told == result.output.splitlines()[-1]
            assert told.startswith(f"Error: {tmp_path} is no course: ")
            assert "--course" in told


@pytest.mark.parametrize("command", ["list", "validate"])
def test_a_course_without_homework_is_said_in_one_line(course, command):
    """A homework is a folder with a handout of its name."""
    (handout,) = (course / "assignments").glob("*/*.py")
    handout.rename(handout.with_name("handout.py"))
    result = run(command, "--course", course)
    assert result.exit_code == 2
    told = f"Error: no homework in {course / 'assignments'}: there is no NAME/NAME.py"
    assert result.output.splitlines()[-1].startswith(told)
    assert "Assignments" not in result.output


def test_a_course_that_says_nothing_of_itself_is_told_by_its_file(course):
    (course / "solutions" / "course.toml").unlink()
    result = run("list", "--course", course)
    assert result.exit_code == 1
    assert "course.toml" in result.output.splitlines()[-1]
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["list"], {"AUTOGRADER_SEED": "short"}, "AUTOGRADER_SEED: a seed of fewer than 8"),
        (["list"], {"AUTOGRADER_SEED": "  short   "}, "AUTOGRADER_SEED: a seed of fewer than 8"),
        (["grade"], {"AUTOGRADER_SEED": "1234567"}, "AUTOGRADER_SEED: a seed of fewer than 8"),
        (["release", "hw1_backprop", "--seed", "short"], {}, "--seed: a seed of fewer than 8"),
        (["release", "hw1_backprop", "--seed", ""], {}, "--seed: a seed of fewer than 8"),
        (["grade"], {"AUTOGRADER_TIER": "nonsense"}, "AUTOGRADER_TIER='nonsense': only medium"),
        (["grade"], {"AUTOGRADER_LOAD_SECONDS": "x"}, "AUTOGRADER_LOAD_SECONDS='x' is no number"),
        (["grade"], {"AUTOGRADER_MEMORY_MIB": "1.5"}, "AUTOGRADER_MEMORY_MIB='1.5' is no number"),
        (["grade"], {"AUTOGRADER_TEST_SECONDS": "0"}, "AUTOGRADER_TEST_SECONDS='0' must be"),
        (["grade"], {"AUTOGRADER_TEST_SECONDS": "nan"}, "AUTOGRADER_TEST_SECONDS='nan' must be"),
        (["grade"], {"AUTOGRADER_LOAD_SECONDS": "inf"}, "AUTOGRADER_LOAD_SECONDS='inf' must be"),
    ],
)
def test_settings_that_cannot_be_used_are_named(arguments, environment, told, tmp_path, solution):
    (tmp_path / "ada.py").write_text(solution)
    if arguments == ["grade"]:
        arguments = ["grade", "hw1_backprop", tmp_path / "ada.py", "--out", tmp_path / "out"]
    result = run(*arguments, **environment)
    assert result.exit_code == 2
    assert result.output.splitlines()[-1].startswith(f"Error: {told}")
    assert not (tmp_path / "out").exists()


def test_an_empty_setting_is_none_and_others_are_used(monkeypatch):
    for name in ("SEED", "TIER", "LOAD_SECONDS"):
        monkeypatch.setenv(f"AUTOGRADER_{name}", "")
    assert settings_from(None) == Settings(COURSE, Limits(), None)
    monkeypatch.setenv("AUTOGRADER_SEED", "a seed of ours")
    monkeypatch.setenv("AUTOGRADER_TIER", "medium")
    monkeypatch.setenv("AUTOGRADER_LOAD_SECONDS", "7.5")
    settings = settings_from(None)
    assert settings.course.assignment("hw1_backprop").seed == "a seed of ours"
    assert (settings.tier, settings.limits) == ("medium", Limits(load_seconds=7.5))


def test_the_package_is_the_command_too():
    python = [sys.executable, "-m", "autograder", "--help"]
    ran = subprocess.run(python, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("Usage: autograder ")


@pytest.mark.slow
def test_a_folder_called_solutions_where_one_stands_changes_nothing(
    tmp_path, solution, monkeypatch
):
    """`python -m autograder` looks there for modules first."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    taken = tmp_path / "solutions" / "hw1_backprop"
    taken.mkdir(parents=True)
    for name in ("__init__.py", "hw1_backprop/__init__.py", "hw1_backprop/reference.py"):
        (tmp_path / "solutions" / name).write_text("raise SystemExit('the wrong solutions')\n")
    (tmp_path / "ada.py").write_text(solution)
    result = run("grade", "hw1_backprop", "ada.py", "--out", "out", "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert "ada,ada.py,100,100,graded" in (tmp_path / "out" / "grades.csv").read_text()


@pytest.mark.nightly  # by day .ci/run has it grade the class
def test_demo_shows_a_class(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("demo")
    assert result.output.startswith("A release of hw1_backprop")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "demo" / "grades" / "report.html").exists()
    assert (tmp_path / "demo" / "release" / "student.zip").exists()
    told = result.output.splitlines()[-1]
    assert (tmp_path / told.rpartition(" ")[2]).read_text().count("Hint:") > 2
