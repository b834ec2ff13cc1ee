"""The staff's page and the terminal: are the numbers right, and can 500 students be looked at?"""

import subprocess
import sys

import pytest
from classroom import HANDOUT, HW1, cases_of_hw1, failed, passed, random_class, result_of
from msgspec.structs import replace

from autograder.cli.tables import grade_table, out
from autograder.reports.charts import bins
from autograder.reports.class_page import report, write_report
from autograder.reports.page import number
from autograder.results.statistics import mended, misconceptions, spread, unexplained

pytest_plugins = ["browser"]

MOST_BYTES, MOST_LAYOUTS = 5_000_000, 3
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def written(results):
    """The whole page."""
    return "".join(report(results, HANDOUT))


@pytest.mark.slow
def test_a_large_page_comes_in_pieces():
    """A class of 10,000 is never in memory as HTML: no piece holds more than a row or a picture."""
    few, many = (max(map(len, report(list(random_class(n)), HANDOUT))) for n in (30, 300))
    assert many <= 1.5 * few


@pytest.mark.slow
def test_the_report_shows_the_class_without_a_name_until_asked(visit, folder):
    page = visit(folder / "report.html", javascript=False)
    words = page.inner_text("main")
    assert "student0" not in words
    assert "The class in 60 submissions" in words
    numbers = page.locator("table.bins td").all_inner_texts()
    in_chart = page.locator("figure svg >> nth=0").locator("text").all_text_contents()
    assert set(numbers) - {"0"} <= set(in_chart)
    in_boxes = page.locator("figure svg >> nth=1").locator("text").all_text_contents()
    assert {f"q{n}" for n in range(1, 9)} <= set(in_boxes)
    page.click("a[href='#students']")
    assert page.locator("table.matrix tbody tr").count() == 60
    assert page.locator("table.matrix").get_by_text("student000").is_visible()


def test_the_numbers_of_the_report_are_those_of_the_results():
    results = list(random_class(30, seed=4))
    page, found = written(results), misconceptions(results)
    scores = [r.score for r in results if r.status == "graded"]
    assert f"<dd>{number(sum(scores) / len(scores))}</dd>" in page
    share = [{t.name for t in r.tests if t.about.misconception == found[0].id} for r in results]
    assert len(found[0].students) == sum(map(bool, share))
    counts = [len(shared.students) for shared in found]
    assert counts == sorted(counts, reverse=True)
    assert [page.index(f"<code>{each.id}</code>") for each in found] == sorted(
        page.index(f"<code>{each.id}</code>") for each in found
    )
    assert written(results) == page


@pytest.mark.parametrize("width", [320, 860, 1100])
def test_the_numbers_stay_in_their_boxes(visit, tmp_path, width):
    tests = [passed(*case) for case in cases_of_hw1()]
    lost = replace(tests[0], score=tests[0].max_score - 0.56)
    results = [result_of(f"s{n}", [lost, *tests[1:]] if n < 4 else tests) for n in range(12)]
    page = visit(write_report(tmp_path, results, HANDOUT), viewport={"width": width, "height": 600})
    assert page.locator(".tiles dd").all_inner_texts()[2] == "99.44 to 100"
    inside = "all => all.every(each => each.scrollWidth <= each.clientWidth)"
    assert page.locator(".tiles dd").evaluate_all(inside)
    assert page.evaluate("document.body.scrollWidth <= window.innerWidth")


def test_misconceptions_of_one_student_each_are_folded_away(visit, tmp_path):
    test = passed(*cases_of_hw1()[3])
    results = [
        result_of(name, [failed(test, "wrong", misconception=f"f.{slug}", hint=f"{slug} `x`.")])
        for name, slug in {"ada": "common", "bob": "common", "cyd": "rare"}.items()
    ]
    page = visit(write_report(tmp_path, results, HANDOUT))
    shown = page.locator("#misconceptions ~ article h3")
    assert shown.all_inner_texts() == ["common x."]
    assert shown.locator("code").inner_text() == "x"
    page.get_by_text("1 misconception of one student each").click()
    assert page.get_by_text("rare x.").is_visible()


def test_every_score_is_in_one_bin():
    counts = [count for _, _, count in bins([0, 9.99, 10, 55, 90, 100], 100)]
    assert counts == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]


def test_a_quantity_with_a_hint_is_not_called_unexplained():
    tests = {test[0]: passed(*test) for test in cases_of_hw1()}
    wrong = "l2_penalty has the wrong value"
    tests["q3.l2_penalty.worked_example"] = failed(tests["q3.l2_penalty.worked_example"], wrong)
    assert [u.quantity for u in unexplained([result_of("a", [*tests.values()])])] == [
        "q3.l2_penalty"
    ]
    tests["q3.l2_penalty"] = failed(tests["q3.l2_penalty"], wrong, misconception="x.y", hint="hint")
    assert unexplained([result_of("a", [*tests.values()])]) == []


def wrong_in(student, answer, test="q2.relu", **about):
    """A student whose hidden test failed without a hint, with the keyed hash of the answer."""
    tests = {test[0]: passed(*test) for test in cases_of_hw1()}
    tests[test] = failed(tests[test], "relu has the wrong value", answer=answer)
    return result_of(student, [*tests.values()], **about)


def test_equal_wrong_answers_are_counted_though_nobody_sees_them():
    results = [wrong_in(f"s{n}", "same" if n < 7 else f"other{n}") for n in range(10)]
    results += [wrong_in(f"t{n}", "pair", "q2.relu.integers") for n in range(2)]
    (row,) = unexplained(results)
    assert [(shared.test, len(shared.students)) for shared in row.commonest] == [
        ("q2.relu", 7),
        ("q2.relu.integers", 2),
    ]
    page = written(results)
    assert "7 \N{MULTIPLICATION SIGN}" in page
    assert "autograder explain DIR s0 q2.relu<" in page
    assert "other8" not in page.replace("student", "")


def test_mistakes_without_a_name_are_counted_by_the_edit_that_mends_them():
    results = []
    for n in range(9):
        tests = {test[0]: passed(*test) for test in cases_of_hw1()}
        repair, look = ("same", f"`relu`, line {n}: `x`.") if n < 7 else (f"other{n}", "another")
        about = {"line": n, "repair": repair, "look": look}
        tests["q2.relu"] = failed(tests["q2.relu"], "relu has the wrong value", **about)
        results.append(result_of(f"s{n}", [*tests.values()]))
    first, *others = mended(results)
    assert (len(first.told), len(others)) == (7, 2)
    page = written(results)
    assert (
        "<strong>7 \N{MULTIPLICATION SIGN}</strong> <code>relu</code>, line 0: <code>x</code>."
        in page
    )
    assert "autograder explain DIR s0 q2.relu --as-misconception" in page
    assert "other8" not in page


def test_versions_are_those_of_the_results_and_told_if_they_differ():
    new, old = ({"python": "3.12.1", "numpy": v} for v in ("2.9.9", "1.9.9"))
    same = written([wrong_in(f"s{n}", "a", versions=new) for n in range(3)])
    assert "python 3.12.1, numpy 2.9.9" in same
    assert "Not all were graded alike" not in same
    mixed = written([wrong_in("a", "a", versions=new), wrong_in("b", "a", versions=old)])
    assert "numpy 1.9.9" in mixed
    assert "Not all were graded alike" in mixed
    assert "not recorded" in written([wrong_in("a", "a", versions={})])


def column(page, n):
    return page.locator("table.matrix tbody tr").evaluate_all(
        "(rows, n) => rows.map((row) => row.cells[n]?.textContent.trim())", n
    )


@pytest.mark.slow
def test_columns_sort_by_mouse_and_by_keyboard(visit, folder):
    page = visit(folder / "report.html")
    page.click("a[href='#students']")
    page.locator(".matrix th.score button").click()
    scores = [float(text) for text in column(page, 1)]
    assert scores == sorted(scores)
    page.locator(".matrix th.score button").press("Enter")
    assert [float(text) for text in column(page, 1)] == sorted(scores, reverse=True)
    assert page.locator(".matrix th.score").get_attribute("aria-sort") == "descending"
    page.locator(".matrix th[title='q1.f'] button").press("Enter")
    position = page.locator(".matrix th[title='q1.f']").evaluate("th => th.cellIndex")
    signs = [sign for sign in column(page, position) if sign]
    assert signs == sorted(signs, key="\N{EN DASH}MCLENTSV½+·".index)
    assert page.locator(".matrix [aria-sort]").count() == 1


@pytest.mark.slow
def test_a_cell_leads_to_the_test_on_the_students_page(visit, folder):
    page = visit(folder / "report.html")
    page.wanted |= {path.as_uri() for path in (folder / "feedback").iterdir()}
    page.click("a[href='#students']")
    link = page.locator(".matrix td a >> nth=0")
    target = link.get_attribute("href")
    link.click()
    assert page.url.endswith(target)
    assert page.locator(f"[id='{target.split('#')[1]}']").is_visible()
    page.go_back()
    page.click("a[href='#students']")
    page.locator(".matrix tbody tr >> nth=1").locator("td:text-is('·') >> nth=0").click()
    page.wait_for_url("**/feedback/student001.html#*")
    assert page.locator(f"[id='{page.url.split('#')[1]}']").is_visible()


@pytest.mark.slow
def test_the_matrix_is_no_trap_for_the_keyboard(visit, folder):
    page = visit(folder / "report.html")
    page.click("a[href='#students']")
    assert page.locator(".matrix td a:not([tabindex='-1'])").count() == 0


IS_LAID_OUT = "document.querySelector('.matrix td').checkVisibility()"


@pytest.mark.slow
def test_a_class_of_500_opens_at_once(visit, tmp_path):
    """Few bytes and few elements a cell, and while the names are folded no cell is laid out.

    How long it takes, which turns on the machine, is told by tests/benchmarks/bench_pages.py.
    """
    path = write_report(tmp_path, list(random_class(500)), HANDOUT)
    assert path.stat().st_size < MOST_BYTES
    page = visit(path)
    cells = 500 * (2 + len(cases_of_hw1()) + len(HW1.questions))
    assert cells / 2 < page.evaluate("document.querySelectorAll('.matrix td').length") <= cells
    assert page.evaluate("document.querySelectorAll('*').length") < 2 * cells
    assert not page.evaluate(IS_LAID_OUT)


@pytest.mark.slow
def test_the_page_is_laid_out_once_a_click_not_once_a_row(visit, folder):
    page = visit(folder / "report.html")
    chromium = page.context.new_cdp_session(page)
    chromium.send("Performance.enable")
    style = "getComputedStyle(document.querySelector('.matrix')).tableLayout"
    assert page.evaluate(style) == "fixed", "else every cell decides how wide its column is"
    for step in (
        "document.querySelector('#people').open = true",
        "document.querySelector('.matrix .score button').click()",
        "document.querySelector('.matrix .score button').click()",
    ):
        before = layouts(chromium)
        page.evaluate(step)
        page.evaluate(PAINTED)
        assert 1 <= layouts(chromium) - before <= MOST_LAYOUTS
        assert page.evaluate(IS_LAID_OUT)


def layouts(chromium):
    """How often the page was laid out until now."""
    metrics = chromium.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "LayoutCount")


@pytest.mark.slow
def test_a_class_that_failed_everything_fits_too():
    tests = [failed(passed(*test), "not written yet", "missing") for test in cases_of_hw1()]
    for name in ("student", "a_very_long_name_that_a_learning_system_made_of_many_parts_" * 2):
        page = written([result_of(f"{name[:95]}{i:04}", tests) for i in range(500)])
        assert len(page.encode()) < MOST_BYTES


def test_one_score_is_its_own_quartiles():
    assert spread([70]).lower == spread([70]).upper == 70
    assert "70" in written([result_of("a", [passed("q1.f", "1.1", 70, True)])])


def test_matplotlib_waits_until_a_report_is_written():
    code = (
        "import sys, autograder.reports.class_page, autograder.cli.tables;"
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_terminal_says_what_matters(hw1, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "100")
    for count in (20, 60):
        results = list(random_class(count, seed=8))
        out().print(grade_table(results, hw1))
        told = capsys.readouterr().out
        assert ("first thing to look at" in told) == (count == 20)
        scores = [r.score for r in results if r.status == "graded"]
        for value in (spread(scores).mean, spread(scores).lower, spread(scores).median):
            assert number(value) in told
        assert misconceptions(results)[0].id in told
        assert "cell 7, line 3" in told or "the file is empty" in told


def keeping(student, score):
    tests = {test[0]: passed(*test) for test in cases_of_hw1()}
    wrong = failed(tests["q2.relu"], "relu has the wrong value")
    tests["q2.relu"] = replace(wrong, score=score)
    return result_of(student, [*tests.values()])


@pytest.mark.slow
def test_a_test_that_keeps_points_does_not_look_like_a_full_failure(visit, tmp_path):
    results = [keeping("all", 0.75), keeping("none", 0), keeping("part", 0.5)]
    page = visit(write_report(tmp_path, results, HANDOUT))
    page.click("a[href='#students']")
    cells = [page.locator(f".matrix td a[href*='{r.student}.html']") for r in results]
    assert [cell.inner_text() for cell in cells] == ["½", "V", "½"]
    color = "a => getComputedStyle(a.parentElement).backgroundColor"
    colors = [cell.evaluate(color) for cell in cells]
    assert colors[0] == colors[2] != colors[1]
    assert "a part of its points" in page.inner_text("section[aria-labelledby=matrix]")
    row = page.locator("section[aria-labelledby=tests] tbody tr").inner_text().split("\t")
    heads = page.locator("section[aria-labelledby=tests] thead th").all_inner_texts()
    assert row[heads.index("of them keep points")] == "2"
    cells[0].locator("xpath=..").hover()
    title = cells[0].locator("xpath=..").get_attribute("title")
    assert title.endswith("wrong, and keeps a part of its points, or all")


def test_a_seed_that_stands_in_the_course_is_told():
    """Who has the repository has it, too; one of the term's own is a fingerprint and no more."""
    results = [result_of("ada", []), result_of("bob", [], seed="0ther000")]
    page = "".join(report(results, HANDOUT, known_seed="5eed5eed"))
    assert "5eed5eed, of solutions/course.toml: the same every term" in page
    assert "0ther000, of" not in page
    assert "of solutions/course.toml" not in "".join(report(results, HANDOUT))


@pytest.mark.slow
def test_a_picture_shows_which_test_is_odd(visit, tmp_path):
    """A test that only the weakest pass is red, and named; questions stand above it."""
    tests = [passed(*case) for case in cases_of_hw1()]
    odd, class_size = tests[3].name, 40

    def own(number, test, place):
        is_right = place % class_size < number
        return test if is_right != (test.name == odd) else failed(test, "wrong")

    results = [
        result_of(f"s{n:02d}", [own(n, test, 7 * i) for i, test in enumerate(tests)])
        for n in range(class_size)
    ]
    page = visit(write_report(tmp_path, results, HANDOUT))
    picture = page.locator("section[aria-labelledby=items] svg")
    words = picture.locator("text").all_text_contents()
    assert {"weakest third", "best third", "q1", "q8", odd} <= set(words)
    fill = "text => getComputedStyle(text).fill"
    red, ink = (picture.locator(f"text >> text='{name}'").evaluate(fill) for name in (odd, "q8"))
    assert red != ink
    assert "red is odd" in page.inner_text("section[aria-labelledby=items]")


def test_the_table_in_the_terminal_cuts_no_word(hw1, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    tests = [passed(*case) for case in cases_of_hw1()]
    why = "it is a Git LFS pointer: send the file itself, which `git lfs pull` fetches"
    name = "a_student_whose_name_is_longer_than_any_column"
    results = [result_of(name, [], why, "unreadable"), result_of("bob", tests)]
    out().print(grade_table(results, hw1))
    told = capsys.readouterr().out
    assert "…" not in told
    for word in why.split():
        assert told.count(word) >= 2
