"""The template repository of GitHub Classroom: what students get, and a run of the public tests."""

from collections.abc import Mapping

WORKFLOW_FILE = ".github/workflows/public-tests.yml"
# One of the twins is the student's, and the other is a stub: it is enough that one of them passes.
WORKFLOW = """\
name: public tests
on: [push]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    env:
      MPLBACKEND: Agg
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
          cache: pip
      - run: pip install -r requirements.txt
      - name: Check every question
        shell: bash
        run: |
          passed=""
          for file in {name}.ipynb {name}.py; do
            [ -f "$file" ] || continue
            echo "== $file"
            otter check "$file" | tee checks.txt
            if grep -q "All test cases passed" checks.txt && ! grep -q "❌" checks.txt; then
              passed="$file"
            fi
          done
          echo "All public tests passed: ${{passed:-of neither file}}"
          [ -n "$passed" ]
"""
IGNORED = ".ipynb_checkpoints/\n.OTTER_LOG\n__pycache__/\nchecks.txt\nvenv/\n"


def classroom_files(name: str, student: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file of the template repository of the homework `name`."""
    workflow = WORKFLOW.format(name=name)
    return {**student, WORKFLOW_FILE: workflow.encode(), ".gitignore": IGNORED.encode()}
