"""Written answers: the cells of a submission that are tagged `written`, as text."""

import re
from itertools import pairwise
from typing import Any

from autograder.sandbox.worker.cells import CELL_MARKER, LINE_END
from autograder.submissions.files.file_kinds import by_content
from autograder.submissions.files.zips import sole_member
from autograder.submissions.notebook import NotANotebook, all_cells, parsed, source_of
from autograder.submissions.submission import Submission, Unreadable, form_of, text_of

TAG = "written"
TAGS = re.compile(r"\btags=\[([^\]]*)\]")
TAG_NAME = re.compile(r"[\"']([^\"']*)[\"']")
NAME = re.compile(r"[\w.-]{1,40}")  # of a question: it becomes part of the name of a test
COMMENT = re.compile(r"^# ?", re.MULTILINE)
DOCSTRING = re.compile(r'\s*[rR]?("""|\'\'\')(.*)\1\s*', re.DOTALL)  # Jupytext may write one
MAX_ANSWERS, MAX_LENGTH = 100, 20_000
Cell = tuple[str, list[str]]  # text and tags


def written_answers(submission: Submission) -> dict[str, str]:
    """Each answer by the name of its question; several cells of one name are one answer.

    The name is the cell's other tag, as in `tags=["written", "why"]`, else its place among the
    written cells. Raises Unreadable.
    """
    if submission.problem:
        raise Unreadable(submission.problem)
    return answers_in(cells_of(submission.file, submission.content))


def answers_in(cells: list[Cell]) -> dict[str, str]:
    """Answers by `written.NAME`, without those beyond what any person writes."""
    answers: dict[str, list[str]] = {}
    for name, _, text in written_in(cells):
        answers.setdefault(name, []).append(text.encode("utf-8", "replace").decode().strip())
    return {name: cut("\n\n".join(texts)) for name, texts in answers.items()}


def prompts_in(cells: list[Cell]) -> dict[str, str]:
    """What a handout asks before each of its written cells: the text of the cell above."""
    return {name: above.strip() for name, above, _ in written_in(cells)}


def written_in(cells: list[Cell]) -> list[tuple[str, str, str]]:
    """Of each written cell: the name of its question, the text of the cell above, its own text."""
    found = []
    for (above, _), (text, tags) in pairwise([("", []), *cells]):
        if TAG in tags:
            own = [tag for tag in tags if tag != TAG and NAME.fullmatch(tag)]
            found.append((f"{TAG}.{own[0] if own else len(found) + 1}", above, text))
    return found[:MAX_ANSWERS]


def cut(text: str) -> str:
    """An answer no longer than a person reads."""
    return text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]} [cut off here]"


def cells_of(file: str, content: bytes) -> list[Cell]:
    """The cells of a `.ipynb`, a `.py`, or the one of these in a `.zip`. Raises Unreadable."""
    if other := by_content(content):
        raise Unreadable(other)
    form = form_of(file, content)
    if form == ".zip":
        return cells_of(*sole_member(content))
    if form == ".py":
        return percent_cells(text_of(content))
    try:
        cells = [cell for cell in all_cells(parsed(content)) if isinstance(cell, dict)]
    except NotANotebook as reason:
        raise Unreadable(str(reason)) from None
    return [(source_of(cell), tags_of(cell)) for cell in cells]


def tags_of(cell: dict[str, Any]) -> list[str]:
    """The tags of a notebook's cell."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def percent_cells(source: str) -> list[Cell]:
    """The cells that `# %%` lines mark; the comments of a Markdown cell are its text."""
    cells: list[tuple[str, list[str]]] = []
    for line in LINE_END.split(source):
        if CELL_MARKER.match(line):
            cells.append((line, []))
        elif cells:
            cells[-1][1].append(line)
    return [(prose("\n".join(lines)), marked(head)) for head, lines in cells]


def prose(body: str) -> str:
    """The text of a Markdown cell, which is either a string or comments."""
    quoted = DOCSTRING.fullmatch(body)
    return quoted[2] if quoted else COMMENT.sub("", body)


def marked(head: str) -> list[str]:
    """The tags in the line that begins a cell."""
    found = TAGS.search(head)
    return TAG_NAME.findall(found[1]) if found else []
