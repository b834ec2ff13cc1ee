"""Nothing is lost: a run that was stopped ends with the same grades as one that was not."""

import functools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing import forkserver
from pathlib import Path

import pytest
from classroom import passed, result_of

from autograder.results.result import result_of as result_of_grade
from autograder.results.tables.grades_csv import grades_csv
from autograder.runs import forks
from autograder.runs.run_folder import FolderError, note_change, opened
from autograder.submissions.collect import collect

MAIN = "from autograder.cli.main import main; main()"
IMPORT_HANGS = (
    "import time, autograder.cli.commands.grade as command;"
    "command.import_module = lambda _: time.sleep(90)"
)


def class_of(count, folder, solution):
    for number in range(count):
        wrong = solution.replace("lambd / 2 *", f"(lambd + {number}) / 2 *")
        (folder / f"student{number:02d}.py").write_text(wrong)
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory, solution):
    """A class that takes some seconds."""
    return class_of(24, tmp_path_factory.mktemp("class"), solution)


@pytest.fixture(scope="module")
def some(tmp_path_factory, solution):
    """One for runs that are stopped once, and soon."""
    return class_of(8, tmp_path_factory.mktemp("class"), solution)


def start(folder, out, program=MAIN):
    # A shell's background jobs, and all that they start, ignore SIGINT.
    command = ["env", "--default-signal=INT", sys.executable, "-c", program]
    command += ["grade", "hw1_backprop", str(folder), "--out", str(out), "--jobs", "2"]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # as a terminal does: Ctrl-C reaches all of it
    )


def finish(folder, out):
    process = start(folder, out)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    return (out / "grades.csv").read_bytes()


def descendants():
    """Processes of any grader that have lost their parent."""
    listed = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True)
    orphans = [line for line in listed.stdout.splitlines() if line.split()[0] == "1"]
    return [line for line in orphans if "multiprocessing" in line or "worker/zygote.py" in line]


@pytest.fixture(scope="module")
def undisturbed(hw1, grader_of, tier):
    """The grades of a class in a run that nobody stopped."""

    @functools.cache
    def grades_of(folder):
        grades = map(grader_of(hw1.name).grade, collect([folder], hw1))
        results = [result_of_grade(grade, hw1, tier, "") for grade in grades]
        return grades_csv(results, hw1.questions).encode()

    return grades_of


def written(out):
    """How many results there are."""
    return len(list(out.glob("results/*.json")))


def stop(many, out, how, *, seconds=0.0, results=0):
    """Stop a run after so many seconds and so many new results; gives what it said."""
    results += written(out)
    process = start(many, out)
    time.sleep(seconds)
    while written(out) < results and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(how)
    output, _ = process.communicate(timeout=60)
    return output


@pytest.fixture
def finish_here(some, hw1, run_here, tmp_path):
    """Does what the same command would do: gives the grades, and leaves what is done alone."""

    def go_on():
        done = {path: path.read_bytes() for path in tmp_path.glob("results/*.json")}
        submissions = collect([some], hw1)
        with opened(tmp_path, hw1.name, len(submissions)):
            results = run_here(submissions)
        assert done
        assert all(path.read_bytes() == content for path, content in done.items())
        return grades_csv(results, hw1.questions).encode()

    return go_on


@pytest.mark.slow
def test_a_killed_run_is_resumed(some, undisturbed, tmp_path, finish_here):
    before = set(descendants())
    stop(some, tmp_path, signal.SIGKILL, results=1)
    assert finish_here() == undisturbed(some)
    no_more_than(before)


@pytest.mark.slow
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(some, undisturbed, tmp_path, finish_here):
    output = stop(some, tmp_path, signal.SIGINT, results=3)
    assert "the same command goes on" in output
    assert "Traceback" not in output
    assert finish_here() == undisturbed(some)


@pytest.fixture
def temporary(monkeypatch):
    """A folder for temporary files, open to the user that a worker becomes."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setenv("AUTOGRADER_TIER", "medium")
        yield Path(folder)


@pytest.mark.slow
def test_ctrl_c_waits_for_no_endless_loop_and_leaves_nothing(
    temporary, solution, tmp_path, monkeypatch
):
    """The loops have five minutes each; this has one."""
    monkeypatch.setenv("AUTOGRADER_TEST_SECONDS", "300")
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "ada.py").write_text(solution)
    for name in ("bob", "cyd"):
        loop = "\ndef computational_graph(*_):\n    while True: pass\n"
        (folder / f"{name}.py").write_text(solution + loop)
    output = stop(folder, tmp_path / "out", signal.SIGINT, results=1)
    assert "Traceback" not in output
    assert list(temporary.glob("autograder-*")) == []


@pytest.mark.slow
def test_a_run_in_medium_leaves_no_folder(temporary, some, tmp_path):
    finish(some, tmp_path)
    assert left_in(temporary) == []


@pytest.mark.slow
def test_a_killed_run_leaves_no_folder(temporary, some, tmp_path):
    """Nobody asks the grader: its processes see that it is gone, and clear away for it."""
    stop(some, tmp_path, signal.SIGKILL, results=1)
    assert soon(lambda: left_in(temporary) == []), left_in(temporary)


def left_in(temporary):
    return [path.name for path in temporary.iterdir() if not path.name.startswith("torch")]


@pytest.mark.nightly  # by day it is killed and goes on
def test_the_same_command_goes_on_as_often_as_it_is_stopped(many, undisturbed, tmp_path):
    before = set(descendants())
    stop(many, tmp_path, signal.SIGKILL, results=10)
    stop(many, tmp_path, signal.SIGINT, results=3)
    assert finish(many, tmp_path) == undisturbed(many)
    no_more_than(before)


def no_more_than(before):
    """Processes whose parent was killed end by themselves, soon."""
    assert soon(lambda: not set(descendants()) - before)


def soon(is_so):
    """Whether it comes true within the seconds that a busy machine may need."""
    end = time.monotonic() + 30
    while not is_so() and time.monotonic() < end:
        time.sleep(0.1)
    return is_so()


# Each takes ten seconds: every fifth moment in CI, the others at night.
MOMENTS = [
    pytest.param(moment, marks=pytest.mark.nightly if moment % 5 else pytest.mark.slow)
    for moment in range(20)
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_killed_at_any_moment_is_resumed(many, undisturbed, tmp_path, moment):
    seconds = random.Random(moment).uniform(0.1, 4.0)
    stop(many, tmp_path, signal.SIGKILL, seconds=seconds)
    assert finish(many, tmp_path) == undisturbed(many)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seconds", "program"),
    [
        *((seconds, MAIN) for seconds in (0.0, 0.2, 0.5, 0.9)),
        (0.9, f"{IMPORT_HANGS}; {MAIN}"),
    ],
)
def test_ctrl_c_before_the_first_grade_is_no_mistake_of_ours(many, tmp_path, seconds, program):
    """From the moment at which the folder is there: while this process imports, some code of
    Python itself can swallow a Ctrl-C.
    """
    out = tmp_path / "out"
    process = start(many, out, program)
    assert soon(out.exists)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output.splitlines()[-1].startswith("Error: stopped")
    assert "Traceback" not in output


def test_ctrl_c_is_not_lost_while_processes_begin(monkeypatch):
    monkeypatch.setattr(forkserver, "ensure_running", lambda: os.kill(os.getpid(), signal.SIGINT))
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    try:
        with pytest.raises(KeyboardInterrupt):
            forks.warm_up()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_second_run_into_the_same_folder_is_refused(tmp_path):
    with opened(tmp_path, "hw1_backprop", 1), pytest.raises(FolderError, match="another run"):
        with opened(tmp_path, "hw1_backprop", 1):
            pass
    with opened(tmp_path, "hw1_backprop", 1):
        pass


@pytest.mark.parametrize("part", ["results", "feedback", "submissions"])
def test_a_folder_that_cannot_be_written_to_is_refused_before_the_work(tmp_path, part):
    (tmp_path / part).touch()
    with pytest.raises(FolderError, match=f"{part} cannot be written to"):
        with opened(tmp_path, "hw1_backprop", 1):
            pass


def result(score):
    return result_of("ada", [passed("q1.f", "1.1", score, True)])


def test_changes_are_added_line_by_line(tmp_path):
    note_change(tmp_path, result(1), result(2))
    note_change(tmp_path, result(2), result(2))
    note_change(tmp_path, result(2), result(3))
    lines = (tmp_path / "changes.csv").read_text().splitlines()
    assert lines == ["student,old,new,tests", "ada,1,2,q1.f", "ada,2,3,q1.f"]


def test_a_line_that_a_power_cut_tore_spoils_no_other(tmp_path):
    (tmp_path / "changes.csv").write_text("student,old,new,tests\nbob,1")
    note_change(tmp_path, result(1), result(2))
    assert (tmp_path / "changes.csv").read_text() == "student,old,new,tests\nada,1,2,q1.f\n"


def test_a_full_disk_is_said_before_grading(tmp_path):
    with pytest.raises(FolderError, match="free"), opened(tmp_path, "hw1_backprop", 10**12):
        pass
