"""All pages in a real browser: do they open alone, read well, and let nothing hostile out?"""

import pytest
from classroom import HANDOUT, cases_of_hw1, failed, passed, random_class, result_of, written

from autograder.reports.class_page import report, write_report
from autograder.reports.page import number, percent

pytestmark = pytest.mark.slow

pytest_plugins = ["browser"]

HOSTILE = "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>"
MARKS = "\x1b[31m\u202egnp.exe\x00\ud800"
NAMES = [
    '<img src=x onerror="window.hacked=1">',
    "=HYPERLINK(1)",
    "a\u202eb",
    "O'Brien & עברית #1%",
]


def test_hostile_names_and_outputs_are_inert(visit, tmp_path):
    said = HOSTILE + MARKS
    about = {"hint": said, "look": said, "numbers": said, "function": said, "misconception": said}
    tests = [failed(passed(*test), said, "exception", **about) for test in cases_of_hw1()]
    results = [result_of(n, tests, said, problems=[said], file=said) for n in NAMES]
    results.append(result_of(f"x{HOSTILE}".replace("/", "_"), [], HOSTILE + MARKS, "unreadable"))
    written(tmp_path, results)
    pages = [tmp_path / "report.html", *(tmp_path / "feedback").iterdir()]
    assert len(pages) == 1 + len(results)
    page = visit(pages[0])
    page.wanted |= {path.as_uri() for path in pages}
    for path in pages:
        assert not set("\x1b\u202e\x00") & set(path.read_text(encoding="utf-8"))
        page.goto(path.as_uri())
        assert page.evaluate("window.hacked") is None
        assert HOSTILE in page.evaluate("document.body.textContent")
        assert "\\u202e" in page.evaluate("document.body.textContent")


@pytest.mark.slow
def test_links_to_strange_names_work(visit, tmp_path):
    results = [result_of(name, [failed(passed(*cases_of_hw1()[0]), "no")]) for name in NAMES]
    written(tmp_path, results)
    page = visit(tmp_path / "report.html")
    page.wanted |= {path.as_uri() for path in (tmp_path / "feedback").iterdir()}
    for link in [a.get_attribute("href") for a in page.locator(".matrix th a").all()]:
        page.goto(f"file://{tmp_path}/{link}")
        assert "What to do next" in page.inner_text("main")


def test_what_an_escape_forgets_the_policy_stops(offline, ada, tmp_path):
    """Were a template to let a script through, the page itself forbids it to run."""
    class_page = "".join(report(list(random_class(3)), HANDOUT))
    page = offline().new_page()
    for name, html in {"a": ada.read_text(), "b": class_page}.items():
        path = tmp_path / f"{name}.html"
        path.write_text(html.replace("<main>", f"<main>{HOSTILE}"))
        page.goto(path.as_uri())
        assert page.locator("img").count() == 1
        assert page.evaluate("window.hacked") is None
    page.close()


CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return rgb(getComputedStyle(document.body).backgroundColor);
  };
  const seen = {};
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const ink = element.closest("svg") ? style.fill : style.color;
    const [a, b] = [light(rgb(ink)), light(behind(element))].sort();
    seen[`${ink} on ${behind(element)}: ${element.tagName}`] = (b + 0.05) / (a + 0.05);
  }
  return seen;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast(visit, ada, tmp_path, scheme):
    write_report(tmp_path, list(random_class(30)), HANDOUT)
    for path in (ada, tmp_path / "report.html"):
        page = visit(path, color_scheme=scheme)
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        ratios = page.evaluate(CONTRAST)
        assert len(ratios) > 10
        assert {what: ratio for what, ratio in ratios.items() if ratio < 4.5} == {}


LONG_NAMES = """() => {  // as long as some students' files are
  for (const name of document.querySelectorAll("bdi")) name.textContent = "homework_one_".repeat(9);
}"""


def test_both_fit_a_phone(visit, ada, folder):
    for path in (ada, folder / "report.html"):
        page = visit(path, viewport={"width": 360, "height": 700})
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        page.evaluate(LONG_NAMES)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.slow
def test_both_print_whole(visit, ada, tmp_path):
    write_report(tmp_path, list(random_class(30)), HANDOUT)
    page = visit(tmp_path / "report.html")
    page.evaluate("document.querySelector('#people').open = true")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1040
    assert page.locator(".matrix tbody tr >> nth=29").is_visible()
    page = visit(ada)
    page.emulate_media(media="print")
    assert page.locator("code", has_text="q1.df_dx").is_visible()


STRUCTURE = """() => ({
  language: document.documentElement.lang,
  levels: [...document.querySelectorAll("h1, h2, h3, h4")].map((h) => Number(h.tagName[1])),
  ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
  unnamed: document.querySelectorAll("th:not([scope]), svg:not([aria-label])").length,
  empty: [...document.querySelectorAll("th, a, button")].filter((e) => !e.textContent.trim())
    .length,
  broken: [...document.querySelectorAll("[aria-labelledby], a[href^='#']")].map((e) =>
    e.getAttribute("aria-labelledby") ?? e.getAttribute("href").slice(1)
  ).filter((id) => !document.getElementById(id)),
})"""


def test_headings_labels_and_ids_are_in_order(visit, ada, folder):
    for path in (ada, folder / "report.html"):
        found = visit(path).evaluate(STRUCTURE)
        assert found["language"] == "en"
        assert found["levels"].count(1) == 1
        assert all(b - a <= 1 for a, b in zip(found["levels"], found["levels"][1:], strict=False))
        assert len(found["ids"]) == len(set(found["ids"]))
        assert (found["unnamed"], found["empty"], found["broken"]) == (0, 0, [])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (73.875, "73.88"),
        (100.0, "100"),
        (5, "5"),
        (0.1 + 0.2, "0.3"),
        (-0.5, "\N{MINUS SIGN}0.5"),
        (1e-9, "0"),
    ],
)
def test_numbers_are_as_people_write_them(value, text):
    assert number(value) == text


def test_shares_are_all_or_none_only_if_they_are():
    assert [percent(n, 500) for n in (0, 1, 250, 499, 500)] == [
        "0 %",
        "<1 %",
        "50 %",
        ">99 %",
        "100 %",
    ]
