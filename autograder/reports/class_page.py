"""The page for the staff: what the class knows and what it does not, first without any name."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from autograder.course.handout import Handout
from autograder.reports.page import pieces, script_of
from autograder.reports.results_table import (
    CARRIED,
    MEANINGS,
    PARTLY,
    PASSED,
    SIGNS,
    matrix,
    page_of,
)
from autograder.results import statistics
from autograder.results.atomic_file import write_atomically
from autograder.results.beside import Written
from autograder.results.items import Items, items
from autograder.results.result import Result
from autograder.results.tables.not_graded import NotGraded, read_not_graded

ODDEST = 5  # tests in the picture


def write_report(
    folder: Path,
    results: list[Result],
    handout: Handout,
    known_seed: str = "",
    lost: Sequence[NotGraded] = (),
) -> Path:
    """Write report.html into a folder of results; gives its path.

    `known_seed` is the fingerprint of the seed that stands in the course's own files. `lost` are
    results that could not be read, beside what not_graded.csv says.
    """
    path = folder / "report.html"
    no_row = [*read_not_graded(folder), *lost]
    write_atomically(path, report(results, handout, known_seed, no_row))
    return path


def report(
    results: list[Result], handout: Handout, known_seed: str = "", no_row: Sequence[NotGraded] = ()
) -> Iterator[str]:
    """The page, piece by piece: with the cells of 10,000 students it is large."""
    worth = results[0].about.max_score if results else 0
    found = items(results)
    return pieces(
        "class_page.html",
        script=script_of("class_page.js"),
        title=handout.title or handout.name,
        assignment=handout.name,
        worth=worth,
        results=results,
        statuses=Counter(result.status for result in results),
        handout=handout,
        **scores(results, worth),
        misconceptions=statistics.misconceptions(results),
        items=found,
        thirds=thirds(found),
        failures=statistics.failures(results),
        unexplained=statistics.unexplained(results),
        mended=statistics.mended(results),
        keep_points=keep_points(results),
        no_row=no_row,
        to_look_at=statistics.to_look_at(results),
        by_hand=[(r, test) for r in results for test in r.tests if test.about.adjusted],
        late=[result for result in results if result.about.late],
        written=written(results),
        judgements=statistics.judgements(results),
        slowest=statistics.slowest(results),
        matrix=matrix(results),
        signs=list(SIGNS.values()),
        meanings=json.dumps(MEANINGS),
        passed=PASSED,
        carried=CARRIED,
        partly=PARTLY,
        page_at=page_of,
        made_with=made_with(results, known_seed),
    )


def scores(results: list[Result], worth: float) -> dict[str, Any]:
    """Numbers and pictures of the scores; nothing where nobody has one."""
    values = [result.score for result in statistics.graded(results)]
    if not values:
        return {"spread": None, "questions": []}
    from autograder.reports import charts  # noqa: PLC0415 - matplotlib is slow to import

    spread, questions = statistics.spread(values), statistics.by_question(results)
    return {
        "spread": spread,
        "full": sum(value >= worth for value in values),
        "bins": charts.bins(values, worth),
        "histogram": charts.histogram(values, worth, spread),
        "questions": questions,
        "boxes": charts.question_boxes(questions),
    }


def thirds(found: Items | None) -> Markup | None:
    """The picture of questions, and below them of the tests that are oddest."""
    if found is None:
        return None
    from autograder.reports import charts  # noqa: PLC0415 - matplotlib is slow to import

    return charts.thirds([*found.questions, *found.flagged[:ODDEST]])


def written(results: list[Result]) -> dict[str, list[Written]]:
    """The answers to each written question that counts."""
    found = defaultdict(list)
    for result in statistics.graded(results):
        for answer in result.about.written or ():
            if answer.worth:
                found[answer.name].append(answer)
    return found


def keep_points(results: list[Result]) -> Counter:
    """By test, how many failed it and keep some of its points."""
    failed = [test for result in statistics.graded(results) for test in result.failed]
    return Counter(test.name for test in failed if test.score > 0)


def made_with(results: list[Result], known_seed: str) -> dict[str, list[str]]:
    """What the grades depend on; more than one value in a row is worth a warning."""
    seeds = {result.about.seed or "not recorded" for result in results}
    told = {known_seed: f"{known_seed}, of solutions/course.toml: the same every term"}
    found = {
        "Sandbox": sorted({result.about.sandbox for result in results}),
        "Seed, fingerprint": sorted(told.get(seed, seed) for seed in seeds),
        "Autograder, SHA-256": sorted({result.about.autograder_sha256 for result in results}),
    }
    versions = [result.about.versions for result in results]
    told = [", ".join(f"{name} {version}" for name, version in v.items()) for v in versions]
    return found | {"Versions": sorted({text or "not recorded" for text in told})}
