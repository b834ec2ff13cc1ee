"""Runs the cells of a submission, statement by statement, and keeps whatever can be kept.

Worker side, standard library only. One bad statement costs what it would have defined: the cells
after it, and the statements after it in its own cell, still run. What runs long is cut off; the
definitions in it are kept.
"""

import ast
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cells import DEFINES, DEFINITION, WHOLE, Cell, foreign, is_plain, python_cells, without_magics
from exceptions import describe
from names import DEFINITIONS, FILE, bound_by, definitions_in, used_in
from shell import WRITES, Shell, execute, write
from stopwatch import Stopwatch

Place = tuple[int, int]  # of a statement: its cell, and its number in that


@dataclass
class Problem:
    """What went wrong at load, and where; `binds` are the names that it would have given a value.

    `lost`: whether a function may miss one of them.
    """

    index: int
    cell: str
    line: int
    message: str
    binds: set[str] | None = None
    lost: bool = True


class Loader:
    """Fills `namespace` from cells. `announce` is told each statement before it runs, and `cut`
    when it was cut off: its cell and its number there, its line, and what time it had.
    """

    def __init__(
        self,
        skip: set[Place],
        announce: Callable[[int, int, int], None],
        cut: Callable[[int, int, int, float], None],
        stopwatch: Stopwatch,
        lent: dict[str, Callable],
    ) -> None:
        module = types.ModuleType("submission")  # dataclasses look their module up
        module.display = lambda *_, **__: None
        module.exit = module.quit = sys.exit
        shell = Shell(module.__dict__)
        module.get_ipython = lambda: shell
        sys.modules["submission"] = module
        self.namespace: dict[str, Any] = module.__dict__
        self.namespace.update(lent)
        self.problems: list[Problem] = []
        self.cells: list[str] = []
        self.stopwatch = stopwatch
        self._left_out: dict[Place, set[str]] = {}
        self._skip, self._announce, self._cut, self._flags = skip, announce, cut, 0
        self._lent = lent

    def load(self, kind: str, cells: list[Cell]) -> None:
        """Run every cell; `kind` is "py" or "ipynb"."""
        if kind == "py":
            try:
                cells = [part for cell in cells for part in python_cells(cell.source)]
            except (ValueError, RecursionError, MemoryError) as error:
                self._note(0, WHOLE, 1, error)
                return
        else:
            self.namespace["__name__"] = "__main__"
        self.cells = [cell.name for cell in cells]
        for index, cell in enumerate(cells):
            if magic := foreign(cell.source):
                self._pass_over(index, cell, magic)
            elif not self._run_whole(index, cell):
                for position, statement in self._statements(index, cell):
                    self._run((index, position), cell, statement)

    def missing(self, functions: list[str]) -> dict[Place, list[str]]:
        """Of each statement that was left out, the names that a function needs; `functions` are
        those that are asked for. Also settles which problems lost something of the kind.
        """
        if not self.problems and not self._left_out:
            return {}
        needed = used_in(self.namespace).union(functions)
        for problem in self.problems:
            problem.lost = problem.binds is None or bool(problem.binds & needed)
        # The rest of a cell stumbles over what was left out of it; one note of that is enough.
        cut = {index for index, _ in self._left_out}
        self.problems = [p for p in self.problems if p.lost or p.index not in cut]
        return {at: sorted(names & needed) for at, names in self._left_out.items()}

    def _pass_over(self, index: int, cell: Cell, magic: str) -> None:
        """Leave out a cell that is no Python, and say so; one that becomes a file is written."""
        defined = set(DEFINITION.findall(cell.source))
        if magic not in WRITES:
            if not cell.experiment:
                told = f"`%%{magic}` is not run: only Python is"
                self.problems.append(Problem(index, cell.name, 1, told, defined))
            return
        line, _, body = cell.source.lstrip().partition("\n")
        try:
            write(line.removeprefix(f"%%{magic}"), body)
        except Exception as error:  # noqa: BLE001 - no name, no such folder, no space
            self._note(index, cell.name, 1, error, defined)

    def statements(self, kind: str, cells: list[Cell]) -> Iterator[tuple[int, ast.stmt]]:
        """All statements that `load` runs, each with the number of its cell; parsed anew."""
        if kind == "py":
            cells = [part for cell in cells for part in python_cells(cell.source)]
        for index, cell in enumerate(cells):
            if foreign(cell.source):
                continue
            for position, statement in self._statements(index, cell):
                if (index, position) not in self._skip:
                    yield index, statement

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
            self._execute(index, cell.source)
        except BaseException:  # noqa: BLE001 - statement by statement, it will show what it was
            return False
        return True

    def _statements(self, index: int, cell: Cell) -> Iterator[tuple[int, ast.stmt]]:
        tree = cell.tree
        try:
            tree = tree or self._parse(cell.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self._note(index, cell.name, getattr(error, "lineno", None) or 1, error)
            return
        for position, statement in enumerate(tree.body):
            if not cell.experiment or isinstance(statement, DEFINITIONS):
                yield position, statement

    def _parse(self, source: str) -> ast.Module:
        try:
            return ast.parse(source)
        except SyntaxError:
            return ast.parse(without_magics(source))

    def _run(self, at: Place, cell: Cell, statement: ast.stmt) -> None:
        if at in self._skip:
            self._leave_out(at, cell, statement)
            return
        if not isinstance(statement, DEFINITIONS) or getattr(statement, "decorator_list", None):
            self._announce(*at, statement.lineno)
        seconds = self._try(at[0], cell, statement)
        if seconds is not None:
            self._cut(*at, statement.lineno, seconds)
            self._leave_out(at, cell, statement)

    def _leave_out(self, at: Place, cell: Cell, statement: ast.stmt) -> None:
        """Keep the definitions in a statement alone."""
        lost = bound_by(statement)
        if not isinstance(statement, DEFINITIONS):
            for definition in definitions_in(statement):
                self._try(at[0], cell, definition)
                lost -= bound_by(definition)
        self._left_out[at] = lost

    def _try(self, index: int, cell: Cell, statement: ast.stmt) -> float | None:
        """Run a statement; what time it had, in case it was cut off."""
        may_be_cut = not isinstance(statement, DEFINITIONS)
        try:
            return self._execute(index, ast.Module([statement], []), cut=may_be_cut)
        except NameError as error:
            if isinstance(statement, FUNCTIONS) and not self._flags & ANNOTATIONS:
                self._try_unannotated(index, cell, statement, error)
            else:
                self._note(index, cell.name, statement.lineno, error, bound_by(statement))
            return None
        except BaseException as error:  # noqa: BLE001 - SystemExit costs a statement, not a grade
            self._note(index, cell.name, statement.lineno, error, bound_by(statement))
            return None

    def _try_unannotated(
        self, index: int, cell: Cell, statement: ast.stmt, error: NameError
    ) -> None:
        """Define a function once more, and let annotations wait from now on: a name that they alone
        lack, for it stood in a cell that does not run, costs nothing.
        """
        self._flags |= ANNOTATIONS
        noted = len(self.problems)
        self._try(index, cell, statement)
        if len(self.problems) == noted:
            told = f"{describe(error)} (in an annotation, which is passed over)"
            self.problems.append(Problem(index, cell.name, statement.lineno, told, set()))

    def _execute(self, index: int, code: str | ast.Module, *, cut: bool = False) -> float | None:
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(code, f"{FILE}{index}", "exec", flags=flags, dont_inherit=True)
        self._flags |= code.co_flags & ANNOTATIONS
        try:
            if cut:
                return self.stopwatch.run(code, self.namespace)
            execute(code, self.namespace)
        finally:
            self.namespace.update(self._lent)  # a stub does not take their places
        return None

    def _note(
        self,
        index: int,
        cell: str,
        line: int,
        error: BaseException,
        binds: set[str] | None = None,
    ) -> None:
        self.problems.append(Problem(index, cell, line, describe(error), binds))


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ANNOTATIONS = __import__("__future__").annotations.compiler_flag
