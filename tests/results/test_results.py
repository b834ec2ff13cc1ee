"""Result files: is what a submission chose inert, and is every file whole?"""

import json
from pathlib import Path

import pytest
from examples import EXAMPLES, each
from hypothesis import strategies as st

from autograder.results.atomic_file import write_atomically
from autograder.results.provenance import versions
from autograder.results.result import result_of
from autograder.results.results_json import END, TESTS, Shared, to_json
from autograder.results.text import inert, points, visible

WORDS = st.text() | st.sampled_from([TESTS, END, ",\n  ", "\n", '"'])
ENTRIES = st.dictionaries(WORDS, WORDS | st.integers() | st.none() | st.lists(WORDS))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(start):
    assert not inert(f"{start}cmd").startswith(start)


def test_honest_cells_stay_as_they_are():
    assert inert("Zoë O'Néil") == "Zoë O'Néil"


@pytest.mark.parametrize("hostile", ["\x1b[31m", "\u202e", "\u200b", "\x00", "\ud800", "\x07"])
def test_text_hides_nothing(hostile):
    shown = visible(f"a{hostile}b")
    assert hostile not in shown
    assert "\\u" in shown
    shown.encode("utf-8")


def test_a_result_says_what_its_grade_depends_on(grade, hw1):
    result = result_of(grade("def relu(x):\n    return x\n"), hw1, "strong", "")
    assert result["extra_data"]["versions"] == versions()
    assert set(versions()) == {"python", "autograder", "numpy", "otter-grader", "torch"}


def test_text_is_cut():
    assert len(visible("x" * 10_000_000)) < 5000


@pytest.mark.parametrize(("value", "shown"), [(5.0, "5"), (2.5, "2.5"), (0.1 + 0.2, "0.3")])
def test_points_read_as_people_write_them(value, shown):
    assert str(points(value)) == shown


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "grades.csv"
    write_atomically(path, "old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("count", EXAMPLES)
def test_what_is_written_in_lines_is_json_and_is_read_as_it_was(count):
    @each(count, WORDS, st.lists(ENTRIES), ENTRIES)
    def check(output, tests, about):
        result = {"output": output, "tests": tests, "extra_data": about}
        text, share = to_json(result), Shared()
        assert json.loads(text) == result
        assert share(text) == share(text) == result
