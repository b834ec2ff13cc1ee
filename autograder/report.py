"""Pages made of results: feedback for one student, a report of the class for the staff."""

from collections import Counter
from functools import cache
from pathlib import Path
from statistics import mean, median
from typing import Any

import jinja2

from autograder.results import points, write_atomically


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("autograder")
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True)
    environment.lstrip_blocks = True
    return environment


def write_feedback(folder: Path, result: dict[str, Any]) -> None:
    """feedback/STUDENT.html: what this student got, test by test."""
    about = result["extra_data"]
    questions = [
        {
            "name": question,
            "score": score,
            "max_score": points(sum(t["max_score"] for t in tests)),
            "failed": [t for t in tests if t["status"] == "failed"],
            "passed": [t for t in tests if t["status"] == "passed"],
        }
        for question, score in about["questions"].items()
        if (tests := [t for t in result["tests"] if t["name"].split(".")[0] == question])
    ]
    page = _templates().get_template("feedback.html")
    html = page.render(result=result, about=about, questions=questions)
    write_atomically(folder / "feedback" / f"{about['student']}.html", html)


def write_report(folder: Path, results: list[dict[str, Any]]) -> Path:
    """report.html: the whole class, worst-understood tests first."""
    graded = [r for r in results if r["extra_data"]["status"] == "graded"]
    scores = [r["score"] for r in graded]
    failures = Counter(t["name"] for r in graded for t in r["tests"] if t["status"] == "failed")
    html = (
        _templates()
        .get_template("report.html")
        .render(
            results=sorted(results, key=lambda r: r["extra_data"]["student"]),
            about=results[0]["extra_data"] if results else {},
            counts=Counter(r["extra_data"]["status"] for r in results),
            mean=points(mean(scores)) if scores else None,
            median=points(median(scores)) if scores else None,
            num_graded=len(graded),
            failures=failures.most_common(),
        )
    )
    path = folder / "report.html"
    write_atomically(path, html)
    return path
