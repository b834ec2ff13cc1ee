"""Releases an assignment: proves it, then writes what students, Gradescope and the records get."""

import errno
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.release.archive import zipped
from autograder.release.classroom import classroom_files
from autograder.release.gate.gate import Progress, Verdict, validate
from autograder.release.gradescope_bundle import GradescopeOptions, autograder_zip
from autograder.release.leak_scan.scan import leaks
from autograder.release.manifest import is_manifest, manifest
from autograder.release.student_files import student_files
from autograder.runs.batch import Job

WRITTEN = ("autograder.zip", "classroom", "manifest.json", "student", "student.zip")


class Refused(Exception):
    """The assignment may not be released; `shortcomings` says why, one line each."""

    def __init__(self, shortcomings: list[str]) -> None:
        super().__init__("\n".join(shortcomings))
        self.shortcomings = shortcomings


def release_files(
    assignment: Assignment,
    options: GradescopeOptions | None = None,
    url: str = "",
    *,
    classroom: bool = False,
) -> dict[str, bytes]:
    """Every file of a release, by its path. Raises Refused if a secret is among the student's.

    `url` is where students' notebooks fetch student.zip if they are opened alone; `classroom`: with
    a template repository.
    """
    student = student_files(assignment, url)
    if found := leaks(assignment, student):
        raise Refused([f"student.zip: {finding}" for finding in found])
    files = {f"student/{name}": content for name, content in student.items()}
    in_a_folder = {f"{assignment.name}/{name}": content for name, content in student.items()}
    files["student.zip"] = zipped(in_a_folder)
    if classroom:
        template = classroom_files(assignment.name, student)
        files |= {f"classroom/{name}": content for name, content in template.items()}
    files["autograder.zip"] = autograder_zip(assignment, options or GradescopeOptions())
    return files | {"manifest.json": manifest(assignment, files)}


def prove(job: Job, progress: Progress = lambda *_: None) -> Verdict:
    """Run the gate. Raises Refused with what falls short."""
    verdict = validate(job, progress=progress)
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
