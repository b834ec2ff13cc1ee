"""Exports of learning systems: whose file it is, which attempt counts, was it late?"""

import zipfile

import pytest
from bundled import find

from autograder.submissions.collect import collect
from autograder.submissions.lms_exports import feedback_name, of_result

HW1 = find("hw1_backprop")


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def unpacked(path):
    folder = path.with_suffix("")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def rows(path):
    return {s.student: s.content.decode() for s in collect([path], HW1)}


CANVAS = {
    "loveada_12345_67890_hw1.ipynb": "ada, first",
    "loveada_12345_67999_hw1-1.ipynb": "ada, second",
    "loveada_12345_67950_hw1-10.ipynb": "ada, eleventh",
    "hobob_LATE_12346_67891_hw1-2.py": "bob",
    "hobob_12399_67892_hw1.py": "another bob",
    "12700_42_67893_hw1.py": "a number for a name",
    "lab_team_43_67894_hw1_2_3_.py": "a team with a line in its name",
    "anon_x7Yz1_67895_hw1.py": "somebody",
    "LATE_anon_Ab3dE_67896_hw1.py": "somebody late",
}
MOODLE = {
    "Ada Love_12_assignsubmission_file_/hw1.py": "ada",
    "Ada Love_12_assignsubmission_file_/hw1_files/plot.png": "no code",
    "Ada Love_12_assignsubmission_onlinetext_/onlinetext.html": "done!",
    "Bob_Ho_13_assignsubmission_file_/deep/b.ipynb": "bob",
    "Bob_Ho_14_assignsubmission_file_/b.ipynb": "another bob",
    "Cyd Old_15_assignsubmission_file/b.py": "cyd, as older versions name it",
    "Dee New_16_assignsubmission_file_hw_1.py": "dee, of a download without folders",
    "Group A_17_assignsubmission_file/hw1.py": "a group",
    "Default group_assignsubmission_file/hw1.py": "those who chose no group",
}
GRADESCOPE_METADATA = """\
---
submission_7:
  :submitters:
  - :name: Ada Love
    :sid: '3001'
    :email: ada@example.edu
  :created_at: 2026-02-01 10:00:00.063823000 Z
  :score: 0.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
submission_8:
  :submitters:
  - :name: Ada Love
    :sid: '3001'
    :email: ada@example.edu
  :created_at: 2026-02-03 10:00:00.063823000 Z
submission_9:
  :submitters:
  - :name: Bob Ho
    :sid:
    :email: bob@example.edu
  - :name: Cyd Old
    :sid: '3003'
    :email: cyd@example.edu
  :created_at: 2026-02-02 10:00:00.063823000 Z
submission_10:
  :submitters:
  - :name: Bob Ho
    :email: b.ho@example.edu
  :created_at: 2026-02-02 10:00:00.063823000 Z
"""
GRADESCOPE = {
    "assignment_1_export/submission_metadata.yml": GRADESCOPE_METADATA,
    "assignment_1_export/submission_7/hw1.py": "ada, first",
    "assignment_1_export/submission_8/homework.py": "ada, second",
    "assignment_1_export/submission_8/tests/q1.py": "a public test",
    "assignment_1_export/submission_9/hw1.py": "bob and cyd",
    "assignment_1_export/submission_10/hw1.py": "another bob",
}
EXPORTS = {
    "Canvas": (
        CANVAS,
        {
            "loveada": "ada, eleventh",
            "hobob_12346": "bob",
            "hobob_12399": "another bob",
            "12700": "a number for a name",
            "lab_team": "a team with a line in its name",
            "anon_x7Yz1": "somebody",
            "anon_Ab3dE": "somebody late",
        },
    ),
    "Moodle": (
        MOODLE,
        {
            "Ada Love": "ada",
            "Bob_Ho_13": "bob",
            "Bob_Ho_14": "another bob",
            "Cyd Old": "cyd, as older versions name it",
            "Dee New": "dee, of a download without folders",
            "Group A": "a group",
            "Default group": "those who chose no group",
        },
    ),
    "Gradescope": (
        GRADESCOPE,
        {
            "Ada Love": "ada, second",
            "Bob Ho_bob@example.edu": "bob and cyd",
            "Cyd Old": "bob and cyd",
            "Bob Ho_b.ho@example.edu": "another bob",
        },
    ),
}


@pytest.mark.parametrize("system", EXPORTS)
def test_exports_of_learning_systems(tmp_path, system):
    """As zips and unpacked: the newest attempt counts, two students of one name stay two."""
    members, expected = EXPORTS[system]
    path = zipped(tmp_path / "export.zip", members)
    assert rows(path) == expected
    assert rows(unpacked(path)) == expected


@pytest.mark.parametrize("system", EXPORTS)
def test_only_gradescope_says_when_it_was_handed_in(tmp_path, system):
    found = collect([zipped(tmp_path / "export.zip", EXPORTS[system][0])], find("hw1_backprop"))
    when = {s.handed_in.isoformat()[:16] for s in found if s.handed_in}
    is_told = {"2026-02-02T10:00", "2026-02-03T10:00"}
    assert when == (is_told if system == "Gradescope" else set())
    assert all(s.handed_in.tzinfo for s in found if s.handed_in)


def test_gradescope_without_metadata_is_told_by_folders(tmp_path):
    members = {name: text for name, text in GRADESCOPE.items() if not name.endswith(".yml")}
    name = "assignment_1_export/submission_metadata.yml"
    unusable = [
        "{ not: yaml",
        "a: " + "!a [" * 3000 + "]" * 3000,
        "submission_7: 0b_",
        "submission_7:\n  :submitters: 5",
    ]
    for number, export in enumerate([members, *(members | {name: text} for text in unusable)]):
        found = rows(zipped(tmp_path / f"{number}.zip", export))
        assert sorted(found) == ["submission_10", "submission_7", "submission_8", "submission_9"]


@pytest.mark.parametrize("moment", ["2026-99-99 10:00:00 Z", "0001-01-01 00:00:00 +10:00", "soon"])
def test_an_impossible_time_costs_nobody_a_name(tmp_path, moment):
    metadata = GRADESCOPE_METADATA.replace("2026-02-02 10:00:00.063823000 Z", moment)
    members = GRADESCOPE | {"assignment_1_export/submission_metadata.yml": metadata}
    assert rows(zipped(tmp_path / "export.zip", members)) == EXPORTS["Gradescope"][1]


def test_of_two_exports_the_newer_attempt_counts(tmp_path):
    early = {name: text for name, text in CANVAS.items() if "hw1-10" not in name}
    paths = [zipped(tmp_path / "tue.zip", CANVAS), zipped(tmp_path / "mon.zip", early)]
    assert [s.student for s in collect(paths, HW1)] == sorted(EXPORTS["Canvas"][1])
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    name = "Ada Love_12_assignsubmission_file_/hw1.py"
    for path, day in ((old, 3), (new, 9)):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, day, 12, 0, 0)), f"day {day}")
    (found,) = collect([new, old], HW1)
    assert found.content == b"day 9"


def test_no_student_says_who_the_others_are(tmp_path):
    """Metadata of their own that they hand in is one more file."""
    name = "assignment_1_export/submission_7/submission_metadata.yml"
    forged = "submission_10:\n  :submitters:\n  - :name: Ada Love\n    :sid: '3001'\n"
    path = zipped(tmp_path / "export.zip", GRADESCOPE | {name: forged})
    assert rows(path) == rows(unpacked(path)) == EXPORTS["Gradescope"][1]


REFUSED = {
    "Canvas": {
        "caesaramy_LATE_71_5_report.pdf": "amy",
        "caesaramy_LATE_71_6_scan.png": "amy",
        "doe_72_text.html": "typed",
        "roe_LATE_73_link.html": "a link",
        "anon_Zz9_7_hw1.ipynb.bak": "somebody",
        "loveada_12345_70000_photo.png": "beside her code",
    },
    "Moodle": {
        "Amy C_31_assignsubmission_file_/deep/report.pdf": "amy",
        "Amy C_31_assignsubmission_onlinetext_/onlinetext.html": "amy",
        "Typed It_32_assignsubmission_onlinetext/onlinetext.html": "typed",
    },
    "Gradescope": {
        "assignment_1_export/submission_11/hw1.pdf": "nobody knows",
        "assignment_1_export/submission_12/hw1.rar": "dan",
        "assignment_1_export/submission_12/__MACOSX/._hw1.rar": "clutter",
    },
}
ALONG = {
    "Canvas": {
        "amyc_51_5_public_checks.py": "amy",
        "amyc_51_6_public_checks-1.py": "amy",
        "loveada_12345_70000_public_checks.py": "beside her code",
        "__MACOSX/._loveada_12345_67890_hw1.ipynb": "clutter",
        "._loveada_12345_67890_hw1.ipynb": "clutter",
    },
    "Moodle": {
        "Amy C_31_assignsubmission_file_/tests/hw1.ipynb": "amy",
        "Bea D_32_assignsubmission_file_/public_checks.py": "bea",
        "Cai E_33_assignsubmission_file_/venv/lib/hw1.py": "cai",
        "Dan F_34_assignsubmission_file_/.hw1.py": "dan",
        "Eve G_35_assignsubmission_file_/__pycache__/hw1.py": "eve",
        "Fay H_36_assignsubmission_file_/": "",
        "Ada Love_12_assignsubmission_file_/tests/q1.py": "beside her code",
        "__MACOSX/Gil I_37_assignsubmission_file_/._hw1.py": "clutter",
    },
    "Gradescope": {
        "assignment_1_export/submission_11/": "",
        "assignment_1_export/submission_12/.DS_Store": "clutter",
        "assignment_1_export/submission_13/tests/hw1.ipynb": "a public test",
        "assignment_1_export/submission_8/.DS_Store": "beside her code",
    },
}
ONLY_ALONG = {
    "Canvas": {"amyc": "nothing that can be graded: public_checks.py"},
    "Moodle": {
        "Amy C": "nothing that can be graded: tests/hw1.ipynb",
        "Bea D": "nothing that can be graded: public_checks.py",
        "Cai E": "nothing that can be graded: venv/lib/hw1.py",
        "Dan F": "nothing that can be graded: .hw1.py",
        "Eve G": "nothing that can be graded: __pycache__/hw1.py",
        "Fay H": "nothing was handed in in this folder",
    },
    "Gradescope": {
        "S 11": "nothing was handed in in this folder",
        "S 12": "nothing that can be graded: .DS_Store",
        "S 13": "nothing that can be graded: tests/hw1.ipynb",
        "S 14": "the export holds no file of this submission",
    },
}
NOTEBOOK = "send the notebook itself, the .ipynb"
REASONS = {
    "Canvas": {
        "caesaramy": "none of caesaramy_LATE_71_5_report.pdf, caesaramy_LATE_71_6_scan.png is"
        " a notebook, .py or .zip",
        "doe": f"doe_72_text.html is a web page: {NOTEBOOK}",
        "roe": f"roe_LATE_73_link.html is a web page: {NOTEBOOK}",
        "anon_Zz9": "anon_Zz9_7_hw1.ipynb.bak is not a notebook, .py or .zip",
    },
    "Moodle": {
        "Amy C": "none of onlinetext.html, report.pdf is a notebook, .py or .zip",
        "Typed It": f"onlinetext.html is a web page: {NOTEBOOK}",
    },
    "Gradescope": {
        "submission_11": f"hw1.pdf is a PDF: {NOTEBOOK}",
        "Dan": "hw1.rar is a RAR archive: send a zip",
    },
}


@pytest.mark.parametrize("system", EXPORTS)
def test_who_handed_in_no_code_is_a_row(tmp_path, system):
    members, expected = EXPORTS[system]
    dan = "submission_12:\n  :submitters:\n  - :name: Dan\n"
    members = {n: t + dan if n.endswith(".yml") else t for n, t in members.items()}
    path = zipped(tmp_path / "export.zip", members | REFUSED[system])
    for where in (path, unpacked(path)):
        found = collect([where], HW1)
        told = {s.student: s.problem for s in found if s.problem}
        assert told == REASONS[system]
        assert {s.student for s in found if not s.problem} == set(expected)
    late = {s.student for s in found if of_result(s.file).late}
    assert late == (
        {"hobob_12346", "anon_Ab3dE", "caesaramy", "roe"} if system == "Canvas" else set()
    )


@pytest.mark.parametrize("system", EXPORTS)
def test_who_sent_only_what_comes_along_is_a_row(tmp_path, system):
    """The tests of the handout, what tools leave behind, nothing: and is told that it is so."""
    members, expected = EXPORTS[system]
    more = "".join(f"submission_{n}:\n  :submitters:\n  - :name: S {n}\n" for n in range(11, 15))
    more += "../submission_15:\n  :submitters:\n  - :name: No folder\n"
    members = {n: t + more if n.endswith(".yml") else t for n, t in members.items()}
    path = zipped(tmp_path / "export.zip", members | ALONG[system])
    for where in (path, unpacked(path)):
        found = collect([where], HW1)
        assert {s.student: s.problem for s in found if s.problem} == ONLY_ALONG[system]
        assert {s.student: s.content.decode() for s in found if not s.problem} == expected


def test_a_class_that_handed_in_no_code_is_rows(tmp_path):
    found = collect([zipped(tmp_path / "export.zip", REFUSED["Moodle"])], HW1)
    assert [s.student for s in found] == ["Amy C", "Typed It"]
    members = {name: text for name, text in GRADESCOPE.items() if name.endswith(".yml")}
    path = zipped(tmp_path / "gradescope.zip", members)
    for where in (path, unpacked(path)):
        assert len(collect([where], HW1)) == len(EXPORTS["Gradescope"][1])


def test_what_is_wrong_in_one_attempt_is_right_in_another(tmp_path):
    """Whichever came first: no grade is lost to a report that was handed in, too."""
    paths = [
        zipped(tmp_path / "mon.zip", {"loveada_12345_67890_report.pdf": "ada"}),
        zipped(tmp_path / "tue.zip", {"loveada_12345_67891_hw1.py": "ada"}),
    ]
    for several in (paths, paths[::-1]):
        (found,) = collect(several, HW1)
        assert (found.problem, found.file) == (None, "loveada_12345_67891_hw1.py")


@pytest.mark.parametrize("system", EXPORTS)
def test_a_stray_file_is_a_row_of_its_own(tmp_path, system):
    members, expected = EXPORTS[system]
    strays = {"utils.py": "stray", "__MACOSX/._x.py": "clutter", "index.html": "page", "a.csv": "1"}
    path = zipped(tmp_path / "export.zip", members | strays)
    for where in (path, unpacked(path)):
        told = {}
        found = collect([where], HW1, None, told.__setitem__)
        assert {s.student: s.content.decode() for s in found} == expected | {"utils": "stray"}
        assert told.keys() == {f"{where}/a.csv", f"{where}/index.html"}
        assert told[f"{where}/index.html"].startswith("a web page: send")


def test_a_homework_in_a_zip_is_no_export(tmp_path):
    """Even with a file that is called as if a system had named it."""
    members = {"hw1.py": "x = 1", "hw_1_2_old.py": "x = 2", "helpers.py": "x = 3"}
    (found,) = collect([zipped(tmp_path / "ada.zip", members)], HW1)
    assert (found.student, found.file) == ("ada", "ada.zip")


def test_numbers_of_any_length_are_read_or_left(tmp_path):
    long = {f"loveada_1_10_hw1-{'9' * 5000}.py": "ada", f"hobob_2_{'9' * 5000}_hw1.py": "bob"}
    found = collect([zipped(tmp_path / "export.zip", CANVAS | long)], HW1)
    assert {b"ada", b"bob"} <= {s.content for s in found}


@pytest.mark.parametrize(
    ("name", "system", "owner"),
    [
        ("Ada_1_assignsubmission_file_/Bob_2_assignsubmission_file_hw.py", "moodle", "1"),
        ("Ada_1_assignsubmission_file_/Bob_2_assignsubmission_file_/hw.py", "moodle", "1"),
        ("all/Ada_1_assignsubmission_file_/submission_8/hw.py", "moodle", "1"),
        ("Ada_1_assignsubmission_file_/bob_12_34_hw.py", "moodle", "1"),
        ("submission_7/submission_8/hw.py", "gradescope", "submission_7"),
        ("all/submission_7/submission_8/hw.py", "gradescope", "submission_7"),
        ("submission_7/Bob_2_assignsubmission_file_hw.py", "gradescope", "submission_7"),
        ("submission_7/bob_12_34_hw.py", "gradescope", "submission_7"),
        ("ada_LATE_12_34_Bob_2_assignsubmission_file_hw.py", "canvas", "12"),
        ("ada_LATE_12_34_bob_56_78_hw.py", "canvas", "12"),
    ],
)
def test_a_student_who_calls_a_file_like_another_ones_stays_who_they_are(name, system, owner):
    """Their file would have replaced that one's, and they would have had no row."""
    came = of_result(name)
    assert (came.system, came.id, came.late) == (system, owner, "LATE" in name)


def test_lateness_is_told_by_the_name():
    assert of_result("LATE_anon_Ab3dE_67896_hw1.py").late
    assert not of_result("anon_Ab3dE_67896_hw1.py").late
    assert of_result("hobob_LATE_12346_67891_hw1-2.py").late
    assert of_result("hobob_LATE_12346_67891_hw1.zip/hw1/hw1.py").late
    assert not of_result("hobob_12346_67891_LATE.py").late
    assert of_result("Ada Love_12_assignsubmission_file_/hw1.zip/LATE_1_2_hw.py").late is False
    assert of_result("late.py") is None


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("loveada_12345_67890_hw1.ipynb", "loveada_12345_67890_hw1.html"),
        ("export/hobob_LATE_1_2_hw1.zip/in/hw1.py", "hobob_LATE_1_2_hw1.html"),
        (
            "Ada Love_12_assignsubmission_file_/a/hw.py",
            "Ada Love_12_assignsubmission_file_/feedback.html",
        ),
        ("x/Cyd_15_assignsubmission_file/b.py", "Cyd_15_assignsubmission_file/feedback.html"),
        ("Dee_16_assignsubmission_file_hw.py", "Dee_16_assignsubmission_file_feedback.html"),
        ("submission_7/hw1.ipynb", "submission_7/feedback.html"),
        ("ada/hw1.ipynb", "ada.html"),
        ("../../ada.py", "ada.html"),
    ],
)
def test_feedback_goes_back_under_the_name_the_system_knows(file, page):
    assert feedback_name(file, "ada") == page


def test_an_export_that_was_packed_again_by_powershell(tmp_path):
    """It writes backslashes between folders."""
    members, expected = EXPORTS["Gradescope"]
    path = zipped(tmp_path / "all.zip", {n.replace("/", "\\"): t for n, t in members.items()})
    assert {s.student for s in collect([path], HW1)} == set(expected)
