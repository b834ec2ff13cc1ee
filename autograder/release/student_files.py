"""What students get: the public tree; nothing is stripped from it, for no solution is in it."""

import base64
import hashlib
import mimetypes
import re
from pathlib import Path

import jupytext
import nbformat

from autograder.course.assignment import Assignment
from autograder.course.authoring_errors import loading
from autograder.course.bundled import PACKAGE
from autograder.course.declared_tests import declared
from autograder.release.archive import files_in
from autograder.release.setup_cell import WHOSE, badge, setup_cell
from autograder.submissions.notebook import EXPERIMENT_TAG

OTTER = "otter-grader==7.0.0"
# Ranges, so that a student's Python may be older or newer than ours. No torch. From 7.3 on,
# ipykernel warns at every `otter check` that a kernel may be listened to.
PACKAGES = {"numpy": "numpy>=1.26,<3", "matplotlib": "matplotlib>=3.8,<4", "otter": OTTER}
REQUIREMENTS = (*PACKAGES.values(), "notebook>=7,<8", "ipykernel>=6.29,<7.3")
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
CHECKS = "public_checks.py"
FIRST_CODE = re.compile(r"^# %%(?!.*\[markdown\])", re.MULTILINE)
# No SVG: JupyterLab shows one that is attached as a broken picture.
PICTURE = re.compile(r"(!\[[^\]]*\])\(([\w.-]+\.(?:png|jpg))\)")


def student_files(assignment: Assignment, url: str = "") -> dict[str, bytes]:
    """Every file students get, by its path in their folder. Raises Broken.

    `url` is where a notebook that was opened alone finds them, as student.zip.
    """
    files = files_in(assignment.folder, assignment.folder)
    files[f"{assignment.name}.ipynb"] = notebook(assignment, url).encode()
    files[assignment.handout.name] = module(assignment, url).encode()
    files[WHOSE] = f"{assignment.name}\n".encode()
    files[CHECKS] = (PACKAGE / "course" / CHECKS).read_bytes()
    if page_of(assignment).exists():
        files["README.md"] = readme(assignment).encode()
    files["requirements.txt"] = "".join(f"{line}\n" for line in REQUIREMENTS).encode()
    return dict(sorted(files.items()))


def notebook(assignment: Assignment, url: str = "") -> str:
    """The handout as a notebook without outputs; cell ids depend on the cells alone."""
    with loading(assignment.handout):
        document = jupytext.read(assignment.handout, fmt="py:percent")
    document.metadata = nbformat.NotebookNode(kernelspec=KERNELSPEC)
    first = next(i for i, cell in enumerate(document.cells) if cell.cell_type == "code")
    setup = nbformat.v4.new_code_cell(setup_cell(assignment.name, PACKAGES, url))
    setup.metadata["tags"] = [EXPERIMENT_TAG]  # not run, and not work, when it is graded
    document.cells.insert(first, setup)
    if link := badge(assignment.name, url):
        document.cells.insert(0, nbformat.v4.new_markdown_cell(link))
    for number, cell in enumerate(document.cells):
        if cell.cell_type == "markdown":
            embed_pictures(cell, assignment.folder)
        cell.id = hashlib.sha256(f"{number}\n{cell.source}".encode()).hexdigest()[:8]
    document.nbformat, document.nbformat_minor = 4, 5
    nbformat.validate(document)
    return nbformat.writes(document) + "\n"


def module(assignment: Assignment, url: str = "") -> str:
    """The handout as it is, with the same first cell."""
    text = assignment.handout.read_text(encoding="utf-8")
    marker = f'# %% tags=["{EXPERIMENT_TAG}"]'
    setup = f"{marker}\n{setup_cell(assignment.name, PACKAGES, url)}\n\n"
    return FIRST_CODE.sub(lambda found: setup + found[0], text, count=1)


def embed_pictures(cell: nbformat.NotebookNode, folder: Path) -> None:
    """Put the pictures that a cell shows into the notebook, which may be opened alone."""
    names = {name for _, name in PICTURE.findall(cell.source) if (folder / name).exists()}
    if names:
        cell.attachments = {name: as_attachment(folder / name) for name in sorted(names)}
        cell.source = PICTURE.sub(
            lambda found: f"{found[1]}(attachment:{found[2]})" if found[2] in names else found[0],
            cell.source,
        )


def as_attachment(path: Path) -> dict[str, str]:
    """A picture by its kind, as a notebook holds it."""
    kind, _ = mimetypes.guess_type(path.name, strict=True)
    return {kind: base64.b64encode(path.read_bytes()).decode()}


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
