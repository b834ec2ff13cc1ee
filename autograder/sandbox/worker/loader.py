"""Runs the cells of a submission, statement by statement, and keeps whatever can be kept.

Worker side, standard library only. One bad statement costs what it would have defined: the cells
after it, and the statements after it in its own cell, still run.
"""

import ast
import bisect
import re
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

WHOLE = "the file"  # what a person calls the only cell of a `.py`
CELL_MARKER = re.compile(r"^# ?%%")
EXPERIMENT_MARKER = re.compile(r"^# ?%%.*tags=.*[\"']experiment[\"']")
FOREIGN_CELL = re.compile(r"\s*%%(?!time\b|timeit\b|capture\b|prun\b)\w+")  # not Python inside
MAGIC_LINE = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\?{1,2}\s*)$")
MAGIC_VALUE = re.compile(r"^(\s*[\w, ]+=\s*)[%!].*$")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
DEFINES = re.compile(r"(?:^|[;\r])[ \t\f]*(?:def|class|import|from|async|@)", re.MULTILINE)
# A line of a cell of functions and imports; after `;` there could be more.
PLAIN_LINE = re.compile(r"(?:def)?\s|#|$|(?:import\s|from\s|[)\]}])[^;]*$")
LINE_END = re.compile(r"\r\n|\r|\n")  # Python's; str.splitlines() knows more, inside strings too
MAX_MAGICS = 200  # in one cell
MESSAGE_LIMIT = 2_000


@dataclass(frozen=True)
class Cell:
    """Source of one cell; `name` is what a person would call it."""

    name: str
    source: str
    experiment: bool = False
    tree: ast.Module | None = None


@dataclass(frozen=True)
class Problem:
    """What went wrong at load, and where."""

    cell: str
    line: int
    message: str


def without_magics(source: str) -> str:
    """The cell without what IPython understands and Python does not: magics, shell lines, help,
    and the indentation of a whole cell.

    A line counts as such where Python stumbles over it; `% 3` may go on with a line before.
    """
    if FOREIGN_CELL.match(source):
        return ""
    lines = LINE_END.split(textwrap.dedent(source))
    for _ in range(MAX_MAGICS):
        try:
            ast.parse("\n".join(lines))
            break
        except SyntaxError as error:
            number = (error.lineno or 1) - 1
        if number >= len(lines) or (plain := without_magic(lines[number])) == lines[number]:
            break
        while lines[number].endswith("\\") and number + 1 < len(lines):
            lines[number], number = plain, number + 1
            plain = ""
        lines[number] = plain
    return "\n".join(lines)


def without_magic(line: str) -> str:
    """The line with a magic replaced by nothing, or by None where its value is kept."""
    return MAGIC_LINE.sub(r"\1pass", MAGIC_VALUE.sub(r"\1None", line))


def python_cells(source: str) -> list[Cell]:
    """A `.py` as the cells that its `# %%` lines mark.

    Parsed in one piece, because such a line may stand in a string; cut by line when that fails, so
    that a syntax error costs its own cell alone.
    """
    lines = LINE_END.split(source)
    starts = [0] + [number for number, line in enumerate(lines) if CELL_MARKER.match(line)]
    experiments = [
        bool(EXPERIMENT_MARKER.match(lines[start])) if lines else False for start in starts
    ]
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        ends = [*starts[1:], len(lines)]
        pieces = ["\n" * a + "\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
        return [Cell(WHOLE, *parts) for parts in zip(pieces, experiments, strict=True)]
    bodies: list[list[ast.stmt]] = [[] for _ in starts]
    for statement in statements:
        bodies[bisect.bisect_right(starts, statement.lineno - 1) - 1].append(statement)
    trees = [ast.Module(body, []) for body in bodies]
    return [Cell(WHOLE, "", e, tree) for e, tree in zip(experiments, trees, strict=True)]


def is_plain(source: str) -> bool:
    """Whether a cell is made of functions and imports alone, as far as a glance can tell."""
    return all(map(PLAIN_LINE.match, LINE_END.split(source)))


class Loader:
    """Fills `namespace` from cells. `announce` is told each statement before it runs."""

    def __init__(
        self, skip: set[tuple[int, int]], announce: Callable[[int, int, int], None]
    ) -> None:
        module = types.ModuleType("submission")  # dataclasses look their module up
        module.display = lambda *_, **__: None
        sys.modules["submission"] = module
        self.namespace: dict[str, Any] = module.__dict__
        self.problems: list[Problem] = []
        self._skip, self._announce, self._flags = skip, announce, 0

    def load(self, kind: str, cells: list[Cell]) -> None:
        """Run every cell; `kind` is "py" or "ipynb"."""
        if kind == "py":
            try:
                cells = [part for cell in cells for part in python_cells(cell.source)]
            except (ValueError, RecursionError, MemoryError) as error:
                self._note(WHOLE, 1, error)
                return
        for index, cell in enumerate(cells):
            if not self._run_whole(index, cell):
                for position, statement in self._statements(cell, magics=kind == "ipynb"):
                    if (index, position) not in self._skip:
                        self._run(index, position, cell, statement)

    def _run_whole(self, index: int, cell: Cell) -> bool:
        """Run a cell of functions and imports in one piece, or pass over an experiment that has
        none; whether either could be done.

        To look at each statement takes a syntax tree, which costs more than all the rest of a load.
        """
        if cell.tree or any(index == lost for lost, _ in self._skip):
            return False
        if cell.experiment:
            return not DEFINES.search(cell.source)
        if not is_plain(cell.source):
            return False
        try:
            self._execute(cell.source)
        except BaseException:  # noqa: BLE001 - statement by statement, it will show what it was
            return False
        return True

    def _statements(self, cell: Cell, *, magics: bool) -> Iterator[tuple[int, ast.stmt]]:
        tree = cell.tree
        try:
            tree = tree or self._parse(cell.source, magics=magics)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self._note(cell.name, getattr(error, "lineno", None) or 1, error)
            return
        for position, statement in enumerate(tree.body):
            if not cell.experiment or isinstance(statement, DEFINITIONS):
                yield position, statement

    def _parse(self, source: str, *, magics: bool) -> ast.Module:
        try:
            return ast.parse(source)
        except SyntaxError:
            if not magics:
                raise
        return ast.parse(without_magics(source))

    def _run(self, index: int, position: int, cell: Cell, statement: ast.stmt) -> None:
        if not isinstance(statement, DEFINITIONS) or getattr(statement, "decorator_list", None):
            self._announce(index, position, statement.lineno)
        try:
            self._execute(ast.Module([statement], []))
        except BaseException as error:  # noqa: BLE001 - SystemExit costs a statement, not a grade
            self._note(cell.name, statement.lineno, error)

    def _execute(self, code: str | ast.Module) -> None:
        code = compile(code, "submission", "exec", flags=self._flags, dont_inherit=True)
        self._flags |= code.co_flags & ANNOTATIONS
        exec(code, self.namespace)  # noqa: S102 - this process exists to run it

    def _note(self, cell: str, line: int, error: BaseException) -> None:
        self.problems.append(Problem(cell, line, describe(error)))


ANNOTATIONS = __import__("__future__").annotations.compiler_flag


def describe(error: BaseException) -> str:
    """`ValueError: what it says`, cut short; the text is the submission's own and never trusted."""
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001 - its __str__ may do anything
        text = "(no message)"
    return f"{type(error).__name__}: {text}"[:MESSAGE_LIMIT]
