"""The cells of a submission as Python: without magics, and a `.py` cut by its markers.

Both sides, standard library only.
"""

import ast
import bisect
import re
import textwrap
from dataclasses import dataclass

WHOLE = "the file"  # what a person calls the only cell of a `.py`
CELL_MARKER = re.compile(r"^# ?%%")
EXPERIMENT_MARKER = re.compile(r"^# ?%%.*tags=.*[\"']experiment[\"']")
FOREIGN_CELL = re.compile(r"\s*%%(?!time\b|timeit\b|capture\b|prun\b)\w+")  # not Python inside
MAGIC_LINE = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\?{1,2}\s*)$")
MAGIC_VALUE = re.compile(r"^(\s*[\w, ]+=\s*)[%!].*$")
DEFINES = re.compile(r"(?:^|[;\r])[ \t\f]*(?:def|class|import|from|async|@)", re.MULTILINE)
# A line of a cell of functions and imports; after `;` there could be more.
PLAIN_LINE = re.compile(r"(?:def)?\s|#|$|(?:import\s|from\s|[)\]}])[^;]*$")
LINE_END = re.compile(r"\r\n|\r|\n")  # Python's; str.splitlines() knows more, inside strings too
MAX_MAGICS = 200  # in one cell


@dataclass(frozen=True)
class Cell:
    """Source of one cell; `name` is what a person would call it."""

    name: str
    source: str
    experiment: bool = False
    tree: ast.Module | None = None


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
