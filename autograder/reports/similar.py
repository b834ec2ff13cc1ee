"""The page of pairs that share more than the class does: candidates to look at, side by side."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from autograder.reports.page import pieces
from autograder.reports.results_table import page_of
from autograder.results.similarity import Pair, Paper, common

BLOCK = re.compile(r"(?:async )?(?:def|class) (\w+)")
ELSEWHERE = "outside of functions"
AROUND = 2  # lines shown before and after a shared one
Line = tuple[int, str, bool]  # number, text, whether it is shared


@dataclass(frozen=True)
class Passage:
    """What two submissions share in one function; a gap in the line numbers was left out."""

    name: str
    one: list[Line]
    other: list[Line]

    @property
    def shared(self) -> int:
        """How many lines of it are marked."""
        return sum(is_shared for _, _, is_shared in self.one + self.other)


def page(
    assignment: str, title: str, papers: Sequence[Paper], found: list[Pair], given: str
) -> Iterator[str]:
    """The page, piece by piece; it needs no other file and no script.

    A line that is `given`, by the handout, is never marked.
    """
    known = {line.strip() for line in given.split("\n")}
    return pieces(
        "similar.html",
        assignment=assignment,
        title=title,
        count=sum(not paper.term for paper in papers),
        older=sum(bool(paper.term) for paper in papers),
        common=common(len(papers)),
        pairs=found,
        passages=partial(passages, known=known),
        page_at=page_of,
    )


def passages(pair: Pair, known: Collection[str]) -> list[Passage]:
    """The shared passages of two submissions, function by function, the longest first."""
    one, other = (
        blocks(paper.lines, pair.marked(paper), known) for paper in (pair.one, pair.other)
    )
    names = dict.fromkeys([*one, *other])
    found = [
        Passage(name, excerpt(one.get(name, [])), excerpt(other.get(name, []))) for name in names
    ]
    return sorted((each for each in found if each.shared), key=lambda each: -each.shared)


def blocks(lines: list[str], marked: set[int], known: Collection[str]) -> dict[str, list[Line]]:
    """Numbered lines by the function or class at the margin to which they belong."""
    found: dict[str, list[Line]] = {}
    name = ELSEWHERE
    for number, text in enumerate(lines):
        if begins := BLOCK.match(text):
            name = begins[1]
        elif text[:1].strip() and not text.startswith((")", "]", "}", "#")):
            name = ELSEWHERE
        is_shared = number in marked and text.strip() not in known
        found.setdefault(name, []).append((number + 1, text, is_shared))
    return found


def excerpt(lines: list[Line]) -> list[Line]:
    """The shared lines with a few around them."""
    near = {m for n, line in enumerate(lines) if line[2] for m in range(n - AROUND, n + AROUND + 1)}
    return [line for n, line in enumerate(lines) if n in near]
