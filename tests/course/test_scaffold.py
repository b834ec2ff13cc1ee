"""A new homework: does it stand as it is written, in this course and in one of its own?"""

import re
from pathlib import Path

import pytest
from bundled import COURSE
from click.testing import CliRunner

from autograder.cli.main import main
from autograder.course.course import course_in
from autograder.course.handout import read_handout
from autograder.course.scaffold import TEMPLATES, CannotMake, new_homework
from autograder.release.gate.completeness import incomplete
from autograder.release.student_files import student_files


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def everything_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def course(tmp_path):
    """A course of 8 points a homework, with one of these."""
    root = tmp_path / "course"
    new_homework(root, "hw1_own")
    facts = root / "solutions" / "course.toml"
    facts.write_text(facts.read_text().replace("points = 100", "points = 8"))
    return root


def test_a_folder_that_is_not_there_becomes_a_course_with_a_seed_of_its_own(tmp_path):
    seeds = set()
    for name in ("one", "two"):
        files = new_homework(tmp_path / name, "hw1_own")
        assert set(files) == set(everything_in(tmp_path / name))
        seeds.add(course_in(tmp_path / name).seed)
    assert len(seeds | {course_in(TEMPLATES).seed}) == 3
    assert not any(
        "new_homework" in str(path) or "new_homework" in path.read_text() for path in files
    )


def test_it_has_the_points_of_the_course_that_it_joins(course):
    new_homework(course, "hw2_own")
    added = course_in(course).assignment("hw2_own")
    assert added.points == {"q1": 8}
    assert list(incomplete(added)) == []
    lacking = "its questions have 100 points together, the course says 8"
    assert lacking in list(incomplete(course_in(course).assignment("hw1_own")))


ROW = "| q1 | `standardize` | features on one scale | 8 |"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("| q1 | `standardize` | features | 9.5 |", "q1 says 9.5 points, its tests have 8"),
        ("| q1 | `standardise` | features | 8 |", "q1 names `standardise`, for which it has no"),
        (f"{ROW}\n# | q9 | `ghost` | | 3 |", "lists q9, which is not there"),
        ("| q9 | `standardize` | features | 8 |", "q1 is missing in the handout's table"),
    ],
)
def test_a_table_of_questions_that_says_other_than_the_tests_is_told(course, row, told):
    new_homework(course, "hw2_own")
    added = course_in(course).assignment("hw2_own")
    text = added.handout.read_text()
    assert ROW in text
    added.handout.write_text(text.replace(ROW, row))
    read_handout.cache_clear()
    assert any(told in line for line in incomplete(added))


@pytest.mark.slow
def test_nothing_is_written_over_or_into_what_is_no_course(course, tmp_path):
    (tmp_path / "notes.txt").write_text("")
    before = everything_in(tmp_path)
    for root, name, told in (
        (course, "hw1_own", "is there already"),
        (course, "../hw2", "is no name for a homework"),
        (course, "Hw2", "is no name for a homework"),
        (tmp_path, "hw2_own", "is neither a course nor an empty folder"),
        (tmp_path / "notes.txt", "hw2_own", "is neither a course nor an empty folder"),
    ):
        with pytest.raises(CannotMake, match=told):
            new_homework(root, name)
        assert everything_in(tmp_path) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["class", "tests", "public_checks", "random", "numpy", "otter"])
def test_a_name_that_would_stand_in_the_way_of_another_is_refused(tmp_path, name):
    """Python's own, a module's that students import, a file's that they have."""
    told = run("new", name, "--course", tmp_path / "course")
    assert told.exit_code == 2
    assert f"{name!r} is a name that Python" in told.output
    assert everything_in(tmp_path) == {}


@pytest.mark.slow
def test_what_packages_of_students_need_is_no_name_either(tmp_path):
    """A `yaml.py` beside the notebook would be imported by Otter."""
    for name in ("yaml", "jinja2", "dill", "wrapt", "pylab"):
        with pytest.raises(CannotMake, match="a package"):
            new_homework(tmp_path, name)


def test_a_folder_of_that_name_where_one_stands_is_no_reason(tmp_path, monkeypatch):
    (tmp_path / "hw1_own").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    assert new_homework(tmp_path / "course", "hw1_own")


@pytest.mark.slow
def test_students_get_a_page_to_start_with(course):
    """It speaks of no homework in particular; the course's own stays as it is."""
    page = course / "assignments" / "README.md"
    released = student_files(course_in(course).assignment("hw1_own"))["README.md"].decode()
    assert released == page.read_text()
    assert not re.search(r"hw\d|\bq\d", released)
    page.write_text("my own")
    assert page not in new_homework(course, "hw2_own")
    assert page.read_text() == "my own"
    page.unlink()
    assert page in new_homework(course, "hw3_own")


@pytest.mark.slow
def test_the_command_names_the_files_and_what_comes_next(tmp_path):
    told = run("new", "hw1_own", "--course", tmp_path / "course")
    assert told.exit_code == 0, told.output
    *files, _, following, guide = told.output.splitlines()
    assert {Path(file) for file in files} == set(everything_in(tmp_path / "course"))
    assert following == f"Next: autograder validate hw1_own --course {tmp_path / 'course'}"
    assert Path(guide.split()[-1]).exists()
    again = run("new", "hw1_own", "--course", tmp_path / "course")
    assert again.exit_code == 2
    assert "is there already" in again.output


def test_an_installed_package_is_no_place_for_a_homework(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("autograder.course.course.BUNDLED", tmp_path / "site-packages")
    monkeypatch.setattr("autograder.course.bundled.IN_WHEEL", tmp_path / "site-packages")
    told = run("new", "hw1_own")
    assert told.exit_code == 2
    assert "--course" in told.output
    assert everything_in(tmp_path) == {}


def test_its_header_is_that_of_every_handout():
    """The notebook's format, the grader, and the cell that guards experiments."""

    def header(handout):
        text = handout.read_text()
        top, start = text[: text.index("# %%")], text.index("import matplotlib.pyplot")
        cells = text[start : text.index("# %% [markdown]\n# ## Conventions")]
        return top + re.sub("from (collections|itertools) import .*\n", "", cells).lstrip()

    (template,) = course_in(TEMPLATES).assignments
    for assignment in COURSE.assignments:
        assert header(template.handout) == header(assignment.handout), assignment.name


@pytest.mark.nightly  # by day the gate proves another course, in tests of the command line
def test_it_passes_the_gate_and_is_released_as_it_is(course, tmp_path):
    new_homework(course, "hw2_own")
    proven = run("validate", "hw2_own", "--course", course, "--jobs", "1")
    assert proven.exit_code == 0, proven.output
    released = run("release", "hw2_own", "--course", course, "--out", tmp_path / "out")
    assert released.exit_code == 0, released.output
    assert (tmp_path / "out" / "student" / "hw2_own.ipynb").exists()
