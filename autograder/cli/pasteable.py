"""A student's wrong function as an entry of `solutions/HW/misconceptions/`, ready to paste."""

import re
import textwrap
from collections.abc import Sequence

from autograder.course.assignment import Assignment
from autograder.diagnosis.change import changed_lines
from autograder.grading.repair.own_text import Block, blocks_in
from autograder.results.text import visible
from autograder.sandbox.trials import Edit
from autograder.submissions.submission import Submission, read

SLUG = "in_a_few_words"
IMPORT = re.compile(r"from\b|import\b")


def as_misconception(
    assignment: Assignment, submission: Submission, function: str, edits: Sequence[Edit]
) -> str:
    """The function under `@misconception`, with the helpers that are the student's own before it.

    Calls of the homework's functions become those of the model answer. What mends it stands in a
    comment: the hint has to be written. Raises Unreadable.
    """
    blocks = blocks_in(read(submission).cells)
    own, helpers = function_and_helpers(blocks, function, assignment.functions)
    others = [name for name in assignment.functions if name != function]
    told = ["# Read it before you paste it: among the answers nothing confines it."]
    told += [f"# {visible(line)}" for line in (changed_lines(edits[0]) if edits else [])]
    name = f"{function}_{SLUG}"
    definition = re.sub(rf"\b{re.escape(function)}\b", name, own)
    entry = f'@misconception("{function}.{SLUG}", "Say what is wrong, and where to look.")'
    texts = [*helpers, "\n".join([*told, entry, definition])]
    printed = "\n\n\n".join(of_the_model(textwrap.dedent(text), others) for text in texts)
    return visible(printed, len(printed))


def function_and_helpers(
    blocks: list[Block], function: str, functions: list[str]
) -> tuple[str, list[str]]:
    """The text of a function as it was defined last, and of what it uses that is not asked for."""
    named = {defined(block): block for block in blocks if defined(block)}
    own = named.get(function)
    if own is None:
        return f"def {function}(...):  # it is not defined by a plain def", []
    found, waiting = [], [own]
    imported = [b for b in blocks if IMPORT.match(b.text) and not b.words & {"numpy", "otter"}]
    while waiting:
        block = waiting.pop()
        for name in sorted(block.words & named.keys() - set(functions)):
            if named[name] not in (*found, own):
                found.append(named[name])
                waiting.append(named[name])
    used = own.words.union(*(block.words for block in found))
    found += [block for block in imported if block.words & used]
    return own.text, [block.text for block in blocks if block in found]


def defined(block: Block) -> str:
    """The name that a block gives a value: that of a function or class, or of one variable."""
    match = re.match(r"(?:def|class)\s+(\w+)|(\w+)\s*(?::[^=]+)?=(?!=)", block.text)
    return (match[1] or match[2]) if match else ""


def of_the_model(text: str, functions: list[str]) -> str:
    """The text with the homework's functions as those of the model answer."""
    names = "|".join(map(re.escape, functions)) or "(?!)"
    return re.sub(rf"(?<![\w.\"'])({names})\b(?!\s*=[^=]|[\"'])", r"right.\1", text)
