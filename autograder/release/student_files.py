"""What students get: the public tree; nothing is stripped from it, for no solution is in it."""

import hashlib
from pathlib import Path

import jupytext
import nbformat

from autograder.course.assignment import Assignment
from autograder.course.authoring_errors import loading
from autograder.course.bundled import PACKAGE
from autograder.course.declared_tests import declared
from autograder.release.archive import files_in
from autograder.submissions.notebook import EXPERIMENT_TAG

OTTER = "otter-grader==7.0.0"
# Ranges, so that a student's Python may be older or newer than ours. No torch.
REQUIREMENTS = ("numpy>=1.26,<3", "matplotlib>=3.8,<4", OTTER, "notebook>=7,<8")
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
CHECKS = "public_checks.py"
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


def student_files(assignment: Assignment) -> dict[str, bytes]:
    """Every file students get, by its path in their folder. Raises Broken."""
    files = files_in(assignment.folder, assignment.folder)
    files[f"{assignment.name}.ipynb"] = notebook(assignment).encode()
    files[CHECKS] = (PACKAGE / "course" / CHECKS).read_bytes()
    if page_of(assignment).exists():
        files["README.md"] = readme(assignment).encode()
    files["requirements.txt"] = "".join(f"{line}\n" for line in REQUIREMENTS).encode()
    return dict(sorted(files.items()))


def notebook(assignment: Assignment) -> str:
    """The handout as a notebook without outputs; cell ids depend on the cells alone."""
    with loading(assignment.handout):
        document = jupytext.read(assignment.handout, fmt="py:percent")
    document.metadata = nbformat.NotebookNode(kernelspec=KERNELSPEC)
    first = next(i for i, cell in enumerate(document.cells) if cell.cell_type == "code")
    setup = nbformat.v4.new_code_cell(SETUP.format(otter=OTTER).rstrip())
    setup.metadata["tags"] = [EXPERIMENT_TAG]  # not run, and not work, when it is graded
    document.cells.insert(first, setup)
    for number, cell in enumerate(document.cells):
        cell.id = hashlib.sha256(f"{number}\n{cell.source}".encode()).hexdigest()[:8]
    document.nbformat, document.nbformat_minor = 4, 5
    nbformat.validate(document)
    return nbformat.writes(document) + "\n"


def page_of(assignment: Assignment) -> Path:
    """The page of the course for students, which speaks of the homework of its demo."""
    return assignment.root / "assignments" / "README.md"


def readme(assignment: Assignment) -> str:
    """That page, with this assignment's files and questions as its examples."""
    text, example = page_of(assignment).read_text(encoding="utf-8"), assignment.facts.demo
    if assignment.name == example or not assignment.questions:
        return text
    question = assignment.questions[len(assignment.questions) // 2]
    name = next(declared(assignment.public_tests / f"{question}.py"))["name"]
    text = text.replace("q5.dJ_dW1", name).replace("q5", question)
    return text.replace(example, assignment.name) if example else text
