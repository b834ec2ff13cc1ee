"""Families of edits, the likeliest first, and the edits that each makes at all places of a code.

Worker side, NumPy and the standard library only.
"""

import ast
from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from typing import Any

import numpy as np
from repair.additions import by_own, products, terms, wrappers
from repair.donated import Donated
from repair.donors import donor_of
from repair.edits import Edit
from repair.exchanges import exchanges, of_rest, omissions, shapes, with_the_next
from repair.missing import going_on
from repair.misspelt import misspelt
from repair.recomputed import by_two, of_lists, recomputed
from repair.returns import returns
from repair.scope import places_in
from repair.simple import simple_edits
from repair.syntax import Place, is_field
from repair.twins import twins
from repair.units import Unit
from repair.unpacked import unpacked
from repair.values import size_of

MOST_OWN = 12  # functions of the submission that are tried around a value
MOST_WORDS = 60  # keys and fields that are tried
MOST_ARGUMENTS = 4  # of a function, whose lengths may be a factor
# Of a function that are exchanged, from one stage to the next.
SHARES = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1.0)

Family = Callable[[Place, list[str], list[str]], Iterator[Edit]]  # place, arguments, words


def small_changes(function: str, namespace: dict[str, Any]) -> Iterator[Family]:
    """Changes that bring in no more than a name or two."""
    numpy = next((name for name, value in namespace.items() if value is np), None)
    functions = functions_in(namespace)
    others = [name for name in functions if name != function]
    imported = [name for name, value in namespace.items() if is_of_numpy(value)][:MOST_OWN]
    of_one = [name for name in others if takes(namespace[name], 1)][:MOST_OWN]
    of_two = [name for name in others if takes(namespace[name], 2)][:MOST_OWN]
    names = list(namespace)
    yield lambda place, *_: chain(
        misspelt(place, names), unpacked(place, names), returns(place), simple_edits(place)
    )
    yield lambda place, _, words: chain(
        exchanges(place, functions, imported, words),
        omissions(place),
        shapes(place),
        with_the_next(place),
    )
    yield lambda place, arguments, words: chain(
        twins(place, numpy, of_one, words), wrappers(place, numpy, arguments)
    )
    yield lambda place, *_: chain(of_rest(place), terms(place))
    yield lambda place, arguments, _: chain(
        products(place),
        by_own(place, of_one, arguments),
        by_two(place, of_two, arguments),
        recomputed(place),
        of_lists(place),
        going_on(place, arguments),
    )


def pieces_of_right(
    function: str, units: list[Unit], text: str, namespace: dict[str, Any], args: tuple
) -> Iterator[Family]:
    """Pieces of the right functions in `text`, in the place of pieces of the student's own, which
    is wrong at `args`.
    """
    makers: dict[int, Donated] = {}
    donor = donor_of(text, function, units[0].statement, namespace, args) if units else None
    written = [unit for unit in units if isinstance(unit.statement, ast.FunctionDef)]
    sizes = {unit.statement.name: size_of(unit.statement) for unit in written}
    for unit in written:
        is_helper = unit is not units[0]
        own = Donated(unit.statement, donor, namespace, sizes, is_helper=is_helper)
        makers |= {id(one): own for one in ast.walk(unit.statement)}

    made: dict[int, list[tuple[float, Edit]]] = {}

    def of_share(place: Place, least: float, most: float) -> Iterator[Edit]:
        if id(place) not in made:
            own = makers.get(id(place.statement))
            made[id(place)] = list(own.edits(place)) if own else []
        return (edit for share, edit in made[id(place)] if least < share <= most)

    for least, most in pairwise(SHARES):
        yield lambda place, *_, least=least, most=most: of_share(place, least, most)


def edits_of(
    family: Family, places: list[tuple[Unit, list[Place]]], known: list[str]
) -> Iterator[tuple[Unit, Edit]]:
    """The edits of one family at all places; an edit is not made before the one before is done.

    `known` are words of the whole submission, and keys of the dicts that the function is given.
    """
    own = [word for unit, _ in places for word in words_in(unit.statement)]
    words = list(dict.fromkeys([*own, *known]))[:MOST_WORDS]
    for unit, own in places:
        nodes = list(ast.walk(unit.statement))
        arguments = [node.arg for node in nodes if isinstance(node, ast.arg)][:MOST_ARGUMENTS]
        for place in own:
            yield from ((unit, edit) for edit in family(place, arguments, words))


def words_in(statement: ast.stmt) -> Iterator[str]:
    """Texts that may be keys of a dict, and the names of what objects keep."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from [node.value] if node.value.isidentifier() else []
        elif is_field(node) and isinstance(node.ctx, ast.Store):
            yield node.attr


def places_of(units: list[Unit], args: tuple) -> list[tuple[Unit, list[Place]]]:
    """The places of each unit, at which entries of `args` have a name, too."""
    return [(unit, places_in(unit.statement, keys_of(unit, args))) for unit in units]


def keys_of(unit: Unit, args: tuple) -> dict[str, list[str]]:
    """The keys of dicts among the arguments of a function, by parameter."""
    parameters = getattr(unit.statement, "args", None)
    names = [parameter.arg for parameter in parameters.args] if parameters else []
    return {
        name: [key for key in value if isinstance(key, str)]
        for name, value in zip(names, args, strict=False)
        if isinstance(value, dict)
    }


def functions_in(namespace: dict[str, Any]) -> list[str]:
    """The functions of the submission itself."""
    return [
        name
        for name, value in namespace.items()
        if getattr(value, "__module__", "") == "submission" and callable(value)
    ]


def is_of_numpy(value: Any) -> bool:
    """Whether it is a function of NumPy's that has a name of its own here."""
    module = getattr(value, "__module__", None) or ("numpy" if isinstance(value, np.ufunc) else "")
    return callable(value) and not isinstance(value, type) and module.startswith("numpy")


def takes(function: Any, count: int) -> bool:
    """Whether a function takes so many arguments."""
    code = getattr(function, "__code__", None)
    return getattr(code, "co_argcount", 0) == count
