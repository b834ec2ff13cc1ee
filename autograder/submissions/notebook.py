"""The code cells of a `.ipynb`, whatever its format version and however damaged the rest is.

Not read by nbformat: it looks at the outputs, which a submission may make as large and as nested
as it likes, and refuses notebooks whose code is there to be read.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

MAX_BYTES = 20 << 20
MAX_CELLS = 10_000
MAX_BRACKETS = 1_000_000  # every one is an object in memory, a hundred times its size
EXPERIMENT_TAG = "experiment"  # cells of plots and training: long to run, and nothing to grade
DEFINITION = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w{1,40})", re.MULTILINE)
CODE_LINE = re.compile(r"^[ \t]*([^\s#%!].*)", re.MULTILINE)
NAMED = 2  # functions, of those that a cell defines
LINE_LENGTH = 40
SOURCES = ("source", "input", "code")  # what formats 4, 3 and 2, and 1 call the text of a cell


class NotANotebook(ValueError):
    """There are no code cells in these bytes, and the text says why."""


def code_cells(content: bytes) -> list[tuple[str, str, bool]]:
    """(name, source, whether it is an experiment) of each code cell. Raises NotANotebook."""
    cells = []
    for number, cell in enumerate(all_cells(parsed(content)), start=1):
        if number > MAX_CELLS:
            raise NotANotebook(f"the notebook has more than {MAX_CELLS} cells")
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = source_of(cell)
            cells.append((name_of(source), source, is_experiment(cell)))
    if not any(source.strip() for _, source, _ in cells):
        raise NotANotebook("the notebook has no code")
    return cells


def parsed(content: bytes) -> dict[str, Any]:
    """The JSON object that a notebook is. Raises NotANotebook."""
    if len(content) > MAX_BYTES:
        raise NotANotebook(f"the notebook is larger than {MAX_BYTES >> 20} MiB")
    if content.count(b"[") + content.count(b"{") > MAX_BRACKETS:
        raise NotANotebook(f"the notebook holds more than {MAX_BRACKETS} lists and objects")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise NotANotebook("the file is not a notebook: it is no JSON") from None
    if not isinstance(data, dict):
        raise NotANotebook("the file is not a notebook: it has no cells")
    return data


def all_cells(notebook: dict[str, Any]) -> Iterator[Any]:
    """Its cells in order; before format 4 they lay in worksheets. Raises NotANotebook."""
    sheets = [notebook] if "cells" in notebook else notebook.get("worksheets")
    sheets = sheets if isinstance(sheets, list) else [None]
    for sheet in sheets:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        if not isinstance(cells, list):
            raise NotANotebook("the file is not a notebook: it has no cells")
        yield from cells


def source_of(cell: dict[str, Any]) -> str:
    """The text of a cell, which may be a list of lines."""
    source = next((cell[key] for key in SOURCES if key in cell), "")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def name_of(source: str) -> str:
    """What a person would call a cell: numbers count what nobody counts, and change."""
    defined = [f"`{name}`" for name in dict.fromkeys(DEFINITION.findall(source))]
    if defined:
        rest = len(defined) - NAMED
        *told, last = [*defined[:NAMED], *([f"{rest} more"] if rest > 0 else [])]
        return f"the cell that defines {', '.join(told)}{' and ' if told else ''}{last}"
    line = CODE_LINE.search(source)
    return f"the cell that begins with `{line[1][:LINE_LENGTH].strip()}`" if line else "a cell"


def is_experiment(cell: dict[str, Any]) -> bool:
    """Whether the handout tagged this cell as one."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return isinstance(tags, list) and EXPERIMENT_TAG in tags
