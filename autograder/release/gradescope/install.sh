#!/usr/bin/env bash
# Makes what grades: walls, Python, and an environment with the locked packages and PyTorch.
# Gradescope's setup.sh, .devcontainer/Dockerfile and .ci/run call it, so that CI proves it.
#   install.sh                        the walls alone: .ci/run has an environment of its own
#   install.sh ENVIRONMENT [PYTHON]   without PYTHON one of the system is installed, by root
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
environment="${1:-}"
python="${2:-}"
wanted=3.12 # Ubuntu 24.04 has it; README.md and the workflow of GitHub Classroom name it, too
export DEBIAN_FRONTEND=noninteractive

if [ "$(id -u)" = 0 ]; then
  apt-get update
  apt-get install -y libseccomp2
  apt-get install -y bubblewrap || echo "no bubblewrap: the grader does without"
fi

[ -n "$environment" ] || exit 0
for version in "$wanted" 3.11 3.13 3.14; do
  if [ -z "$python" ] && apt-get install -y "python$version" "python$version-venv"; then
    python="python$version"
    [ "$version" = "$wanted" ] || echo "This system has no Python $wanted: $version grades."
  fi
done
if [ -z "$python" ]; then
  echo "No Python 3.11 or newer: choose Ubuntu 22.04 or later as base image." >&2
  exit 1
fi

umask 022 # the plain user that runs submissions has to read NumPy
"$python" -m venv "$environment"
pip=("$environment/bin/pip" install)
# The lock names all that grading imports; what Otter would bring for documentation is not in it.
"${pip[@]}" --no-deps --requirement "$here/requirements.txt"
# The build for processors is a tenth of the other, which needs libraries for graphics cards.
torch="torch==2.13.0"
cpu=(--no-deps --index-url https://download.pytorch.org/whl/cpu)
"${pip[@]}" "${cpu[@]}" "$torch" || "${pip[@]}" "$torch"
