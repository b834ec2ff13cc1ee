"""What a page may quote from the handout: its title, questions, equations and descriptions."""

import ast
import re
from dataclasses import dataclass, field
from functools import cache

from markupsafe import Markup, escape

from autograder.course.assignment import Assignment, is_stub

TITLE = re.compile(r"^# # (.+)$", re.MULTILINE)
QUESTION = re.compile(r"^# ## (Question (\d+): (.+))$", re.MULTILINE)
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
SIZED_NORM = re.compile(r"\\[bB]igg?[lr]?(?=\\\|)")  # \bigl\|, which latex2mathml does not know
TABLE_ROW = re.compile(r"^# \| (q\d+) \|(.*)\|\s*$", re.MULTILINE)
RESULTS = re.compile(r"Returns (?:a tuple )?\((\w+(?:, \w+)+)\)")
TAG = re.compile(r"\s*\\tag\{([^{}]+)\}")


@dataclass(frozen=True)
class Handout:
    """Every part is public; what is not found is left out of the page.

    `properties` are words for the last part of a test's name.
    """

    name: str = ""
    title: str = ""
    questions: dict[str, str] = field(default_factory=dict)  # q5: backpropagation
    equations: dict[str, str] = field(default_factory=dict)  # 5.3.14 or Adam 1: LaTeX
    functions: dict[str, str] = field(default_factory=dict)  # mlp_backward: its head and docstring
    results: dict[str, tuple[str, ...]] = field(default_factory=dict)  # dx, dgamma, dbeta
    only: dict[str, str] = field(default_factory=dict)  # q5: mlp_backward, where there is one
    properties: dict[str, str] = field(default_factory=dict)
    table: dict[str, str] = field(default_factory=dict)  # q5: the other cells of its row

    def cited(self, texts: list[str]) -> list[tuple[str, Markup]]:
        """The equations whose tags stand in the texts, as they come: tag and MathML, each once.

        A tag may be a name: that of `gap` stands in `symmetry_gap`, too.
        """
        said = " ".join(texts).replace("_", " ")
        first = {tag: cites(tag).search(said) for tag in self.equations}
        found = sorted((match.start(), tag) for tag, match in first.items() if match)
        return [(tag, mathml(self.equations[tag])) for _, tag in found]


@cache
def cites(tag: str) -> re.Pattern[str]:
    """Finds a tag as words of a text, whole: no 5.3.1 in 5.3.14."""
    return re.compile(rf"(?<![\w.]){re.escape(tag)}s?(?!\.?\w)", re.IGNORECASE)


@cache
def read_handout(assignment: Assignment) -> Handout:
    """The handout of an assignment. Raises OSError, and SyntaxError where it is no Python."""
    text = assignment.handout.read_text(encoding="utf-8")
    title, functions = TITLE.search(text), descriptions(text)
    return Handout(
        assignment.name,
        title=title.group(1) if title else "",
        questions={f"q{number}": name for _, number, name in QUESTION.findall(text)},
        equations=equations(text),
        functions=functions,
        results=result_names(functions),
        only=only_functions(text, list(functions)),
        properties=assignment.facts.properties,
        table=dict(TABLE_ROW.findall(text)),
    )


def equations(text: str) -> dict[str, str]:
    """The numbered equations of a percent-format notebook."""
    prose = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
    found = [(TAG.search(formula), formula) for formula in DISPLAYED.findall(prose)]
    return {tag.group(1): TAG.sub("", formula).strip() for tag, formula in found if tag}


def descriptions(text: str) -> dict[str, str]:
    """What each stub of the handout promises: its first line and its docstring."""
    stubs = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return {
        stub.name: f"{stub.name}({ast.unparse(stub.args)})\n\n{ast.get_docstring(stub) or ''}"
        for stub in stubs
        if is_stub(stub)
    }


def result_names(functions: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """What the docstrings call the results of a function that returns several."""
    found = {name: RESULTS.search(text) for name, text in functions.items()}
    return {name: tuple(match[1].split(", ")) for name, match in found.items() if match}


def only_functions(text: str, functions: list[str]) -> dict[str, str]:
    """The function of every question that asks for just one."""
    _, *parts = re.split(r"^# ## Question (\d+):", text, flags=re.MULTILINE)
    found = {}
    for number, section in zip(parts[::2], parts[1::2], strict=True):
        own = [name for name in functions if f"\ndef {name}(" in section]
        if len(own) == 1:
            found[f"q{number}"] = own[0]
    return found


@cache
def mathml(latex: str) -> Markup:
    """An equation that a browser shows without a script; its LaTeX where that cannot be made."""
    from latex2mathml.converter import convert  # noqa: PLC0415 - `list` reads handouts, too

    try:
        formula = convert(SIZED_NORM.sub("", latex), display="block")
        return Markup(formula)  # noqa: S704 - from our handouts alone
    except Exception:  # noqa: BLE001 - a page is worth more than a formula
        return Markup("<code>") + escape(latex) + Markup("</code>")
