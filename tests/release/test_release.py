"""Releases: complete, the same every time, refused when they must be, and silent about the seed."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from bundled import COURSE, find
from click.testing import CliRunner

from autograder.cli.main import main
from autograder.release import gradescope_bundle as bundle
from autograder.release import release as releases
from autograder.release import wheel as wheels
from autograder.release.gate.gate import Verdict
from autograder.release.manifest import OWN_KEYS, is_manifest
from autograder.release.release import release_files, write
from autograder.results.provenance import grade_sha256, seed_fingerprint

EVERY = pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)


@pytest.fixture(scope="module")
def released():
    """The files of a release by path, built once an assignment."""
    built = {}

    def release(assignment):
        if assignment.name not in built:
            built[assignment.name] = release_files(assignment)
        return built[assignment.name]

    return release


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def students(files):
    start = "student/"
    return {n.removeprefix(start): c for n, c in files.items() if n.startswith(start)}


@pytest.mark.slow
@EVERY
def test_a_release_is_complete_and_the_same_every_time(assignment, released, monkeypatch, tmp_path):
    files = released(assignment)
    wanted = {f"{assignment.name}.ipynb", f"{assignment.name}.py", "README.md", "requirements.txt"}
    wanted.add("public_checks.py")
    assert wanted | {f"tests/{q}.py" for q in assignment.questions} <= students(files).keys()
    folder = f"{assignment.name}/"  # two homeworks unpacked side by side stay apart
    assert members(files["student.zip"]) == {folder + n: c for n, c in students(files).items()}
    assert {"student.zip", "autograder.zip", "manifest.json"} <= files.keys()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setattr(releases, "leaks", lambda *_: [])  # it was scanned, and nothing was found
    again = release_files(assignment)
    assert {name for name in files if again[name] != files[name]} == set()


@pytest.mark.slow
@EVERY
def test_the_manifest_tells_every_file_and_version(assignment, released):
    files = released(assignment)
    about = json.loads(files["manifest.json"])
    hashes = {n: hashlib.sha256(c).hexdigest() for n, c in files.items() if n != "manifest.json"}
    assert about["files"] == hashes
    assert about["autograder_sha256"] == grade_sha256(assignment)
    assert about["versions"].keys() >= {"python", "autograder", "numpy", "torch", "otter-grader"}


@pytest.mark.slow
def test_a_template_for_classrooms_is_written_when_asked_for(hw1, released):
    files = release_files(hw1, classroom=True)
    student = {name: content for name, content in files.items() if name.startswith("student/")}
    assert {
        n.replace("classroom/", "student/", 1) for n in files if n.startswith("classroom/")
    } == {
        *student,
        "student/.gitignore",
        "student/.github/workflows/public-tests.yml",
    }
    assert json.loads(files["manifest.json"])["files"].keys() == files.keys() - {"manifest.json"}
    assert not any(name.startswith("classroom/") for name in released(hw1))


@pytest.mark.slow
@EVERY
def test_the_notebook_is_valid_and_bare(assignment, released):
    text = students(released(assignment))[f"{assignment.name}.ipynb"].decode()
    book = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert not any(cell.get("outputs") for cell in book.cells)
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    checks = [f'grader.check("{question}")' for question in assignment.questions]
    assert [cell.source for cell in book.cells if cell.source in checks] == checks


@pytest.mark.slow
@EVERY
def test_the_page_speaks_of_this_homework(assignment, released):
    files = students(released(assignment))
    page = files["README.md"].decode()
    others = {other.name for other in COURSE.assignments} - {assignment.name}
    assert not any(other in page for other in others)
    assert f"jupyter notebook {assignment.name}.ipynb" in page
    import re

    questions = set(re.findall(r"\bq\d+\b", page))
    assert questions
    assert questions <= set(assignment.questions)
    names = set(re.findall(r"`(q\d+\.[\w.]+)`", page))
    assert names
    assert names <= {test.name for test in assignment.tests}
    assert "public* tests" in page
    assert "torch" not in files["requirements.txt"].decode()


@pytest.fixture(scope="module")
def wheel():
    return wheels.build_wheel()


@pytest.fixture
def gate(monkeypatch, wheel):
    """A gate that finds what it is told to find, at once; and the seeds that it saw.

    The wheel, which is the same in every release, is built once for all.
    """
    seen = []
    monkeypatch.setattr(bundle, "build_wheel", lambda: wheel)

    def set_up(*shortcomings):
        def run(job, progress):
            progress(1, 2)
            seen.append(job.assignment.seed)
            return Verdict(job.assignment, mutants=3, killed=3, shortcomings=list(shortcomings))

        monkeypatch.setattr(releases, "validate", run)
        monkeypatch.setattr("autograder.sandbox.tier.find_tier", lambda *_: "medium")
        return seen

    return set_up


def run(*arguments):
    return CliRunner().invoke(main, ["release", "hw1_backprop", *map(str, arguments)])


def test_release_writes_and_tells(gate, tmp_path, hw1, released):
    gate()
    out = tmp_path / "deep" / "out"
    result = run("--out", out, "--hidden-tests", "after_due_date")
    assert result.exit_code == 0, result.output
    for name in ("student.zip", "autograder.zip", "manifest.json"):
        assert str(out / name) in result.output
    assert str(out / "classroom") not in result.output
    written = {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert written.keys() == released(hw1).keys()
    settings = json.loads(members(written["autograder.zip"])["grading.json"])
    assert settings["hidden_tests"] == "after_due_date"
    (out / "student" / "mine.txt").write_text("an old file")
    assert run("--out", out).exit_code == 0
    assert not (out / "student" / "mine.txt").exists()


@pytest.mark.slow
def test_a_template_for_classrooms_is_told_of(gate, tmp_path):
    gate()
    told = run("--out", tmp_path, "--github-classroom").output
    assert f"{tmp_path / 'classroom'} " in told
    assert (tmp_path / "classroom").is_dir()


def test_an_address_that_cannot_give_the_zip_is_refused_before_the_gate(gate, tmp_path):
    seen = gate()
    address = "https://github.com/uni/dl/blob/main/student.zip"
    result = run("--out", tmp_path / "out", "--files-url", address)
    assert result.exit_code == 2
    assert "--files-url: GitHub shows a page there, no file" in result.output
    assert seen == []
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_nothing_is_written_when_the_gate_falls_short(gate, tmp_path):
    gate("softmax.slip costs nothing", "the blank stub gets 3, not 0")
    result = run("--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "hw1_backprop is not released" in result.output
    assert "softmax.slip costs nothing" in result.output
    assert "the blank stub gets 3" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_nothing_is_written_when_there_is_a_leak(gate, tmp_path, monkeypatch):
    gate()
    leak = {"student.txt": find("hw1_backprop").seed.encode()}
    own = releases.student_files
    monkeypatch.setattr(releases, "student_files", lambda *how: own(*how) | leak)
    result = run("--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "student.zip: student.txt holds the secret seed" in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_of_somebody_else_is_left_alone(gate, tmp_path):
    gate()
    (tmp_path / "student").mkdir()
    (tmp_path / "student" / "thesis.tex").write_text("years of work")
    result = run("--out", tmp_path)
    assert result.exit_code == 2
    assert "not written by a release" in result.output
    assert [p.name for p in tmp_path.rglob("*")] == ["student", "thesis.tex"]


MANIFESTS = {
    "none": None,
    "of an app": b'{"name": "my app", "start_url": "/", "files": {}}',
    "a list": b"[]",
    "no JSON": b"{",
    "no text": b"\xff",
}


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
@pytest.mark.parametrize("other", ["student/thesis.tex", "student.zip"])
def test_a_manifest_of_somebody_else_protects_nothing_and_is_not_replaced(
    gate, tmp_path, manifest, other
):
    """It is said before the gate is run, too."""
    seen = gate()
    (tmp_path / "student").mkdir()
    (tmp_path / other).write_bytes(b"years of work")
    if manifest is not None:
        (tmp_path / "manifest.json").write_bytes(manifest)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    result = run("--out", tmp_path)
    assert result.exit_code == 2
    assert "not written by a release" in result.output
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert seen == []


@pytest.mark.slow
def test_a_manifest_of_ours_is_known(hw1, released, tmp_path):
    (tmp_path / "manifest.json").write_bytes(released(hw1)["manifest.json"])
    assert is_manifest(tmp_path / "manifest.json")


@pytest.mark.parametrize("out", ["file", "file/out", "closed/out"])
def test_a_folder_that_cannot_be_written_is_said_before_the_gate(gate, tmp_path, monkeypatch, out):
    seen = gate()
    (tmp_path / "file").write_text("mine")
    (tmp_path / "closed").mkdir()
    can = os.access  # root may write into any folder
    monkeypatch.setattr(os, "access", lambda p, mode: "closed" not in str(p) and can(p, mode))
    monkeypatch.setattr(releases, "release_files", lambda *_, **__: pytest.fail("too late"))
    result = run("--out", tmp_path / out)
    assert result.exit_code == 2
    assert str(tmp_path / out.split("/")[0]) in result.output
    assert "choose another folder" in result.output
    assert seen == []


def test_a_release_that_cannot_be_written_leaves_the_old_one(hw1, tmp_path, monkeypatch):
    ours = json.dumps(dict.fromkeys(OWN_KEYS)).encode()
    write({"student/a.txt": b"old", "manifest.json": ours}, tmp_path)

    def full(path, content):
        if path.name == "c.txt":
            raise OSError(28, "No space left on device", str(path))
        return len(content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write({"student/b.txt": b"new", "student/c.txt": b"new", "manifest.json": b""}, tmp_path)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.txt", "manifest.json", "student"]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["option", "environment"])
def test_the_seed_is_used_and_never_told(gate, tmp_path, monkeypatch, way):
    seen, secret = gate(), "winter-term-3f9a71"
    arguments = ["--seed", secret] if way == "option" else []
    if way == "environment":
        monkeypatch.setenv("AUTOGRADER_SEED", secret)
    before = os.environ.get("AUTOGRADER_SEED")
    result = run("--out", tmp_path, *arguments)
    assert result.exit_code == 0, result.output
    assert secret not in result.output
    fingerprint = seed_fingerprint(secret)
    source = "--seed" if way == "option" else "AUTOGRADER_SEED"
    assert f"is from {source} (fingerprint {fingerprint})" in result.output
    told = json.loads((tmp_path / "manifest.json").read_text())["seed"]
    assert told == {"fingerprint": fingerprint, "of_course_toml": False}
    assert seen == [secret]
    assert os.environ.get("AUTOGRADER_SEED") == before
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), "in no file that is not packed"
    inner = members((tmp_path / "autograder.zip").read_bytes())
    assert json.loads(inner["grading.json"])["seed"] == secret


@pytest.mark.slow
def test_a_release_says_that_its_seed_is_the_same_every_term(gate, tmp_path, hw1, monkeypatch):
    monkeypatch.delenv("AUTOGRADER_SEED", raising=False)
    gate()
    output = run("--out", tmp_path).output
    assert "solutions/course.toml, the same every term (fingerprint" in output
    told = json.loads((tmp_path / "manifest.json").read_text())["seed"]
    assert told == {"fingerprint": seed_fingerprint(hw1.seed), "of_course_toml": True}


@pytest.mark.slow
def test_another_seed_changes_what_gradescope_gets_alone(hw1, released):
    before = released(hw1)
    files = release_files(replace(hw1, seed="winter-term-3f9a71"))
    changed = {name for name in files if files[name] != before[name]}
    assert changed == {"autograder.zip", "manifest.json"}


@pytest.mark.slow
def test_hidden_numbers_of_the_seed_that_is_released_are_found(gate, tmp_path, hw1, monkeypatch):
    """After a release with another seed in the same process."""
    gate()
    assert run("--out", tmp_path / "first", "--seed", "winter-term-3f9a71").exit_code == 0
    second = replace(hw1, seed="summer-term-c04d8e")
    numbers = second.hidden_modules["q5"].CASES.expected[1]["dJ_dW1"]
    own = releases.student_files
    leak = {"notes.md": str(numbers.tolist()).encode()}
    monkeypatch.setattr(releases, "student_files", lambda *how: own(*how) | leak)
    result = run("--out", tmp_path / "second", "--seed", second.seed)
    assert result.exit_code == 1
    told = "student.zip: notes.md holds hidden inputs or expected values of q5"
    assert told in " ".join(result.output.split())
    assert not (tmp_path / "second").exists()
    assert run("--out", tmp_path / "third", "--seed", "autumn-term-77ad10").exit_code == 0


TERMINAL = """if 1:
    import sys
    import autograder.release.gate.gate, autograder.release.release
    names = (name.split(".") for name in sys.modules)
    print([n for n in names if n[0] in ("rich", "click") or n[:2] == ["autograder", "cli"]])
"""


@pytest.mark.slow
def test_gate_and_release_know_no_terminal():
    """Whoever calls them says what is shown."""
    done = subprocess.run(
        [sys.executable, "-c", TERMINAL], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_a_seed_that_can_be_guessed_is_refused(gate, tmp_path, monkeypatch):
    gate()
    result = run("--out", tmp_path / "out", "--seed", "2026")
    assert result.exit_code == 2
    assert "--seed: a seed of fewer than 8 characters can be guessed" in result.output
    assert not (tmp_path / "out").exists()
    monkeypatch.setenv("AUTOGRADER_SEED", "7391")
    result = run("--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "AUTOGRADER_SEED: a seed of fewer than 8 characters can be guessed" in result.output
    assert "7391" not in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_missing_package_is_told_without_a_traceback(gate, tmp_path, monkeypatch):
    gate()

    def missing():
        raise wheels.CannotBuild("hatchling is not installed: pip install -e .")

    monkeypatch.setattr(bundle, "build_wheel", missing)
    result = run("--out", tmp_path / "out")
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert "hatchling is not installed: pip install" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [("data.csv", "naïve".encode("latin-1")), ("digits.npz", b"PK"), ("more.zip", b"PK")],
)
def test_damaged_data_is_refused_by_name(gate, tmp_path, monkeypatch, name, content):
    gate()
    own = releases.student_files
    monkeypatch.setattr(releases, "student_files", lambda *how: own(*how) | {name: content})
    result = run("--out", tmp_path / "out")
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert f"student.zip: {name} " in result.output


def test_a_release_without_the_gate_is_scanned_all_the_same(hw1, monkeypatch):
    """`demo` writes one."""
    monkeypatch.setattr(releases, "leaks", lambda *_: ["README.md holds a secret"])
    with pytest.raises(releases.Refused, match="README"):
        release_files(hw1)
