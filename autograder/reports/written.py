"""The page on which the staff grades written answers by hand: question by question, no names."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from markupsafe import Markup

from autograder.reports.markdown import rendered
from autograder.reports.page import pieces, script_of

NUMBER = re.compile(r"(\d+)")
FOLDED = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)


@dataclass
class Answer:
    """One answer and all who gave it; `digest` is what the page remembers its points by."""

    text: str
    digest: str
    students: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.text

    @property
    def html(self) -> Markup:
        return rendered(self.text)

    @property
    def who(self) -> str:
        """The students as JSON: for the file that is saved, not for the eye."""
        return json.dumps(self.students)


@dataclass(frozen=True)
class Question:
    """A written question, what the handout asks, and its answers in an order of no meaning."""

    name: str
    prompt: Markup
    answers: list[Answer]

    @property
    def label(self) -> str:
        return self.name.partition(".")[2]


def questions(
    answers: Mapping[str, Mapping[str, str]], prompts: Mapping[str, str], blank: Mapping[str, str]
) -> list[Question]:
    """Questions from `answers` by student and question. `blank` is what the handout left there.

    Equal answers are one, and so are empty ones; who lacks a cell of the handout left it empty.
    """
    names = {name for own in answers.values() for name in own} | blank.keys()
    found = []
    for name in sorted(names, key=natural):
        by_text: dict[str, Answer] = {}
        asked = [item for item in sorted(answers.items()) if name in blank or name in item[1]]
        for student, own in asked:
            text = own.get(name, "")
            text = "" if same(text) == same(blank.get(name, "")) else text
            answer = by_text.setdefault(same(text), Answer(text, digest_of(name, text)))
            answer.students.append(student)
        in_order = sorted(by_text.values(), key=lambda answer: (answer.is_empty, answer.digest))
        found.append(Question(name, asked_as(prompts.get(name, "")), in_order))
    return found


def page(title: str, assignment: str, asked: list[Question]) -> Iterator[str]:
    """The page, piece by piece: it needs no other file."""
    everything = "".join(answer.digest for question in asked for answer in question.answers)
    return pieces(
        "written.html",
        script=script_of("written.js"),
        title=title,
        assignment=assignment,
        questions=asked,
        remembered_as=digest_of(assignment, everything),
    )


def asked_as(prompt: str) -> Markup:
    """A question of the handout, whose lines are as long as its file is wide; hints unfolded."""
    return rendered(FOLDED.sub(r"*\1:* \2", prompt), breaks=False)


def same(text: str) -> str:
    """What makes two answers equal: all but the layout."""
    return " ".join(text.split())


def digest_of(name: str, text: str) -> str:
    return blake2b(f"{name}\0{same(text)}".encode(), digest_size=8).hexdigest()


def natural(name: str) -> list[tuple[int, int | str]]:
    """written.2 before written.10."""
    return [(0, int(p)) if p.isdecimal() else (1, p) for p in NUMBER.split(name) if p]
