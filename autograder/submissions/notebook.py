"""The code cells of a `.ipynb`, whatever its format version and however damaged the rest is.

Not read by nbformat: it looks at the outputs, which a submission may make as large and as nested
as it likes, and refuses notebooks whose code is there to be read.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from autograder.submissions.files.file_kinds import conflict_in
from autograder.submissions.outputs import without_outputs

MAX_BYTES = 20 << 20
MAX_CELLS = 10_000
MAX_BRACKETS = 1_000_000  # every one is an object in memory, a hundred times its size
EXPERIMENT_TAG = "experiment"  # cells of plots and training: long to run, and nothing to grade
DEFINITION = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w{1,40})", re.MULTILINE)
CODE_LINE = re.compile(r"^[ \t]*([^\s#%!].*)", re.MULTILINE)
NAMED = 2  # functions, of those that a cell defines
LINE_LENGTH = 40
NO_CODE = {"markdown": "a Markdown cell", "raw": "a raw cell"}
LANGUAGE = (("kernelspec", "language"), ("language_info", "name"))
SOURCES = ("source", "input", "code")  # what formats 4, 3 and 2, and 1 call the text of a cell


class NotANotebook(ValueError):
    """There are no code cells in these bytes, and the text says why."""


def code_cells(notebook: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """(name, source, whether it is an experiment) of each code cell. Raises NotANotebook."""
    cells = []
    for number, cell in enumerate(all_cells(notebook), start=1):
        if number > MAX_CELLS:
            raise NotANotebook(f"the notebook has more than {MAX_CELLS} cells")
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = source_of(cell)
            cells.append((name_of(source), source, is_experiment(cell)))
    if not any(source.strip() for _, source, _ in cells):
        beside = functions_elsewhere(notebook)
        told = (f"; `{name}` stands in {place}" for name, place in beside.items())
        raise NotANotebook("the notebook has no code" + next(told, ""))
    return cells


def functions_elsewhere(notebook: dict[str, Any]) -> dict[str, str]:
    """Functions in cells that are not run, and which. Raises NotANotebook."""
    found = {}
    for cell in all_cells(notebook):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if isinstance(kind, str) and kind in NO_CODE:
            found |= dict.fromkeys(DEFINITION.findall(source_of(cell)), NO_CODE[kind])
    return found


def language_of(notebook: dict[str, Any]) -> str:
    """The language of its kernel; nothing where that is Python, or not told."""
    about = notebook.get("metadata")
    for key, name in LANGUAGE:
        told = about.get(key) if isinstance(about, dict) else None
        language = told.get(name) if isinstance(told, dict) else None
        if isinstance(language, str) and language:
            return "" if "python" in language.lower() else language[:LINE_LENGTH]
    return ""


def parsed(content: bytes) -> dict[str, Any]:
    """The JSON object that a notebook is. Raises NotANotebook."""
    if len(content) > MAX_BYTES or _brackets(content) > MAX_BRACKETS:
        content = without_outputs(content)
    if len(content) > MAX_BYTES:
        raise NotANotebook(f"the notebook is larger than {MAX_BYTES >> 20} MiB")
    if _brackets(content) > MAX_BRACKETS:
        raise NotANotebook(f"the notebook holds more than {MAX_BRACKETS} lists and objects")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        conflict = conflict_in(content)
        told = f"it holds a merge conflict at {conflict}" if conflict else "it is no JSON"
        if not conflict and is_cut_off(content):
            told = "it ends in the middle: save it and send it again"
        raise NotANotebook(f"the file is not a notebook: {told}") from None
    if not isinstance(data, dict):
        raise NotANotebook("the file is not a notebook: it has no cells")
    return data


def is_cut_off(content: bytes) -> bool:
    """Whether it begins as a notebook does, and does not end like one."""
    return content.lstrip().startswith(b"{") and not content.rstrip().endswith(b"}")


def _brackets(content: bytes) -> int:
    return content.count(b"[") + content.count(b"{")


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
