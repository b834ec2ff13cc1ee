"""Stock `otter run` with our autograder.zip: does it give what we give, test by test?

But for tests that keep a part of their points with us: Otter's can only pass or fail.
"""

import io
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import nbformat
import pytest
from bundled import SPECIMENS, find, id_of

from autograder.grading.grade import Grade, Outcome
from autograder.grading.grader import Grader
from autograder.release import otter_plugin
from autograder.release.gate.specimen_submissions import submission_of
from autograder.release.gradescope_bundle import GradescopeOptions, autograder_zip
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

OTTER = Path(sysconfig.get_path("scripts")) / "otter"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """autograder.zip of an assignment, and its wheel, unpacked."""
    made = {}

    def make(name):
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            path = folder / "autograder.zip"
            path.write_bytes(autograder_zip(find(name), GradescopeOptions()))
            with zipfile.ZipFile(path) as archive:
                (wheel,) = [n for n in archive.namelist() if n.endswith(".whl")]
                with archive.open(wheel) as file, zipfile.ZipFile(file) as packed:
                    packed.extractall(folder / "wheel")
            made[name] = path
        return made[name]

    return make


@pytest.fixture(scope="module")
def otter_score(unpacked, tmp_path_factory):
    """The score that `otter run` gives; 0 where Otter finds nothing that it can read."""

    def run(submission, name):
        uploaded = unpacked(name)
        tmp_path = tmp_path_factory.mktemp("otter")
        path = tmp_path / "in" / Path(submission.file).name
        path.parent.mkdir()
        path.write_bytes(submission.content)
        wheel = uploaded.parent / "wheel"
        env = os.environ | {"PYTHONPATH": str(wheel)}
        where = [sys.executable, "-c", "import autograder; print(autograder.__file__)"]
        found = subprocess.run(where, check=True, env=env, cwd=tmp_path, capture_output=True)
        assert found.stdout.decode().startswith(str(wheel))
        command = [OTTER, "run", "-a", uploaded, "-o", tmp_path, "--no-logo", path]
        done = subprocess.run(command, check=False, env=env, cwd=tmp_path, capture_output=True)
        results = tmp_path / "results.json"
        told = done.stderr.decode()
        if not results.exists():
            assert done.returncode, "Otter is content and writes nothing"
            return 0, told
        shown = json.loads(results.read_text())
        return shown["score"], "\n".join([told, *(test["output"] for test in shown["tests"])])

    return run


@pytest.fixture(scope="module")
def our_score(tier):
    """Our own score of the tests that lost nothing, with the limits that Otter's run has: those of
    every day.
    """
    graders = {}

    def score(submission, name):
        if name not in graders:
            graders[name] = Grader(find(name), Limits(), tier)
        outcomes = graders[name].grade(submission).outcomes
        return sum(outcome.score for outcome in outcomes if otter_plugin.has_all_points(outcome))

    yield score
    for grader in graders.values():
        grader.close()


@pytest.mark.slow
def test_otter_forgives_a_wrong_helper_as_we_do(our_score, otter_score, solution):
    """And the end of the process, which would be the end of Otter's own kernel."""
    wrong = solution.replace("(np.asarray(x) > 0)", "(np.asarray(x) >= 0)")
    text = f"{wrong}\nimport os\nos._exit(3)\n"
    submission = Submission("ada", "ada.py", text.encode())
    score, told = otter_score(submission, "hw1_backprop")
    assert score == pytest.approx(our_score(submission, "hw1_backprop")), told
    assert 95 < score < 100
    assert "our grade gives 0.125 of 1 point." in told


def asked(hw1, monkeypatch, kept):
    """What Otter's test does where ours failed and keeps a share of its points."""
    test = next(test for test in hw1.tests if test.points == 1)
    outcome = Outcome(test, "wrong_value", "wrong", kept=kept)
    grade = Grade(Submission("ada", "ada.py", b""), "graded", outcomes=[outcome])
    monkeypatch.setattr(otter_plugin, "graded", lambda: grade)
    otter_plugin.ask(test.name)


def test_a_test_of_otters_says_what_our_grade_gives(hw1, monkeypatch):
    with pytest.raises(AssertionError, match=r"^wrong$"):
        asked(hw1, monkeypatch, 0.0)
    told = "^wrong\nOtter gives nothing for this test; our grade gives 0.25 of 1 point.$"
    with pytest.raises(AssertionError, match=told):
        asked(hw1, monkeypatch, 0.25)


def test_a_test_that_keeps_all_its_points_passes_with_otter(hw1, monkeypatch):
    asked(hw1, monkeypatch, 1.0)


@pytest.mark.slow
def test_files_beside_the_submission_are_not_imported(otter_score, solution, tmp_path):
    """Otter's kernel starts in the folder that it unpacks a zip into."""
    mark = tmp_path / "mark"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(solution)])
        archive.writestr("hw1.ipynb", nbformat.writes(book))
        for name in ("numpy", "torch", "autograder", "json", "sitecustomize"):
            archive.writestr(f"{name}.py", f"open({str(mark)!r}, 'a').write({name!r})")
    score, told = otter_score(Submission("ada", "ada.zip", packed.getvalue()), "hw1_backprop")
    assert not mark.exists(), mark.read_text()
    assert score == 100, told


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken", ["grading.json", "course/solutions/hw1_backprop/hidden_tests/q1.py"]
)
def test_a_grader_that_fails_is_no_zero(unpacked, tmp_path, solution, broken):
    """Otter takes any Exception in a test for the student's mistake."""
    uploaded = unpacked("hw1_backprop")
    (tmp_path / "ada.py").write_text(solution)
    spoilt = tmp_path / "spoilt.zip"
    with zipfile.ZipFile(uploaded) as old, zipfile.ZipFile(spoilt, "w") as new:
        for info in old.infolist():
            new.writestr(info, b"{" if info.filename == broken else old.read(info))
    code = "import otter.run, sys; r = otter.run.main('ada.py', autograder=sys.argv[1])\n"
    code += "print('catastrophic:', r.has_catastrophic_failure())"
    command = [sys.executable, "-c", code, spoilt]
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True)
    assert "catastrophic: True" in done.stdout.decode(), done.stderr.decode()


# One of each kind in which Otter and we could part; the others, which take many minutes, at night.
KINDS = {
    "blank_stub",
    "functions_renamed_and_deleted",
    "leaves_the_process",
    "misspelt_helper_in_a_table",
    "noisy_notebook",
    "not_json",
    "notebook_of_format_3",
    "prints_a_lot",
    "right_notebook",
    "seven_mistakes",
    "strange_returns",
    "syntax_error_in_a_cell",
    "tuples_instead_of_dicts",
    "windows_module",
    "zip_of_a_notebook",
    "zip_with_two_notebooks",
}


def how_often(specimen):
    is_one_of_all = specimen.assignment.name == "hw1_backprop" and specimen.name in KINDS
    mark = pytest.mark.slow if is_one_of_all else pytest.mark.nightly
    return pytest.param(specimen, marks=mark, id=id_of(specimen))


@pytest.mark.parametrize("specimen", [how_often(specimen) for specimen in SPECIMENS])
def test_every_specimen_gets_the_same_score(specimen, our_score, otter_score):
    name, submission = specimen.assignment.name, submission_of(specimen)
    score, told = otter_score(submission, name)
    assert score == pytest.approx(our_score(submission, name)), told


def test_there_is_one_of_each_kind():
    names = {one.name for one in SPECIMENS if one.assignment.name == "hw1_backprop"}
    assert names >= KINDS
