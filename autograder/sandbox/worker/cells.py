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
CELL_MAGIC = re.compile(r"\s*%%(!|\w+)")
# Cell magics whose body is no Python, or Python for another process. That of any other is run.
FOREIGN = re.compile(
    r"!|bash|bigquery|cmd|cpp|css|cuda?|cython|file|fortran|HTML|html|java|javascript|js|julia"
    r"|latex|markdown|node|octave|perl|pypy|python[23]?|R|rscript|ruby|script|sh|shell|sql|SVG|svg"
    r"|sx|system|writefile"
)
# Jupyter understands `pip install numpy` without the `%`, too.
MAGIC_LINE = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\?{1,2}\s*|(?:pip3?|conda|mamba)\s+\w.*)$")
MAGIC_VALUE = re.compile(r"^(\s*[\w, ]+=\s*)[%!].*$")
PROMPT = re.compile(r"^\s*(?:>>>|\.{3,}:?|In ?\[\d*\]:)(?: |$)")
DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
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


def foreign(source: str) -> str:
    """The magic of a cell whose body this process cannot run as Python, or nothing."""
    magic = CELL_MAGIC.match(source)
    return magic[1] if magic and FOREIGN.fullmatch(magic[1]) else ""


def without_magics(source: str) -> str:
    """The cell without what IPython understands and Python does not; see `in_python`."""
    return "" if foreign(source) else in_python(source)


def in_python(source: str) -> str:
    """The text without magics, shell lines, help, prompts, and the indentation of all of it.

    A line counts as such where Python stumbles over it; `% 3` may go on with a line before.
    """
    lines = without_prompts(LINE_END.split(textwrap.dedent(source)))
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


def without_prompts(lines: list[str]) -> list[str]:
    """Lines as they were typed, where they were copied with the prompts before them."""
    first = next(filter(str.strip, lines), "")
    return [PROMPT.sub("", line) for line in lines] if PROMPT.match(first) else lines


def without_magic(line: str) -> str:
    """The line with a magic replaced by nothing, or by None where its value is kept."""
    return MAGIC_LINE.sub(r"\1pass", MAGIC_VALUE.sub(r"\1None", line))


def python_cells(source: str) -> list[Cell]:
    """A `.py` as the cells that its `# %%` lines mark.

    Parsed in one piece, because such a line may stand in a string, and without magics, because
    Colab writes them into it; cut by line when that fails, so that a syntax error costs its own
    cell alone.
    """
    lines = LINE_END.split(source)
    starts = [0] + [number for number, line in enumerate(lines) if CELL_MARKER.match(line)]
    experiments = [
        bool(EXPERIMENT_MARKER.match(lines[start])) if lines else False for start in starts
    ]
    statements = statements_of(source)
    if statements is None:
        statements = statements_of(in_python(source))
    if statements is None:
        ends = [*starts[1:], len(lines)]
        pieces = ["\n" * a + "\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
        return [Cell(WHOLE, *parts) for parts in zip(pieces, experiments, strict=True)]
    bodies: list[list[ast.stmt]] = [[] for _ in starts]
    for statement in statements:
        bodies[bisect.bisect_right(starts, statement.lineno - 1) - 1].append(statement)
    trees = [ast.Module(body, []) for body in bodies]
    return [Cell(WHOLE, "", e, tree) for e, tree in zip(experiments, trees, strict=True)]


def experiment_lines(lines: list[str]) -> set[int]:
    """The lines of a `.py` that lie in cells of the handout which are not run."""
    found, is_experiment = set(), False
    for number, line in enumerate(lines, start=1):
        if CELL_MARKER.match(line):
            is_experiment = bool(EXPERIMENT_MARKER.match(line))
        if is_experiment:
            found.add(number)
    return found


def statements_of(source: str) -> list[ast.stmt] | None:
    """What a module is made of; None if it cannot be parsed."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return None


def is_plain(source: str) -> bool:
    """Whether a cell is made of functions and imports alone, as far as a glance can tell."""
    return all(map(PLAIN_LINE.match, LINE_END.split(source)))
