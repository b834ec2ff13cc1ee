"""What has a value at each place of a function: variables, entries, elements, what objects keep.

Worker side, standard library only.
"""

import ast
import copy

from repair.syntax import (
    Place,
    attribute,
    every_place,
    is_entry,
    is_everything,
    is_field,
    item,
    load,
    put,
)

MOST_NAMES = 24  # in scope at one place, those of a dict among them
MOST_MADE = 12  # expressions in what a variable is computed by
MOST_ELEMENTS = 24


def places_in(unit: ast.stmt, keys: dict[str, list[str]]) -> list[Place]:
    """All places of a statement at the top of a module, with what has a value at each.

    `keys` are those of dicts that are arguments, by the name of the parameter.
    """
    found = every_place(unit)
    parts = methods_of(unit) or [unit]
    fields = [] if parts == [unit] else fields_of(unit)
    for part in parts:
        known, made = names_of(part, keys) + fields, made_in(part)
        elements, indices = elements_of(part, known), indices_in(part)
        for place in found:
            line = place.statement.lineno
            if part.lineno <= line <= (part.end_lineno or line):
                place.names = [read for first, read in known if first < line][:MOST_NAMES]
                place.elements = [read for first, read in elements if first < line][:MOST_ELEMENTS]
                place.made = {name: value for at, name, value in made if at < line}
                place.indices = indices
    return found


def methods_of(unit: ast.stmt) -> list[ast.stmt]:
    """The functions of a class; none of anything else."""
    body = unit.body if isinstance(unit, ast.ClassDef) else []
    return [node for node in body if isinstance(node, ast.FunctionDef)]


def fields_of(unit: ast.stmt) -> list[tuple[int, ast.expr]]:
    """What the methods of a class keep in `self`: it has a value at any line."""
    stored = [n for n in ast.walk(unit) if is_field(n) and isinstance(n.ctx, ast.Store)]
    names = dict.fromkeys(node.attr for node in stored)
    return [(0, attribute(load(unit, "self"), name)) for name in names]


def names_of(unit: ast.stmt, keys: dict[str, list[str]]) -> list[tuple[int, ast.expr]]:
    """What has a value in a function: the line of the first one, and a node that reads it. Of what
    there is too much of, variables are kept.
    """
    found: dict[str, tuple[int, ast.expr]] = {}
    for node in ast.walk(unit):
        if isinstance(node, ast.arg):
            found.setdefault(node.arg, (0, load(node, node.arg)))
            for key in keys.get(node.arg, ()):
                entry = item(load(node, node.arg), key)
                found.setdefault(ast.unparse(entry), (0, entry))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, (node.lineno, load(node, node.id)))
        elif is_entry(node) and isinstance(node.ctx, ast.Store):
            entry = item(load(node, node.value.id), node.slice.value)
            found.setdefault(ast.unparse(entry), (node.lineno, entry))
    return sorted(found.values(), key=lambda one: is_entry(one[1]))


def elements_of(
    unit: ast.stmt, known: list[tuple[int, ast.expr]]
) -> list[tuple[int, ast.Subscript]]:
    """The line of which on it has a value, and a read, of each array at each index that are
    somewhere in a function; first those that are there together.
    """
    since = {read.id: first for first, read in known if isinstance(read, ast.Name)}
    nodes = [node for node in ast.walk(unit) if is_element(node)]
    pairs = [(node.value.id, node.slice) for node in nodes]
    pairs += [(name, index) for name, _ in pairs for _, index in pairs]
    found: dict[str, tuple[int, ast.Subscript]] = {}
    for name, index in pairs:
        names = [name, *(one.id for one in ast.walk(index) if isinstance(one, ast.Name))]
        if all(one in since for one in names):
            read = put(ast.Subscript(load(index, name), copy.deepcopy(index), ast.Load()), index)
            found.setdefault(ast.unparse(read), (max(since[one] for one in names), read))
    return list(found.values())


def is_element(node: ast.AST) -> bool:
    """Whether it is a part of an array at a variable, or at several, as x[:, j] is."""
    if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
        return False
    index = node.slice
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    is_whole = all(is_everything(part) for part in parts)
    return not is_whole and all(isinstance(p, ast.Name) or is_everything(p) for p in parts)


def made_in(part: ast.stmt) -> list[tuple[int, str, ast.expr]]:
    """The lines at which variables are given a short expression, in order."""
    found = []
    for node in ast.walk(part):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and expressions_in(node.value) <= MOST_MADE:
            found.append((node.lineno, target.id, node.value))
    return sorted(found, key=lambda one: one[0])


def expressions_in(node: ast.AST) -> int:
    return sum(isinstance(one, ast.expr) for one in ast.walk(node))


def indices_in(part: ast.stmt) -> list[str]:
    """The names of loops, and those that stand in the brackets of an index."""
    loops = [node.target for node in ast.walk(part) if isinstance(node, ast.For)]
    slices = [node.slice for node in ast.walk(part) if isinstance(node, ast.Subscript)]
    return list(dict.fromkeys(one.id for one in loops + slices if isinstance(one, ast.Name)))
