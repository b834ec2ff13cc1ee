"""The text of a notebook without its outputs, where they are too large to be parsed."""

import re

MAX_SKIPPED = 5_000_000  # strings and brackets in outputs
STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
OUTPUTS = re.compile(rb'("(?:outputs|attachments)"\s*+:\s*+)(?=[\[{])|' + STRING, re.DOTALL)
PART = re.compile(rb"[\[\]{}]|" + STRING, re.DOTALL)


def without_outputs(notebook: bytes) -> bytes:
    """The same JSON with nothing in its outputs; unchanged if it is damaged, or they never end.

    Looked for from string to string, because the code of a cell may contain such words.
    """
    kept, start, left = [], 0, MAX_SKIPPED
    found = OUTPUTS.search(notebook)
    while found:
        end = found.end()
        if found[1]:
            end, left = _end_of_value(notebook, end, left)
            if not left:
                return notebook
            kept += [notebook[start : found.end()], b"null"]
            start = end
        found = OUTPUTS.search(notebook, end)
    return b"".join([*kept, notebook[start:]])


def _end_of_value(text: bytes, start: int, left: int) -> tuple[int, int]:
    """Where the list or object ends that begins at `start`, and how many parts are left then."""
    depth = 0
    for part in PART.finditer(text, start):
        left -= 1
        first = text[part.start()]
        depth += (first in b"[{") - (first in b"]}")
        if not (depth and left):
            return part.end(), left
    return len(text), 0
