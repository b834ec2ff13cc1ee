"""Releases an assignment: proves it, then writes what students, Gradescope and the records get.

Students get the public tree; nothing is stripped from it, for no solution is in it.
"""

import ast
import errno
import hashlib
import importlib.metadata
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import jupytext
import nbformat

from autograder.archive import files_in, zipped
from autograder.assignment import ASSIGNMENTS, Assignment
from autograder.authored import loading, parse
from autograder.batch import Job
from autograder.executors import default_jobs
from autograder.gradescope import bundle
from autograder.leaks import leaks
from autograder.manifest import is_manifest, manifest
from autograder.notebook import EXPERIMENT_TAG
from autograder.sandbox.limits import Limits
from autograder.sandbox.tier import find_tier
from autograder.seed import refuse_guessable
from autograder.verdict import Verdict, progress

STUDENT_PACKAGES = ("numpy", "matplotlib", "otter-grader")
OPENS_NOTEBOOKS = "notebook>=7,<8"
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
EXAMPLE = "hw1_backprop"  # the assignment that the page for students speaks of
WRITTEN = ("autograder.zip", "manifest.json", "student", "student.zip")
SETUP = """\
# On Google Colab, this cell asks for student.zip, unpacks it and installs Otter. Elsewhere it does
# nothing: README.md says how to start on your own machine.
import sys

if "google.colab" in sys.modules:
    import importlib.util
    import subprocess
    import zipfile
    from pathlib import Path

    if not Path("tests").is_dir():
        from google.colab import files

        print("Choose the student.zip that you were given.")
        zipfile.ZipFile(next(iter(files.upload()))).extractall()
    if importlib.util.find_spec("otter") is None:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "{otter}"]
        subprocess.run(install, check=True)
"""


class Refused(Exception):
    """The assignment may not be released; `shortcomings` says why, one line each."""

    def __init__(self, shortcomings: list[str]) -> None:
        super().__init__("\n".join(shortcomings))
        self.shortcomings = shortcomings


def write_release(assignment: Assignment, folder: Path) -> None:
    """Write a release without running the gate; the scan for leaks is part of building it."""
    write(release_files(assignment), folder)


def release_files(
    assignment: Assignment,
    hidden_tests: str = "after_published",
    *,
    allow_unsandboxed: bool = False,
) -> dict[str, bytes]:
    """Every file of a release, by its path. Raises Refused if a secret is among the student's."""
    student = student_files(assignment)
    if found := leaks(assignment, student):
        raise Refused([f"student.zip: {finding}" for finding in found])
    settings = bundle.Settings(assignment.name, hidden_tests, allow_unsandboxed)
    files = {f"student/{name}": content for name, content in student.items()}
    files["student.zip"] = zipped(student)
    files["autograder.zip"] = bundle.autograder_zip(assignment, settings)
    return files | {"manifest.json": manifest(assignment, files)}


def prove(assignment: Assignment, jobs: int | None = None) -> Verdict:
    """Run the gate. Raises Refused with what falls short."""
    from autograder.validate import validate  # noqa: PLC0415 - it looks at what is released here

    job = Job(assignment, find_tier(), Limits.from_environment(), jobs or default_jobs())
    with progress(assignment.name) as shown:
        verdict = validate(job, progress=shown)
    if verdict.shortcomings:
        raise Refused(verdict.shortcomings)
    return verdict


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write `files` into `folder`: all, or none. Raises OSError, also over a folder not its own."""
    refuse_foreign(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".release-") as fresh:
        for name, content in files.items():
            path = Path(fresh) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for top in sorted({name.split("/")[0] for name in files}):
            if (folder / top).is_dir():
                shutil.rmtree(folder / top)
            (Path(fresh) / top).replace(folder / top)


def refuse_foreign(folder: Path) -> None:
    """Raise FileExistsError if a release into `folder` would replace what no release wrote."""
    if is_manifest(folder / "manifest.json"):
        return
    for path in (folder / name for name in WRITTEN):
        if path.exists() or path.is_symlink():
            why = "it was not written by a release: remove it, or choose another --out"
            raise FileExistsError(errno.EEXIST, why, str(path))


def summary(verdict: Verdict, folder: Path, seed_from: str) -> str:
    """What was proven and written, and what to do next."""
    name = verdict.assignment.name
    zips = [folder / "student.zip", folder / "autograder.zip", folder / "manifest.json"]
    width = max(len(str(path)) for path in zips)
    uses = [
        "hand this out; student/ shows what is in it",
        "Gradescope: Configure Autograder, Ubuntu 22.04 or later",
        "keep: hashes and versions",
    ]
    caught = f"{verdict.killed} of {verdict.mutants} catalogued mistakes caught"
    lines = [
        f"{name} proved itself: {caught}, {verdict.seeds} seeds, {verdict.seconds:.0f} s. Written:",
        *(f"  {path!s:{width}}  {use}" for path, use in zip(zips, uses, strict=True)),
        f"The secret seed is from {seed_from}; autograder.zip holds it, so keep it from students.",
        "Where you grade by `autograder grade`, AUTOGRADER_SEED has to be that seed, too.",
    ]
    return "\n".join(lines)


@contextmanager
def seeded(seed: str | None) -> Iterator[str]:
    """Have this process and its children use `seed`; tells where the seed comes from, not what.

    Raises Guessable if it is too short.
    """
    refuse_guessable("--seed", seed)
    kept = os.environ.get("AUTOGRADER_SEED")
    if seed is not None:
        os.environ["AUTOGRADER_SEED"] = seed
    try:
        elsewhere = "AUTOGRADER_SEED" if kept else "solutions/__init__.py, the same every term"
        yield "--seed" if seed is not None else elsewhere
    finally:
        os.environ.pop("AUTOGRADER_SEED", None)
        if kept is not None:
            os.environ["AUTOGRADER_SEED"] = kept


def student_files(assignment: Assignment) -> dict[str, bytes]:
    """Every file students get, by its path in their folder."""
    files = files_in(assignment.folder, assignment.folder)
    files[f"{assignment.name}.ipynb"] = notebook(assignment).encode()
    files["README.md"] = readme(assignment).encode()
    files["requirements.txt"] = requirements().encode()
    return dict(sorted(files.items()))


def notebook(assignment: Assignment) -> str:
    """The handout as a notebook without outputs; cell ids depend on the cells alone."""
    with loading(assignment.handout):
        document = jupytext.read(assignment.handout, fmt="py:percent")
    document.metadata = nbformat.NotebookNode(kernelspec=KERNELSPEC)
    first = next(i for i, cell in enumerate(document.cells) if cell.cell_type == "code")
    otter = f"otter-grader=={importlib.metadata.version('otter-grader')}"
    setup = nbformat.v4.new_code_cell(SETUP.format(otter=otter).rstrip())
    setup.metadata["tags"] = [EXPERIMENT_TAG]  # not run, and not work, when it is graded
    document.cells.insert(first, setup)
    for number, cell in enumerate(document.cells):
        cell.id = hashlib.sha256(f"{number}\n{cell.source}".encode()).hexdigest()[:8]
    document.nbformat, document.nbformat_minor = 4, 5
    nbformat.validate(document)
    return nbformat.writes(document) + "\n"


def readme(assignment: Assignment) -> str:
    """The page for students, with this assignment's files and questions as its examples."""
    text = (ASSIGNMENTS / "README.md").read_text(encoding="utf-8")
    if assignment.name == EXAMPLE:
        return text
    question = assignment.questions[len(assignment.questions) // 2]
    tests = parse(assignment.folder / "tests" / f"{question}.py")
    names = [
        word.value.value
        for node in ast.walk(tests)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "test_case"
        for word in node.keywords
        if word.arg == "name"
    ]
    text = text.replace("q5.dJ_dW1", names[0]).replace("q5", question)
    return text.replace(EXAMPLE, assignment.name)


def requirements() -> str:
    """The tested versions of what students need; no torch."""
    lines = [f"{name}=={importlib.metadata.version(name)}" for name in STUDENT_PACKAGES]
    return "\n".join([*lines, OPENS_NOTEBOOKS]) + "\n"
