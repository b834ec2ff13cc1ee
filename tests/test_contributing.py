"""The page for the engineer who carries on, and the hooks it sets up: do they say what is so?"""

import importlib
import re
import shlex
import tomllib

import pytest
import yaml
from bundled import COURSE
from scratch import ROOT

from autograder.cli.main import main

PAGE = ROOT / ".github" / "CONTRIBUTING.md"
QUOTED = re.compile(r"`([^`\n]+)`")
LAYER = re.compile(r"[│▼ ] (\w+)( \|)? +(.+)")


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def read_map(page):
    """Of each line: the name, a bar if the next line is of the same layer, and what is said."""
    (drawn,) = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [LAYER.fullmatch(line).groups(default="") for line in drawn.splitlines()]


def test_the_map_has_the_layers_of_the_contract_in_order(page):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    drawn = "".join(name + (f"{bar} " if bar else "\n") for name, bar, _ in read_map(page))
    assert drawn.splitlines() == layers


def test_the_map_says_of_each_package_what_that_says_of_itself(page):
    told = {name: text for name, _, text in read_map(page) if name != "__main__"}
    for name, text in told.items():
        said = " ".join(importlib.import_module(f"autograder.{name}").__doc__.split())
        comes_in, goes_out = re.search(r"In: (.+?)\. Out: (.+?)\.(?: |$)", said).groups()
        comes_in = comes_in.split(", which ")[0]
        assert text == f"{comes_in}  →  {goes_out}".replace("`", ""), name


def test_every_path_exists(page):
    words = " ".join(QUOTED.findall(page)).split()
    paths = [word for word in words if "/" in word or word.endswith((".py", ".md", ".toml"))]
    assert len(paths) > 20
    assert [path for path in paths if not exists(path)] == []


def exists(path):
    """`HW` stands for each homework, `NAME` for any name; after `::` comes a test."""
    path, _, test = path.partition("::")
    if path == "functions.py":  # only specimens have one
        path = "tests/specimens/HW/NAME/functions.py"
    homework = [assignment.name for assignment in COURSE.assignments]
    for name in homework if "HW" in path else [""]:
        found = list(ROOT.glob(path.replace("HW", name).replace("NAME", "*")))
        if not found or (test and f"def {test}(" not in found[0].read_text(encoding="utf-8")):
            return False
    return True


def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)", page)
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []


def test_every_command_exists(page):
    named = {
        quoted.split()[1] for quoted in QUOTED.findall(page) if quoted.startswith("autograder ")
    }
    assert named
    assert named <= set(main.commands)


def test_hooks_run_the_linters_of_ci():
    """Linters are what .ci/run ends with, after the last tests; options may differ."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    last = max(n for n, line in enumerate(lines) if line.startswith("pytest"))
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
    linters = [without_options(line) for line in lines[last + 1 :] if line]
    assert linters
    assert [without_options(hook["entry"]) for hook in hooks] == linters
    assert {hook["language"] for hook in hooks} == {"system"}, "the versions that are pinned"


def without_options(command):
    return [word for word in shlex.split(command) if not word.startswith("-")]
