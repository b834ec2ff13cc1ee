"""A specimen: a submission as people send it, beside the result that it must get.

It is kept as the files that were sent or, where it differs from the handout in functions alone,
as those functions: `functions.py` has them with the helpers, constants and imports they need (no
such file: none differs). Two more keys of its expected.json say what is built from them: `file`,
the name of the file that was sent, a `.py` or an `.ipynb`; and `rest`, what all other functions
of the handout are: "answers" (the model's), "stubs", or the name of a specimen that has them.
"""

import ast
import json
import re
import shutil
import symtable
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.authoring_errors import loading, parse

EXPECTED = "expected.json"
FUNCTIONS = "functions.py"
ANSWERS, STUBS = "answers", "stubs"
CELL_MARKER = re.compile(r"# ?%%")


@dataclass(frozen=True)
class Specimen:
    """A folder with a submission and its expected.json; both are the author's."""

    folder: Path
    assignment: Assignment

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def expected(self) -> dict[str, Any]:
        """What it must get: `score`, `status`, `failed`, and what the person did. Raises Broken."""
        path = self.folder / EXPECTED
        with loading(path):
            return json.loads(path.read_text(encoding="utf-8"))

    @property
    def file(self) -> str | None:
        """The name of the file to build, or nothing where the files themselves are kept."""
        return self.expected.get("file")

    @property
    def rest(self) -> list[Path]:
        """The modules that have what functions.py has not, nearest first. Raises Broken."""
        rest = self.expected.get("rest", ANSWERS)
        if rest == STUBS:
            return []
        if rest == ANSWERS:
            return [self.assignment.solution]
        other = replace(self, folder=self.folder.parent / rest)
        return [*other.folder.glob("*.py"), *other.rest]


def specimens(assignment: Assignment) -> list[Specimen]:
    """The specimens of a homework by name; there may be none."""
    folder = assignment.root / "tests" / "specimens" / assignment.name
    return [Specimen(path.parent, assignment) for path in sorted(folder.glob(f"*/{EXPECTED}"))]


def write(specimen: Specimen, folder: Path) -> Path:
    """Lay the submission of a specimen into a folder of its name below `folder`; gives that.

    Raises Broken if it cannot be built.
    """
    own = folder / specimen.name
    if specimen.file is None:
        ignored = shutil.ignore_patterns(EXPECTED)
        return shutil.copytree(specimen.folder, own, ignore=ignored, dirs_exist_ok=True)
    text = filled_in(specimen)
    own.mkdir(parents=True, exist_ok=True)
    content = as_notebook(text) if specimen.file.endswith(".ipynb") else text
    (own / specimen.file).write_text(content, encoding="utf-8", newline="\n")
    return own


@dataclass(frozen=True)
class Piece:
    """A statement at the top of a module, with the comments above it.

    `place` is the stub of the handout at which it goes in: it is the statement that defines this
    function, or stands before that one.
    """

    text: str
    place: str
    defines: set[str]
    uses: set[str]


def filled_in(specimen: Specimen) -> str:
    """The text of the handout with the functions of a specimen in the places of its stubs.

    Raises Broken.
    """
    assignment = specimen.assignment
    pieces = all_pieces(specimen)
    lines = assignment.handout.read_text(encoding="utf-8").split("\n")
    for stub in reversed(parse(assignment.handout).body):
        name = getattr(stub, "name", None)
        here = [piece for piece in pieces if piece.place == name]
        if name in assignment.functions and here:
            start, end = stub.lineno - 1, stub.end_lineno
            left = [] if name in names_in(here) else ["\n", *lines[start:end]]
            lines[start:end] = ["\n".join(piece.text for piece in here).strip("\n"), *left]
    return "\n".join(lines)


def all_pieces(specimen: Specimen) -> list[Piece]:
    """All of functions.py and, before it, what that and the handout need of the rest."""
    assignment = specimen.assignment
    path = specimen.folder / FUNCTIONS
    pieces = pieces_of(path, assignment.functions) if path.exists() else []
    known = own_names(assignment) | names_in(pieces)
    for module in specimen.rest:
        wanted = set(assignment.functions).union(*(piece.uses for piece in pieces)) - known
        pieces = needed(pieces_of(module, assignment.functions), wanted, known) + pieces
        known |= names_in(pieces)
    return pieces


def pieces_of(path: Path, functions: list[str]) -> list[Piece]:
    """The statements of a module in order; those after its last function go with that.

    Raises Broken.
    """
    with loading(path):
        lines = path.read_text(encoding="utf-8").split("\n")
    pieces, start = [], 0
    for node in parse(path).body:
        markers = (n for n in range(start, node.lineno) if CELL_MARKER.match(lines[n]))
        text = "\n".join(lines[max(markers, default=start - 1) + 1 : node.end_lineno])
        table = symtable.symtable(text, str(path), "exec")
        defines = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        pieces.append(Piece(text, functions[-1], defines, globals_in(table)))
        start = node.end_lineno
    for number, piece in reversed(list(enumerate(pieces))):
        later = pieces[number + 1].place if number + 1 < len(pieces) else functions[-1]
        place = next((name for name in functions if name in piece.defines), later)
        pieces[number] = replace(piece, place=place)
    return pieces


def needed(pieces: list[Piece], wanted: set[str], known: set[str]) -> list[Piece]:
    """Those that define what is wanted, and what these use in turn, but nothing that is known."""
    while True:
        found = [piece for piece in pieces if piece.defines & wanted]
        more = set(wanted).union(*(piece.uses for piece in found)) - known
        if more == wanted:
            return found
        wanted = more


def globals_in(table: symtable.SymbolTable) -> set[str]:
    """The names of its module that a block of code uses."""
    used = {s.get_name() for s in table.get_symbols() if s.is_referenced() and s.is_global()}
    return used.union(*map(globals_in, table.get_children()))


def own_names(assignment: Assignment) -> set[str]:
    """What the handout itself imports, and the functions and classes that are complete in it."""
    names: set[str] = set()
    for node in parse(assignment.handout).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return names - set(assignment.functions)


def names_in(pieces: Iterable[Piece]) -> set[str]:
    """All names that these pieces define."""
    return set().union(*(piece.defines for piece in pieces))


def as_notebook(text: str) -> str:
    """A notebook of the `# %%` cells of a module, with their tags and without outputs."""
    import jupytext  # noqa: PLC0415 - slow to import, and most specimens need none
    import nbformat  # noqa: PLC0415

    notebook = jupytext.reads(text, fmt="py:percent")
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number}"  # else random
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return nbformat.writes(notebook) + "\n"
