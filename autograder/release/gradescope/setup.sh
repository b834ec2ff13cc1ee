#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
environment="$root/environment"
export PIP_NO_CACHE_DIR=1

"$root/source/install.sh" "$environment"
umask 022 # the plain user that runs submissions has to read the worker
"$environment/bin/pip" install --no-deps --force-reinstall \
  "$root"/source/mlp_homework_autograder-*.whl

# Tests, references and seed are for the grader alone.
chmod -R go= "$root/source"
"$environment/bin/python" -I -m autograder.sandbox.tier || true # for the build log
