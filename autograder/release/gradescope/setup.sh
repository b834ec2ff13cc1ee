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
"$environment/bin/pip" install --no-cache-dir --requirement "$root/source/requirements.txt"
"$environment/bin/pip" install --no-cache-dir --no-deps --force-reinstall "$root"/source/autograder-*.whl

# Tests, references and seed are for the grader alone.
chmod -R go= "$root/source"
"$environment/bin/python" -I -m autograder.sandbox.tier || true # for the build log
