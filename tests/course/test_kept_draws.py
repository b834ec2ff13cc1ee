"""Draws that were fair are kept: what is found again is the same, and nothing depends on it."""

import os
import shutil

import pytest
from bundled import find

from autograder.course import assignment
from autograder.course.assignment import Assignment
from autograder.course.inputs import kept_draws, kept_file
from autograder.course.inputs.kept_draws import KeptDraws

AGAIN = {("hw2_stability", "matrix_product"): 3, ("hw2_stability", "growth_rate"): 1}


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache of its own, empty at first."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "autograder" / "draws"


@pytest.fixture
def secrets(tmp_path):
    """The secrets of a homework, which may be changed."""
    return shutil.copytree(find("hw2_stability").secrets, tmp_path / "solutions" / "hw2_stability")


def test_what_is_kept_is_found_for_that_seed_alone(cache, secrets):
    assert KeptDraws(secrets).find("a seed") is None
    KeptDraws(secrets).keep("a seed", AGAIN)
    KeptDraws(secrets).keep("fair at once", {})
    assert KeptDraws(secrets).find("a seed") == AGAIN
    assert KeptDraws(secrets).find("fair at once") == {}
    assert KeptDraws(secrets).find("another seed") is None


def test_no_seed_is_told(cache, secrets):
    KeptDraws(secrets).keep("a seed", AGAIN)
    (file,) = cache.iterdir()
    assert "a seed" not in file.read_text() + file.name


@pytest.mark.parametrize("changed", ["hidden_tests/q3.py", "reference.py", "solution.py"])
def test_nothing_is_known_of_a_homework_that_changed(cache, secrets, changed):
    KeptDraws(secrets).keep("a seed", AGAIN)
    with (secrets / changed).open("a") as file:
        file.write("\n")
    assert KeptDraws(secrets).find("a seed") is None


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"%s": 3}', '{"%s": [[1, 2]]}'])
def test_what_is_damaged_is_not_known(cache, secrets, damage):
    KeptDraws(secrets).keep("a seed", AGAIN)
    (file,) = cache.iterdir()
    file.write_text(damage.replace("%s", kept_draws.named("a seed")))
    assert KeptDraws(secrets).find("a seed") is None
    KeptDraws(secrets).keep("a seed", AGAIN)
    assert KeptDraws(secrets).find("a seed") == AGAIN


def test_who_has_no_cache_does_without(tmp_path, monkeypatch, secrets):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    KeptDraws(secrets).keep("a seed", AGAIN)
    assert KeptDraws(secrets).find("a seed") is None


def test_what_nobody_used_for_long_is_forgotten(cache, secrets):
    cache.mkdir(parents=True)
    for name, age in (("old.json", kept_file.OLD + 60), ("new.json", 60)):
        (cache / name).touch()
        now = (cache / name).stat().st_mtime
        os.utime(cache / name, (now - age, now - age))
    KeptDraws(secrets).keep("a seed", AGAIN)
    assert {path.name for path in cache.iterdir()} == {
        "new.json",
        KeptDraws(secrets)._file.path.name,
    }


def test_a_homework_is_drawn_from_what_is_kept(cache, monkeypatch):
    """Is it the same homework, and is the search left out?"""
    root, name = find("hw2_stability").root, "hw2_stability"
    first = Assignment(root, name, "lecture halls smell of chalk")
    drawn = {q: module.PRODUCT.inputs for q, module in first.hidden_modules.items() if q == "q3"}
    monkeypatch.setattr(assignment, "draw_fitting", None)
    second = Assignment(root, name, "lecture halls smell of chalk")
    assert str(second.hidden_modules["q3"].PRODUCT.inputs) == str(drawn["q3"])
    assert second._drawn[1] == first._drawn[1]
