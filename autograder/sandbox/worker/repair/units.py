"""The statements of a submission that a function is made of: its own, and those of its helpers.

Worker side, standard library only.
"""

import ast
import types
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from names import FILE, bound_by

EDITED = (ast.FunctionDef, ast.ClassDef, ast.Assign)


@dataclass
class Unit:
    """A statement that gives `names` a value; `after` are those that have to run again then, as
    tables of functions have, and the classes that are made from a class.
    """

    cell: int
    statement: ast.stmt
    names: dict[str, str]  # of the namespace, by what the statement itself calls it
    after: list["Unit"] = field(default_factory=list)
    code: types.CodeType | None = None
    loops: list[ast.While] = field(default_factory=list)

    @property
    def used(self) -> set[str]:
        own = own_names(self.statement) if isinstance(self.statement, ast.FunctionDef) else set()
        return names_in(self.statement) - own

    @property
    def used_at_once(self) -> set[str]:
        """The names that it uses where it runs, not where what it defines is called."""
        return set().union(*map(names_in, run_at_once(self.statement)))


def units_of(
    function: str,
    statements: Iterable[tuple[int, ast.stmt]],
    namespace: dict[str, Any],
    others: set[str],
    given: Iterable[str] = (),
) -> list[Unit]:
    """The unit of a function, if it has one, and then those of its helpers.

    `others` are functions that are asked for themselves: their mistakes are theirs. `given` are
    the classes of its arguments.
    """
    known: dict[str, Unit] = {}
    definitions: dict[tuple[int, int], Unit] = {}
    for cell, statement in statements:
        for part in parts_of(statement):
            unit = Unit(cell, part, {})
            if isinstance(part, EDITED):
                known |= dict.fromkeys(bound_by(part), unit)
            if isinstance(part, ast.FunctionDef):
                definitions[cell, first_line(part)] = unit
    own = definitions.get(place_of(namespace.get(function)))
    if own is not None:  # whatever its decorators do, they return it as it is
        own.statement.decorator_list, own.names = [], {own.statement.name: function}
    found = [one for one in [own or known.get(function)] if one is not None]
    for unit in found:
        without_annotations(unit.statement)
        unit.loops = [node for node in ast.walk(unit.statement) if isinstance(node, ast.While)]
        also = given if unit is found[0] else ()
        for name in sorted(unit.used.union(also) - others - {function}):
            if name in known and known[name] not in found:
                found.append(known[name])
    for unit in found:
        unit.after = built_on(unit, found[1:])  # the function itself is called anew
    return found


def built_on(unit: Unit, others: list[Unit]) -> list[Unit]:
    """Those that hold what a unit defines, or what is built on it, as they stand in the source."""
    names, found = bound_by(unit.statement), list[Unit]()
    while new := [one for one in others if one not in (unit, *found) and one.used_at_once & names]:
        found += new
        names = names.union(*(bound_by(one.statement) for one in new))
    return sorted(found, key=lambda one: (one.cell, one.statement.lineno))


def run_at_once(statement: ast.stmt) -> list[ast.AST]:
    """The parts of a statement that run with it: of a definition not what is for a call."""
    if isinstance(statement, ast.FunctionDef):
        defaults = [*statement.args.defaults, *filter(None, statement.args.kw_defaults)]
        return [*statement.decorator_list, *defaults]
    if isinstance(statement, ast.ClassDef):
        inner = [part for one in statement.body for part in run_at_once(one)]
        return [*statement.decorator_list, *statement.bases, *inner]
    return [statement]


def names_in(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def own_names(definition: ast.FunctionDef) -> set[str]:
    """Its parameters and its variables."""
    nodes = list(ast.walk(definition))
    names = {node.arg for node in nodes if isinstance(node, ast.arg)}
    names |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return names.difference(*(n.names for n in nodes if isinstance(n, (ast.Global, ast.Nonlocal))))


def without_annotations(statement: ast.stmt) -> None:
    """Leave out what is only for the reader, and may not be there when it runs again."""
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None


def first_line(definition: ast.FunctionDef) -> int:
    """The line of a definition as its code has it: that of the first decorator."""
    return min(node.lineno for node in (definition, *definition.decorator_list))


def parts_of(statement: ast.stmt) -> list[ast.stmt]:
    """A statement at the top of a module, or what is defined in the blocks of it."""
    if isinstance(statement, (ast.If, ast.Try, ast.With)):
        blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
        return [part for block in blocks for one in block for part in parts_of(one)]
    return [statement]


def place_of(function: Any) -> tuple[int, int] | None:
    """Cell and line of what defines a function of the submission."""
    code = function.__code__ if isinstance(function, types.FunctionType) else None
    if code is None or not code.co_filename.startswith(FILE):
        return None
    return int(code.co_filename.removeprefix(FILE)), code.co_firstlineno
