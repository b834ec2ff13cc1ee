"""Makes the pictures of README.md again, from `autograder demo`: light and dark, in .github/.

    python tests/renew_pictures.py [DEMO]

Run it after a change of what pages or the terminal look like, and look at every picture. DEMO is
the folder that an earlier `autograder demo` wrote; without it, one is made, which takes minutes.
"""

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from browser import started
from bundled import COURSE
from PIL import Image
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, SVG_EXPORT_THEME

from autograder.cli import tables
from autograder.cli.commands.demo import most_told
from autograder.runs.run_folder import read_results

PICTURES = Path(__file__).parent.parent / ".github"
WIDTH, HEIGHT, COLUMNS = 860, 640, 96
SHOWN, LONGEST = 16, 24  # students in the table, and the letters of a name that is not folded
THEMES = {"light": DEFAULT_TERMINAL_THEME, "dark": SVG_EXPORT_THEME}
FONT_FROM_ELSEWHERE = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def main(demo):
    results = read_results(demo / "grades")
    student = most_told(results)
    with started() as chromium:
        for look in THEMES:
            page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=look)
            for name, path in {
                "student": f"feedback/{student}.html",
                "report": "report.html",
            }.items():
                page.goto((demo / "grades" / path).absolute().as_uri())
                save(page.screenshot(), PICTURES / f"{name}-{look}.png")
            page.close()
    for look, theme in THEMES.items():
        (PICTURES / f"terminal-{look}.svg").write_text(terminal(results, theme))


def save(screenshot, path):
    """A picture in few colours: a page has no more, and it is a third of the size."""
    with Image.open(io.BytesIO(screenshot)) as image:
        image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size >> 10} KiB")


def terminal(results, theme):
    """What `autograder grade` shows of a small class, as a picture that asks for no other file."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print("[bold]$ autograder grade hw1_backprop submissions/ --out grades/[/]\n")
    assignment = COURSE.assignment(COURSE.facts.demo)
    short = [result for result in results if len(result.student) <= LONGEST]
    step = max(1, len(short) // SHOWN)
    console.print(tables.student_table(short[::step][:SHOWN], assignment))
    console.print("Grades: grades/grades.csv\nReport: grades/report.html")
    svg = console.export_svg(title="autograder", theme=theme, unique_id="terminal")
    return FONT_FROM_ELSEWHERE.sub("", svg)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-m", "autograder", "demo"], cwd=folder, check=True)
            main(Path(folder, "demo"))
