"""Pairs of submissions by what they share beyond the handout and beyond the class."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from statistics import median

import numpy as np

from autograder.results.result import Result
from autograder.submissions.fingerprints import Fingerprints

FEW = (3, 20)  # what more than a tenth of all share is common; at least, at most so many
A_MISTAKE = 8  # fingerprints that the same rare wrong answer is worth: more than a formula has


@dataclass(frozen=True)
class Paper:
    """One submission to be compared; `term` tells older ones from those of this class."""

    result: Result
    lines: list[str]
    prints: Fingerprints
    term: str = ""

    @property
    def student(self) -> str:
        return self.result.student

    @property
    def name(self) -> str:
        """What staff call it."""
        return f"{self.term}/{self.student}" if self.term else self.student


@dataclass
class Pair:
    """Two submissions; `weight` counts what they share, the rarer the more."""

    one: Paper
    other: Paper
    weight: float = 0.0
    usual: float = 0.0  # the weight of the nearest other submission, for the student in the middle
    hashes: set[int] = field(default_factory=set)
    mistakes: dict[str, int] = field(default_factory=dict)  # by question, of how many submissions

    @property
    def times(self) -> float:
        """How many times as much as is usual."""
        return self.weight / self.usual if self.usual else 1.0

    def marked(self, paper: Paper) -> set[int]:
        """The lines of one of the two that stand in the other."""
        return paper.prints.on(self.hashes)


def common(count: int) -> int:
    """How many of `count` submissions may share a thing before it says nothing of any two."""
    least, most = FEW
    return min(most, max(least, count // 10))


def pairs(papers: Sequence[Paper], boilerplate: Collection[int], most: int) -> list[Pair]:
    """The pairs that share most, at most so many; at least one of each is of this term."""
    code, mistakes = shared_hashes(papers, boilerplate), shared_mistakes(papers)
    weights: Counter[tuple[int, int]] = Counter()
    for owners in code.values():
        for ab in two_of(owners, papers):
            weights[ab] += rarity(len(owners), papers)
    for ab, by_question in mistakes.items():
        weights[ab] += A_MISTAKE * sum(rarity(n, papers) for n in by_question.values())
    usual = usual_weight(weights, len(papers))
    ranked = sorted(weights, key=lambda ab: (-weights[ab], ab))[:most]
    found = {
        (a, b): Pair(papers[a], papers[b], weights[a, b], usual, mistakes=mistakes.get((a, b), {}))
        for a, b in ranked
    }
    for hashed, owners in code.items():
        for ab in found.keys() & set(two_of(owners, papers)):
            found[ab].hashes.add(hashed)
    return list(found.values())


def rarity(owners: int, papers: Sequence[Paper]) -> float:
    """What it weighs that two share a thing: the fewer have it, the more."""
    return log((len(papers) + 1) / owners)


def usual_weight(weights: Mapping[tuple[int, int], float], count: int) -> float:
    """What the submission in the middle shares with the one that is nearest to it."""
    nearest = [0.0] * count
    for pair, weight in weights.items():
        for number in pair:
            nearest[number] = max(nearest[number], weight)
    return median(nearest) if nearest else 0.0


def two_of(owners: Sequence[int], papers: Sequence[Paper]) -> list[tuple[int, int]]:
    """All pairs of which not both are of an older term."""
    return [
        (a, b)
        for n, a in enumerate(owners)
        for b in owners[n + 1 :]
        if not (papers[a].term and papers[b].term)
    ]


def shared_hashes(papers: Sequence[Paper], boilerplate: Collection[int]) -> dict[int, list[int]]:
    """Fingerprints of several, but not of many, each with the numbers of its submissions."""
    own = [np.unique(paper.prints.hashes) for paper in papers]
    hashes = np.concatenate([np.empty(0, np.uint64), *own])
    owners = np.repeat(np.arange(len(own)), [len(each) for each in own])
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    found, starts, counts = np.unique(hashes, return_index=True, return_counts=True)
    several = (counts > 1) & (counts <= common(len(papers)))
    several &= ~np.isin(found, np.fromiter(boilerplate, np.uint64, len(boilerplate)))
    spans = zip(found[several], starts[several], counts[several], strict=True)
    return {int(h): owners[start : start + n].tolist() for h, start, n in spans}


def shared_mistakes(papers: Sequence[Paper]) -> dict[tuple[int, int], dict[str, int]]:
    """Of each pair, the questions to which both gave the same rare wrong answer, and how many did.

    However many tests see one mistake, it is one of its question: the rarest answer counts.
    """
    by_answer: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, paper in enumerate(papers):
        told = {(test.about.question, test.about.answer) for test in paper.result.failed}
        for question, answer in told:
            if answer:
                by_answer[question, answer].append(number)
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for (question, _), owners in sorted(by_answer.items()):
        if 1 < len(owners) <= common(len(papers)):
            for ab in two_of(owners, papers):
                found[ab][question] = min(len(owners), found[ab].get(question, len(owners)))
    return found
