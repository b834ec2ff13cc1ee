"""Who shares more than the class: is a copy found under new names, and what all share left out?"""

import random

import pytest
from classroom import HW1, cases_of_hw1, failed, passed, result_of

from autograder.reports.similar import page
from autograder.results.similarity import Paper, common, pairs
from autograder.submissions.fingerprints import fingerprints, vocabulary_of

pytest_plugins = ["browser"]

HANDOUT = HW1.handout.read_text()
WORDS = vocabulary_of(HANDOUT)
BOILERPLATE = {int(h) for h in fingerprints(HANDOUT, WORDS, 1).hashes}
NAMES = ["total", "part", "rows", "left", "right", "scaled", "shifted", "kept", "best", "given"]
CASES = [passed(*case) for case in cases_of_hw1()]


def own_function(seed, name="relu"):
    """A function as nobody else would write it."""
    rng = random.Random(seed)
    lines = [f"def {name}(x):"]
    for _ in range(14):
        one, two, three = rng.choices(NAMES, k=3)
        lines.append(
            f"    {one} = {two} {rng.choice('+-*/@')} {three}.{rng.choice(dir(str))}"
            f"({rng.randint(0, 99)}) {rng.choice('+-*/%')} {rng.randint(0, 999)}"
        )
    return "\n".join([*lines, "    return x * (x > 0)", ""])


def paper(student, text, tests=(), term=""):
    result = result_of(student, list(tests))
    return Paper(result, text.split("\n"), fingerprints(text, WORDS), term)


def renamed(text):
    for name in NAMES:
        text = text.replace(name, f"my_{name}")
    return "# a word of my own here\n\n" + text.replace("    ", "  ").replace(" + ", "+")


def class_of(count):
    return [paper(f"s{n:02d}", HANDOUT + own_function(n)) for n in range(count)]


def found_in(papers, most=5):
    return pairs(papers, BOILERPLATE, most)


def test_a_copy_under_new_names_is_the_first_candidate():
    papers = [*class_of(30), paper("copy", HANDOUT + renamed(own_function(7)))]
    first, *others = found_in(papers)
    assert (first.one.student, first.other.student) == ("s07", "copy")
    assert first.times > 3
    assert all(first.weight > 3 * other.weight for other in others)
    text = [first.other.lines[n] for n in first.marked(first.other)]
    assert any("my_" in line for line in text)


def test_what_is_the_handouts_or_the_whole_class_shares_says_nothing():
    shared = HANDOUT + own_function(1)
    assert found_in([paper(f"s{n}", HANDOUT) for n in range(2)]) == []
    assert found_in([paper(f"s{n}", shared) for n in range(30)]) == []


def test_a_class_of_two_can_be_compared():
    (pair,) = found_in([paper("ada", own_function(1)), paper("bob", own_function(1))])
    assert pair.weight > 0
    assert found_in([]) == []
    assert found_in([paper("ada", ""), paper("bob", "x")]) == []


def test_the_same_rare_mistake_weighs_more_than_the_same_formula():
    wrong = [failed(CASES[0], "wrong", answer="5e5e"), failed(CASES[1], "wrong", answer="6f6f")]
    formula = "def f(x):\n    return np.where(x > 3, x @ x.T / 7, np.cosh(x) - 2 * x)\n"
    papers = class_of(20)
    papers += [paper("a", "", wrong), paper("b", "", wrong)]
    papers += [paper("c", formula), paper("d", formula)]
    first, second, *_ = found_in(papers)
    assert {first.one.student, first.other.student} == {"a", "b"}
    assert first.mistakes == {"q1": 2}
    assert {second.one.student, second.other.student} == {"c", "d"}


def test_the_mistake_of_many_is_no_sign():
    wrong = [failed(CASES[0], "wrong", answer="5e5e")]
    assert found_in([paper(f"s{n}", "", wrong) for n in range(common(30) + 1)]) == []


def test_older_submissions_are_compared_with_this_class_alone():
    old = [paper(n, own_function(3), term="2025") for n in ("x", "y")]
    found = found_in([*class_of(10), *old])
    assert [(pair.one.student, pair.other.student) for pair in found[:2]] == [
        ("s03", "x"),
        ("s03", "y"),
    ]
    assert not [pair for pair in found if pair.one.term and pair.other.term]


def test_a_shared_comment_is_seen():
    said = "# whoever reads this owes me an ice cream\n"
    (pair,) = found_in([paper("a", said + "x = 1"), paper("b", f"y\n  {said}"), paper("c", "z")])
    assert {pair.one.student, pair.other.student} == {"a", "b"}


@pytest.mark.parametrize(
    "text", ['"""' * 9999, "'" * 9999, '"""a\\' * 3000, "\\" * 9999, "\ud800x\0" * 999, "#" * 9999]
)
def test_no_text_stops_the_comparison(text):
    papers = [paper("a", text), paper("b", text)]
    assert "".join(page("hw1", "Homework", papers, found_in(papers), ""))


def test_the_page_shows_both_side_by_side_and_hostile_text_is_inert(visit, tmp_path):
    hostile = "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>"
    text = own_function(99) + f"    # {hostile}\n"
    papers = [*class_of(12), paper(hostile.replace("/", ""), text), paper("bob", renamed(text))]
    path = tmp_path / "similar.html"
    path.write_text("".join(page("hw1_backprop", "Homework", papers, found_in(papers, 3), HANDOUT)))
    shown = visit(path, javascript=False)
    words = shown.inner_text("main")
    assert "Candidates to look at, not culprits" in words
    assert "What this cannot see" in words
    assert shown.locator("main img, main script").count() == 0
    one, other = shown.locator(".two").first.locator("pre").all()
    assert one.locator("mark").count() > 6
    assert other.locator("mark").count() > 6
    assert "my_" in other.inner_text()
    marked = {text.strip() for text in shown.locator("mark").all_inner_texts()}
    assert not marked & {line.strip() for line in HANDOUT.split("\n")}
    assert abs(one.bounding_box()["y"] - other.bounding_box()["y"]) < 2
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
