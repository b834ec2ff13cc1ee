#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: Python, the grader, and its walls.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
environment="$root/environment"
export DEBIAN_FRONTEND=noninteractive

apt-get update
apt-get install -y libseccomp2
apt-get install -y bubblewrap || echo "no bubblewrap: the grader does without"

python=""
for version in 3.12 3.11 3.13; do
  if apt-get install -y "python$version" "python$version-venv"; then
    python="python$version"
    break
  fi
done
if [ -z "$python" ]; then
  echo "No Python 3.11 or newer: choose Ubuntu 22.04 or later as base image." >&2
  exit 1
fi

umask 022 # the plain user that runs submissions has to read NumPy
"$python" -m venv "$environment"
pip=("$environment/bin/pip" install --no-cache-dir)
# The lock names all that grading imports; what Otter would bring for documentation is not in it.
"${pip[@]}" --no-deps --requirement "$root/source/requirements.txt"
# The build for processors is a tenth of the other, which needs libraries for graphics cards.
torch="torch==2.13.0"
cpu=(--no-deps --index-url https://download.pytorch.org/whl/cpu)
"${pip[@]}" "${cpu[@]}" "$torch" || "${pip[@]}" "$torch"
"${pip[@]}" --no-deps --force-reinstall "$root"/source/mlp_homework_autograder-*.whl

# Tests, references and seed are for the grader alone.
chmod -R go= "$root/source"
"$environment/bin/python" -I -m autograder.sandbox.tier || true # for the build log
