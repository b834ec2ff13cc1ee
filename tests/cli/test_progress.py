"""What is shown while a class is graded."""

import io

import pytest
from classroom import random_class
from rich.console import Console

from autograder.cli.progress import progress as shown


@pytest.fixture
def told():
    """A console that is no terminal, as in a log of a scheduled run."""
    return Console(file=io.StringIO(), highlight=False, width=200)


def lines(console):
    return console.file.getvalue().splitlines()


def test_plain_lines_count_what_is_done(told):
    results = list(random_class(120, seed=8))
    with shown(len(results), "strong", console=told) as progress:
        for result in results:
            progress.done(result)
    counts = [line for line in lines(told) if " of 120: " in line]
    assert [line.split(":")[0] for line in counts] == ["50 of 120", "100 of 120", "120 of 120"]
    unreadable = sum(result.status == "unreadable" for result in results)
    assert counts[-1].endswith(f"{120 - unreadable} graded, {unreadable} unreadable")


def test_plain_lines_name_those_that_take_long_but_not_every_second(told):
    with shown(9, "strong", console=told) as progress:
        for seconds in range(1, 30):
            progress.busy([("ada", seconds), ("bob", seconds / 20)])
    named = [line for line in lines(told) if "ada" in line]
    assert named == [f"still on ada, {seconds} s" for seconds in (5, 10, 20)]
    assert not any("bob" in line for line in lines(told))


def test_a_bar_names_those_that_take_long():
    console = Console(file=io.StringIO(), force_terminal=True, width=120, highlight=False)
    with shown(9, "strong", console=console) as progress:
        progress.busy([("ada[/]", 7.4), ("bob", 0.2)])
    assert "still on ada[/], 7 s" in console.file.getvalue()
    assert "bob" not in console.file.getvalue()
