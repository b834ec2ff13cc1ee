"""How long the staff's page keeps a browser busy for a class of 500: to open, unfold and sort it.

PYTHONPATH=tests python tests/benchmarks/bench_pages.py [--count 500]

Seconds are those of the page's own thread, so that a busy machine does not count. A goal that is
missed is marked so, and the exit code says it.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from browser import started
from classroom import HANDOUT, random_class

from autograder.reports.class_page import write_report

MOST_SECONDS = 2
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
STEPS = {
    "open": None,
    "unfold": "document.querySelector('#people').open = true",
    "sort": "document.querySelector('.matrix .score button').click()",
}


def busy_seconds(chromium):
    """What the page has cost its process until now."""
    metrics = chromium.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def measure(path):
    """Seconds that each step keeps the page busy, until it is painted."""
    with started() as browser:
        page = browser.new_page()
        chromium = page.context.new_cdp_session(page)
        chromium.send("Performance.enable", {"timeDomain": "threadTicks"})
        for name, step in STEPS.items():
            before = busy_seconds(chromium)
            page.evaluate(step) if step else page.goto(path.as_uri())
            page.evaluate(PAINTED)
            yield name, busy_seconds(chromium) - before


def main(count):
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = write_report(Path(folder), list(random_class(count)), HANDOUT)
        print(f"{count} students, {path.stat().st_size / 1e6:.1f} MB")
        for name, seconds in measure(path):
            reached = seconds <= MOST_SECONDS
            missed += not reached
            word = "reached" if reached else "MISSED"
            print(f"{word:8} {name}: {seconds:.2f} s, at most {MOST_SECONDS} s")
    return missed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    sys.exit(main(parser.parse_args().count) and 1)
