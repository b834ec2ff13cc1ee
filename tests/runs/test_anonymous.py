"""A copy without names: is no name left, does every command read it, does an id last?"""

import csv
import hashlib
import re

import pytest
from classroom import cases_of_hw1, failed, passed, result_of

from autograder.results.adjustments import Adjustment
from autograder.results.results_json import to_json
from autograder.results.tables.adjustments_csv import write_adjustments
from autograder.runs.anonymous import copy_without_names
from autograder.runs.by_hand import lay_over_all
from autograder.runs.run_folder import FolderError, kept_submission, read_results, result_path

TESTS = [passed(*case) for case in cases_of_hw1()]
SOURCE = b"x = 1\n"
NAMES = ("Lovelace", "Babbage", "Ada", "lovelace_hw")


@pytest.fixture
def folder(tmp_path):
    doubled = failed(TESTS[1], "df: wrong value", misconception="f.doubled")
    wrong = [failed(TESTS[0], "f: wrong value", answer="5e5e"), doubled, *TESTS[2:]]
    sha256 = hashlib.sha256(SOURCE).hexdigest()
    file = "Ada Lovelace_12_assignsubmission_file_/lovelace_hw.ipynb.txt"
    odd = ["lovelace_hw.ipynb.txt was read as lovelace_hw.ipynb"]
    known = {"file": file, "exported": True, "submission_sha256": sha256, "problems": odd}
    ada = result_of("Ada Lovelace", wrong, **known)
    bob = result_of("Babbage", [], "Babbage.rar is a RAR archive", "unreadable", file="Babbage.rar")
    for result in (ada, bob):
        path = result_path(tmp_path / "named", result.student)
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(to_json(result))
    kept = tmp_path / "named" / "submissions" / "Ada Lovelace.ipynb"
    kept.parent.mkdir()
    kept.write_bytes(SOURCE)
    row = Adjustment("Ada Lovelace", TESTS[0].name, TESTS[0].max_score, "right idea")
    alike = row._replace(student="*", test=TESTS[1].name, answer="f.doubled")
    write_adjustments(tmp_path / "named" / "adjustments.csv", [row, alike])
    return tmp_path / "named"


def who_is_who(folder):
    with (folder / "anonymous.csv").open(newline="") as file:
        return {row["student"]: row["id"] for row in csv.DictReader(file)}


def test_no_name_is_left_in_any_file(folder, hw1, tmp_path):
    lay_over_all(folder, hw1)
    out = tmp_path / "out"
    copy_without_names(folder, out, hw1)
    lay_over_all(out, hw1)
    paths = [path for path in out.rglob("*") if path.is_file()]
    assert len(paths) >= 6
    for path in paths:
        told = path.name + path.read_text()
        assert not [name for name in NAMES if name in told], path
    assert not [path for path in paths if path.name.startswith("anonymous")]
    assert all(re.fullmatch(r"s-[0-9a-f]{12}", own) for own in who_is_who(folder).values())


def test_the_copy_is_a_folder_like_any_other(folder, hw1, tmp_path):
    before, _ = lay_over_all(folder, hw1)
    copy_without_names(folder, tmp_path / "out", hw1)
    copied, told = lay_over_all(tmp_path / "out", hw1)
    assert told == []
    ids = who_is_who(folder)
    assert {ids[result.student]: result.score for result in before} == {
        result.student: result.score for result in copied
    }
    ada = next(result for result in copied if result.student == ids["Ada Lovelace"])
    assert kept_submission(tmp_path / "out", ada).content == SOURCE


def test_ids_last_and_are_those_of_a_key_that_stays_behind(folder, hw1, tmp_path):
    copy_without_names(folder, tmp_path / "out", hw1)
    ids = who_is_who(folder)
    copy_without_names(folder, tmp_path / "out", hw1)
    assert who_is_who(folder) == ids
    assert len(read_results(tmp_path / "out")) == len(ids)
    key = folder / "anonymous.key"
    assert key.stat().st_mode & 0o077 == 0
    key.unlink()
    copy_without_names(folder, tmp_path / "other", hw1)
    assert not set(who_is_who(folder).values()) & set(ids.values())


def test_a_folder_that_holds_names_is_refused(folder, hw1, tmp_path):
    for out in (folder, tmp_path):
        with pytest.raises(FolderError, match="the names"):
            copy_without_names(folder, out, hw1)
    copy_without_names(folder, tmp_path / "out", hw1)
    (folder / "anonymous.key").unlink()
    with pytest.raises(FolderError, match="other results"):
        copy_without_names(folder, tmp_path / "out", hw1)
