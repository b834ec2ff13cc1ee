"""The staff's magnifying glass: one failed test of one submission, with every value."""

import inspect
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from autograder.cli.pasteable import defined
from autograder.course.assignment import Assignment, Test
from autograder.diagnosis.change import changed_lines
from autograder.diagnosis.diagnosis import distance
from autograder.grading.repair.own_text import blocks_in
from autograder.results.text import visible
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.trials import Edit
from autograder.submissions.submission import Submission, Unreadable, read
from autograder.testing.comparison import excess
from autograder.testing.mismatch import (
    ChangedArgument,
    LostEntry,
    Mismatch,
    NotRaised,
    NotRepeatable,
    WrongValue,
)
from autograder.testing.statistical_test import BrokenLaw

NEAREST = 5  # misconceptions shown, best first
EDITS = 3
ARRAY_LINES, MOST_LINES, LINE_WIDTH = 12, 80, 72


def repair(edit: Edit) -> Panel:
    """One edit with which all tests of the function pass, as a diff."""
    diff = Syntax(visible("\n".join(changed_lines(edit))), "diff")
    return Panel(diff, title=f"all its tests pass with this in line {edit.first}")


def explanation(
    assignment: Assignment,
    submission: Submission,
    test: Test,
    failure: Exception | None,
    edits: Sequence[Edit] = (),
) -> RenderableType:
    """All that is known about a test that failed with `failure`; `edits` mend its function."""
    parts: list[RenderableType] = [Text(f"{test.name}, {test.points:g} points", style="bold")]
    if failure is None:
        parts.append(Text("passes when run alone"))
    else:
        parts.append(Text(visible(f"{type(failure).__name__}: {failure}")))
    if isinstance(failure, CallFailed) and failure.detail:
        parts.append(Text(visible(failure.detail)))
    if isinstance(failure, Mismatch):
        reference = assignment.reference(failure.function)
        names = list(inspect.signature(reference).parameters) if reference else []
        parts += [Panel(Text(told), title=title) for title, told in facts(failure, names)]
        if isinstance(failure, WrongValue):
            parts += [worst_of(failure), nearest(assignment, failure)]
    parts += [repair(edit) for edit in edits[:EDITS]]
    for function in test.functions:
        parts.append(Panel(source_of(submission, function, edits[:EDITS]), title=function))
    return Group(*parts)


def facts(mismatch: Mismatch, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(title, text) of what belongs to each kind of mismatch; `names` are those of arguments."""
    match mismatch:
        case WrongValue(case=case) | LostEntry(case=case):
            yield "inputs", short(case.args, names)
            yield "expected", short(case.expected)
            yield "got", short(case.got)
        case ChangedArgument():
            yield "inputs", short(mismatch.inputs, names)
            before = mismatch.inputs[mismatch.position]
            yield f"{mismatch.parameter} before the call", short(before)
            yield f"{mismatch.parameter} after the call", short(mismatch.after)
        case NotRepeatable():
            yield "inputs", short(mismatch.inputs, names)
            yield "the first answer", short(mismatch.first)
            yield "the second answer", short(mismatch.second)
        case NotRaised():
            yield "inputs", short(mismatch.inputs, names)
            yield "returned in place of ValueError", short(mismatch.got)
        case BrokenLaw(law=law):
            yield "statistic", f"{mismatch.name} = {short(mismatch.drawn[mismatch.name])}"
            yield "bounds", f"{law.low:.6g} to {law.high:.6g}"
            yield "all statistics", short(mismatch.drawn)


def worst_of(mismatch: WrongValue) -> Text:
    """The largest error of the first wrong case, and where it is."""
    try:
        errors = excess(mismatch.case.expected, mismatch.case.got)
        where = np.unravel_index(np.argmax(errors), errors.shape)
    except (TypeError, ValueError, IndexError):
        return Text("expected and got cannot be compared entry by entry")
    size, place = errors[where], tuple(map(int, where))
    return Text(f"largest error: {size:.3g} tolerances, at {place}")


def nearest(assignment: Assignment, mismatch: WrongValue) -> RenderableType:
    """The misconceptions of this function by how far each is from the student's values.

    What is further from them than the right answer is says nothing.
    """
    own = [m for m in assignment.misconceptions if m.function == mismatch.function]
    right = assignment.reference(mismatch.function)
    most = distance(right, mismatch) if right else np.inf
    tried = sorted((distance(m.wrong, mismatch), m.id, m.hint) for m in own)
    near = [one for one in tried if one[0] < most][:NEAREST]
    if not near:
        return Text(f"None of {len(own)} misconceptions comes nearer than the right answer does.")
    table = Table()
    table.add_column("misconception tried", overflow="fold", ratio=2)
    table.add_column("off by (tolerances)", justify="right")
    table.add_column("hint", ratio=3)
    for off, name, hint in near:
        table.add_row(name, f"{off:.3g}", hint)
    return table


def short(value: Any, names: Sequence[str] = ()) -> str:
    """A value in a few lines; the entries of a dict and of a tuple of arguments by their names."""
    with np.printoptions(precision=6, threshold=60, edgeitems=3, linewidth=LINE_WIDTH):
        return _cut(_text(value, names), MOST_LINES)


def _text(value: Any, names: Sequence[str] = ()) -> str:
    if isinstance(value, dict):
        return "\n".join(_named(f"{key} = ", entry) for key, entry in value.items())
    if isinstance(value, tuple):
        named = zip(names, value, strict=False)
        heads = [name + (": " if isinstance(v, dict) else " = ") for name, v in named]
        return "\n".join(_named(head, v) for head, v in zip_longest(heads, value, fillvalue=""))
    return _cut(str(value), ARRAY_LINES)


def _named(head: str, value: Any) -> str:
    """A value behind its name, every line of it."""
    return head + _text(value).replace("\n", "\n" + " " * len(head))


def _cut(text: str, most: int) -> str:
    lines = visible(text).splitlines()
    return "\n".join(lines[:most] + ["..."] * (len(lines) > most))


def source_of(submission: Submission, function: str, edits: Sequence[Edit]) -> RenderableType:
    """A function as it was defined last, with its line numbers; those of an edit stand out."""
    try:
        blocks = blocks_in(read(submission).cells)
    except Unreadable as reason:
        return Text(str(reason))
    own = [block for block in blocks if defined(block) == function]
    if not own:
        return Text(f"no `def {function}(` stands at the top of a cell or of the file")
    block = own[-1]
    mended = [range(e.first, e.last + 1) for e in edits if e.cell == block.cell]
    return Syntax(
        visible(block.text),
        "python",
        line_numbers=True,
        start_line=block.first,
        word_wrap=True,
        highlight_lines=set().union(*mended),
    )
