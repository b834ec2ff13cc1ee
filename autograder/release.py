"""Builds what students get from the public tree; nothing is stripped, for no solution is in it."""

import hashlib
import importlib.metadata
import io
import shutil
import zipfile
from pathlib import Path

import jupytext
import nbformat

from autograder.assignment import ASSIGNMENTS, Assignment

STUDENT_PACKAGES = ("numpy", "matplotlib", "otter-grader")
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the first a zip can hold: the same input, the same bytes


def write_release(assignment: Assignment, folder: Path) -> None:
    """Write `student/` and `student.zip` into `folder`, replacing those of an earlier release."""
    files = student_files(assignment)
    student = folder / "student"
    if student.exists():
        shutil.rmtree(student)
    for name, content in files.items():
        path = student / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "student.zip").write_bytes(zipped(files))


def student_files(assignment: Assignment) -> dict[str, bytes]:
    """Every file students get, by its path in their folder."""
    files = {f"{assignment.name}.ipynb": notebook(assignment).encode()}
    for path in sorted(assignment.folder.rglob("*")):
        relative = path.relative_to(assignment.folder)
        hidden = any(part.startswith((".", "__")) for part in relative.parts)
        if path.is_file() and not hidden:
            files[relative.as_posix()] = path.read_bytes()
    files["README.md"] = (ASSIGNMENTS / "README.md").read_bytes()
    files["requirements.txt"] = requirements().encode()
    return dict(sorted(files.items()))


def notebook(assignment: Assignment) -> str:
    """The handout as a notebook without outputs; cell ids depend on the cells alone."""
    document = jupytext.read(assignment.handout, fmt="py:percent")
    document.metadata = nbformat.NotebookNode(kernelspec=KERNELSPEC)
    for number, cell in enumerate(document.cells):
        cell.id = hashlib.sha256(f"{number}\n{cell.source}".encode()).hexdigest()[:8]
    document.nbformat, document.nbformat_minor = 4, 5
    nbformat.validate(document)
    return nbformat.writes(document) + "\n"


def requirements() -> str:
    """The tested versions of what students need; no torch."""
    lines = [f"{name}=={importlib.metadata.version(name)}" for name in STUDENT_PACKAGES]
    return "\n".join([*lines, "notebook"]) + "\n"


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip that is the same, byte for byte, for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()
