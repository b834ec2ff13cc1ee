"""Edits that put right a name that nobody has: a function, a variable, an option of a call.

Worker side, NumPy and the standard library only.
"""

import ast
import builtins
import math
from collections.abc import Collection, Iterator
from difflib import get_close_matches

import numpy as np
from repair.edits import Edit, changed
from repair.syntax import Place

OWNERS = (np, np.ndarray, np.linalg, np.random, np.random.Generator, math, dict, list, str)
ATTRIBUTES = sorted({name for owner in OWNERS for name in dir(owner) if not name.startswith("_")})
KEYWORDS = ("axis", "keepdims", "ddof", "dtype", "size", "loc", "scale", "where", "initial", "copy")
OF_TORCH = {"dim": "axis", "keepdim": "keepdims", "correction": "ddof"}
KINDS = {"id": "name", "attr": "name", "arg": "arguments"}
MOST = 3  # guesses at one place


def misspelt(place: Place, names: Collection[str]) -> Iterator[Edit]:
    """What may be meant by a name, here, or wherever it stands in a function.

    `names` are those that the submission has at its top.
    """
    node = place.node
    there = {one.id for one in place.names if isinstance(one, ast.Name)}
    if part := part_of(node):
        for name in meant(node, [*there, *names]):
            yield changed(KINDS[part], place, (node, part, name))
    elif isinstance(node, ast.FunctionDef):
        stored = {n.id for n in ast.walk(node) if part_of(n, ast.Store) == "id"}
        for alike in repeated(node):
            first, last = alike[0].lineno, alike[-1].lineno
            part = part_of(alike[0])
            for name in meant(alike[0], [*stored, *there, *names]):
                changes = tuple((one, part, name) for one in alike)
                yield Edit(KINDS[part], first, last, changes, place.statement)


def part_of(node: ast.AST, context: type = ast.Load) -> str:
    """Where a node has a name that may be another one; "" if it has none."""
    for kind, part in ((ast.Name, "id"), (ast.Attribute, "attr")):
        if isinstance(node, kind):
            return part if isinstance(node.ctx, context) else ""
    return "arg" if isinstance(node, ast.keyword) and node.arg else ""


def repeated(function: ast.FunctionDef) -> list[list[ast.AST]]:
    """The nodes of each name that stands at several places."""
    found: dict[tuple[str, str], list[ast.AST]] = {}
    for node in ast.walk(function):
        if part := part_of(node):
            found.setdefault((part, getattr(node, part)), []).append(node)
    several = [nodes for nodes in found.values() if len(nodes) > 1]
    return [sorted(nodes, key=lambda node: (node.lineno, node.col_offset)) for nodes in several]


def meant(node: ast.AST, names: Collection[str]) -> list[str]:
    """What a name that nobody has may mean."""
    match node:
        case ast.Name():
            return near(node.id, [*names, *dir(builtins)])
        case ast.Attribute():
            return near(node.attr, ATTRIBUTES)
        case ast.keyword():
            of_torch = OF_TORCH.get(node.arg or "")
            return [of_torch] if of_torch else near(node.arg or "", KEYWORDS)
    return []


def near(name: str, known: Collection[str]) -> list[str]:
    """The nearest of the known names to one that is none of them."""
    return [] if name in known else get_close_matches(name, known, MOST)
