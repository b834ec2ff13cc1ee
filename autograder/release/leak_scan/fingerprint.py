"""What makes two pieces of code the same in spite of names, layout and comments; for the leak scan.

Three prints: statements and functions as trees without names, runs of tokens without punctuation,
and numbers in a row. All of them work on text that nobody meant to run, too: a comment, a page.
"""

import ast
import builtins
import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

FUNCTION_NODES, STATEMENT_NODES = 7, 10  # smaller ones are written twice by chance
# Names that carry a meaning; all others are the writer's choice.
MEANINGFUL = {*dir(builtins), "np", "math", "torch", "F"}
UNSEEN = {"annotation", "returns", "type_comment", "kind", "ctx", "decorator_list", "type_params"}
TOKEN = re.compile(r"[A-Za-z_]\w*|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|\*\*|[-+*/@<>=.%]")
ARITHMETIC = {"+", "-", "*", "/", "**", "@", "<", ">"}
NUMBER = re.compile(r"(?<![\w.])\d+\.?\d*(?:[eE][+-]?\d+)?(?![\w.])")
ROW = 3  # numbers that agree one after the other, to this many digits:
DIGITS = 4
LONE_DIGITS = 8  # a number that agrees to this many needs no neighbours
MARKS = "#>*`| \t"  # that comments and pages put before a line of code
QUOTES = MARKS + "/\"'"  # the same around words
MARK = re.compile(r"^\s*(?:(?:#+|//|>|\*|\|) ?)+")  # the same before a line whose indent matters
DEF = re.compile(r"( *)def \w+\(")
WORD = re.compile(r"\w+")


def trees(source: str) -> Iterator[tuple[str, str]]:
    """(name of the function or "", print) of every function and statement in Python code."""
    yield from trees_of(ast.parse(source))


def trees_of(module: ast.Module) -> Iterator[tuple[str, str]]:
    """The same of code that is parsed already."""
    for node in ast.walk(module):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            own = {inner.arg for inner in ast.walk(node.args) if isinstance(inner, ast.arg)}
            yield from _tree(getattr(node, "name", "lambda"), _body(node), FUNCTION_NODES, own)
        elif isinstance(node, ast.stmt) and not hasattr(node, "body"):
            yield from _tree("", [node], STATEMENT_NODES)


def trees_in_text(text: str) -> Iterator[tuple[str, str]]:
    """The same of whatever lines of a text could be code: in comments, in prose, fenced."""
    for line in text.splitlines():
        code = line.strip(MARKS)
        if "=" in code or "return" in code:
            yield from _trees_if_code(f"def f():\n    {code}\n")
    for function in _functions(text):
        yield from _trees_if_code(function)


def _trees_if_code(text: str) -> Iterator[tuple[str, str]]:
    try:
        yield from trees(text)
    except (SyntaxError, ValueError):
        return


def _functions(text: str) -> Iterator[str]:
    """Every function of a text, from `def` to the end of what is indented below it."""
    lines = [MARK.sub("", line) for line in text.splitlines()]
    for number, line in enumerate(lines):
        if start := DEF.match(line):
            block = [line]
            for below in lines[number + 1 :]:
                indent = len(below) - len(below.lstrip())
                if below.strip() and indent <= len(start[1]) and not below.lstrip().startswith(")"):
                    break
                block.append(below)
            yield textwrap.dedent("\n".join(block))


def _body(function: ast.FunctionDef | ast.Lambda) -> list[ast.stmt]:
    """What a function does: its statements without the docstring."""
    if isinstance(function, ast.Lambda):
        return [ast.Return(function.body)]
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if is_text else function.body


def _tree(
    name: str, statements: list[ast.stmt], at_least: int, own: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """The print of statements; `own` are names that their writer chose before them."""
    walked = [node for statement in statements for node in ast.walk(statement)]
    if sum(not isinstance(node, ast.expr_context) for node in walked) < at_least:
        return
    stored = (n.id for n in walked if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    chosen = {*own, *stored}  # also where they are called
    called = {id(node.func) for node in walked if isinstance(node, ast.Call)}
    names: dict[str, str] = {}

    def shape(node: object) -> str:
        if isinstance(node, ast.Name):
            kept = node.id in MEANINGFUL or (id(node) in called and node.id not in chosen)
            return node.id if kept else names.setdefault(node.id, f"v{len(names)}")
        if isinstance(node, ast.arg):
            return names.setdefault(node.arg, f"v{len(names)}")
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            node = ast.Assign([node.target], node.value)
        if isinstance(node, ast.AST):
            seen = [value for field, value in ast.iter_fields(node) if field not in UNSEEN]
            return f"{type(node).__name__}({','.join(map(shape, seen))})"
        if isinstance(node, list):
            return f"[{','.join(map(shape, node))}]"
        is_number = isinstance(node, (int, float)) and not isinstance(node, bool)
        return repr(float(node)) if is_number and abs(node) < 1e300 else repr(node)

    yield name, ";".join(map(shape, statements))


def code_of_functions(source: str) -> Iterator[tuple[str, str]]:
    """(name, text) of every function: as written, and as Python would write it."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (body := _body(node)):
            text = "\n".join(lines[body[0].lineno - 1 : body[-1].end_lineno])
            yield node.name, re.sub(r"(?m)\s#.*$", "", text)
            yield node.name, ast.unparse(ast.Module(body, []))


def words(text: str) -> str:
    """The words of a text on one line: marks, line breaks and capitals are layout."""
    return " ".join(WORD.findall(re.sub(r"\\[nrt]", " ", text).casefold()))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of `length` tokens that computes something; calls and lists of names alone do not.

    Brackets, commas and quotes are left out: they are layout, and lists of names are public.
    """
    tokens = TOKEN.findall(text)
    found = (tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1))
    return {run for run in found if ARITHMETIC.intersection(run)}


def _is_telling(size: float, digits: int) -> bool:
    """Whether a number really has that many digits, so that it is not met by chance."""
    return math.isfinite(size) and float(f"{size:.{digits - 2}e}") != size


def numbers_in(text: str) -> list[float]:
    """The numbers written in a text, in order, without their signs."""
    return [float(word) for word in NUMBER.findall(text) if len(word) < 400]


def rows(numbers: Sequence[float], *, lone: bool = True) -> set[tuple[str, ...]]:
    """Prints of all telling numbers in a row, and, if `lone`, of each one with many digits."""
    sizes = [abs(number) for number in numbers]
    near = [f"{size:.{DIGITS - 1}e}" if _is_telling(size, DIGITS) else None for size in sizes]
    found = {tuple(near[i : i + ROW]) for i in range(len(near) - ROW + 1)}
    many = [size for size in sizes if lone and _is_telling(size, LONE_DIGITS)]
    single = {(f"{size:.{LONE_DIGITS - 1}e}",) for size in many}
    return {row for row in found if None not in row} | single
