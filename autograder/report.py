"""The page for the staff: what the class knows and what it does not, first without any name."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder import summary
from autograder.handout import read_handout
from autograder.matrix import CARRIED, MEANINGS, PASSED, SIGNS, matrix, page_of
from autograder.pages import pieces, script_of
from autograder.results import write_atomically


def write_report(folder: Path, results: list[dict[str, Any]]) -> Path:
    """report.html in a folder of results."""
    path = folder / "report.html"
    write_atomically(path, report(results))
    return path


def report(results: list[dict[str, Any]]) -> Iterator[str]:
    """The page, piece by piece: with the cells of 10,000 students it is large."""
    about = results[0]["extra_data"] if results else {"assignment": "", "max_score": 0}
    handout = read_handout(about["assignment"])
    return pieces(
        "report.html",
        script=script_of("report.js"),
        title=handout.title or about["assignment"],
        assignment=about["assignment"],
        worth=about["max_score"],
        results=results,
        statuses=Counter(result["extra_data"]["status"] for result in results),
        handout=handout,
        **scores(results, about["max_score"]),
        misconceptions=summary.misconceptions(results),
        failures=summary.failures(results),
        unexplained=summary.unexplained(results),
        to_look_at=summary.to_look_at(results),
        slowest=summary.slowest(results),
        matrix=matrix(results),
        signs=list(SIGNS.values()),
        meanings=json.dumps(MEANINGS),
        passed=PASSED,
        carried=CARRIED,
        page_at=page_of,
        made_with=made_with(results),
    )


def scores(results: list[dict[str, Any]], worth: float) -> dict[str, Any]:
    """Numbers and pictures of the scores; nothing where nobody has one."""
    values = [result["score"] for result in summary.graded(results)]
    if not values:
        return {"spread": None, "questions": []}
    from autograder import charts  # noqa: PLC0415 - matplotlib is slow to import

    spread, questions = summary.spread(values), summary.by_question(results)
    return {
        "spread": spread,
        "full": sum(value >= worth for value in values),
        "bins": charts.bins(values, worth),
        "histogram": charts.histogram(values, worth, spread),
        "questions": questions,
        "boxes": charts.question_boxes(questions),
    }


def made_with(results: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What the grades depend on; more than one value in a row is worth a warning."""
    facts = {"sandbox": "Sandbox", "autograder_sha256": "Autograder, SHA-256"}
    found = {
        label: sorted({result["extra_data"][key] for result in results})
        for key, label in facts.items()
    }
    versions = [result["extra_data"].get("versions", {}) for result in results]
    told = [", ".join(f"{name} {version}" for name, version in v.items()) for v in versions]
    return found | {"Versions": sorted({text or "not recorded" for text in told})}
