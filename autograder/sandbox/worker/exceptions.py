"""What is told of an exception of the submission: its types, its kind, where it was raised.

Worker side, standard library only. The trusted side believes none of it, and shows of a hidden test
just the kind, which is one of a short list, and the place.
"""

import re
import sys
from collections.abc import Sequence
from typing import Any

from names import FILE

MESSAGE_LIMIT = 2_000
SHAPES = re.compile(r"broadcast|not aligned|mismatch in its core|incompatible|same shape|inhomogen")
WORDS = {
    "called": re.compile(r"^TypeError: '\w+' object is not callable"),
    "casting": re.compile(r"^\w*TypeError: Cannot cast ufunc '\w+' output"),
    "arguments": re.compile(r"^TypeError: .*(positional argument|keyword argument)"),
}
# Syntax that Python 3.12 and later know; of f-strings what 3.11 says of them.
NEWER = re.compile(r"\s*(?:(?:async\s+)?def|class)\s+\w+\s*\[|\s*type\s+\w.*=|\s*except\s+\w+\s*,")
CONFLICT = re.compile(r"(?:<{7}|={7}|>{7})(?:\s|$)")
NO_NAME = (KeyError, NameError, AttributeError)


def raised(error: BaseException, cells: Sequence[str], *, words: bool) -> dict[str, Any]:
    """The built-in types of an exception, its kind and its last place in the submission, and with
    `words` its text. `cells` are what a person would call them.
    """
    types = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    cell, line, traceback = "", 0, error.__traceback__
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(FILE):
            cell, line = cells[int(file.removeprefix(FILE))], traceback.tb_lineno
        traceback = traceback.tb_next
    told = {"types": types, "kind": kind_of(error), "cell": cell, "line": line}
    return told | {"message": describe(error)} if words else told


def kind_of(error: BaseException) -> str:
    """What beginners ask about first, or nothing."""
    text = describe(error)
    if isinstance(error, ValueError) and SHAPES.search(text):
        return "shapes"
    if "NoneType" in text:
        return "none"
    if isinstance(error, NO_NAME):
        return "name"
    if isinstance(error, IndexError):
        return "index"
    return next((kind for kind, words in WORDS.items() if words.match(text)), "")


def describe(error: BaseException) -> str:
    """`ValueError: what it says`, cut short; the text is the submission's own and never trusted."""
    try:
        text = syntax(error) if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001 - its __str__ may do anything
        text = "(no message)"
    return f"{type(error).__name__}: {text}"[:MESSAGE_LIMIT]


def syntax(error: SyntaxError) -> str:
    """What Python says of it, and what beginners would not guess."""
    line = error.text or ""
    if CONFLICT.match(line):
        return "a merge conflict that was not resolved"
    if NEWER.match(line) or str(error.msg).startswith("f-string"):
        return f"{error.msg} (graded with Python {sys.version_info[0]}.{sys.version_info[1]})"
    return error.msg
