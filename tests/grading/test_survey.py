"""Mistakes of a survey of public homework: is each of them told by name, by property or by line?

`tests/survey/HW.toml` has them, a few lines each: what stands in a model answer in place of what,
or the body of a function that is wrong.
"""

import ast
import tomllib
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from bundled import find
from told_lines import lines_told

from autograder.grading.grader import Grader
from autograder.grading.outcomes import about
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
SURVEY = sorted((Path(__file__).parents[1] / "survey").glob("*.toml"))
TOLD = 0.95
# By function and mistake, and why: nothing is told of these, and so nothing false.
NOT_TOLD: dict[tuple[str, str], str] = {}


@pytest.mark.parametrize("path", SURVEY, ids=lambda path: path.stem)
def test_mistakes_of_the_survey_are_told(path, tier):
    assignment = find(path.stem)
    solution, silent, total = assignment.solution.read_text(), [], 0
    grader = Grader(assignment, Limits(), tier)
    for function, mistakes in tomllib.loads(path.read_text()).items():
        for name, mistake in mistakes.items():
            text = wrong_text(solution, function, mistake)
            graded = grader.grade(Submission("ada", "hw.py", text.encode()))
            own = [o for o in graded.outcomes if not o.passed and about(o) == function]
            assert own, f"{function}, {name}: it costs nothing"
            changed = changed_lines(solution, text)
            assert all(changed & lines_told(o) for o in own if o.line), name
            found = {o.misconception or f"line {o.line}" for o in own if o.hint or o.line}
            print(f"{function}, {name}: {', '.join(sorted(found)) or 'NOTHING'}")
            silent += [] if found else [(function, name)]
            total += 1
    grader.close()
    assert set(silent) <= set(NOT_TOLD)
    assert len(silent) <= (1 - TOLD) * total


def wrong_text(solution, function, mistake):
    """The model answers with one function that is wrong."""
    node = next(n for n in ast.parse(solution).body if getattr(n, "name", "") == function)
    if "wrong" in mistake:
        head = ast.unparse(
            ast.FunctionDef(function, node.args, [ast.Pass()], [], lineno=1)
        ).partition("\n")[0]
        indent = "" if mistake["wrong"].startswith(" ") else "    "
        return f"{solution}\n\n{head}\n{indent}{mistake['wrong']}\n"
    lines = solution.splitlines(keepends=True)
    first, last = node.body[1].lineno - 1, node.end_lineno  # behind the docstring
    own = "".join(lines[first:last])
    assert mistake["before"] in own
    own = own.replace(mistake["before"], mistake["after"], 1)
    return "".join([*lines[:first], own, *lines[last:]])


def changed_lines(before, after):
    """The lines of a text that differ from those of another one."""
    match = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    blocks = [(first, last) for tag, _, _, first, last in match.get_opcodes() if tag != "equal"]
    return {line + 1 for block in blocks for line in range(*block)}
