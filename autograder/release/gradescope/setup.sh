#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
environment="$root/environment"
export PIP_NO_CACHE_DIR=1
export XDG_CACHE_HOME="$root/cache" # as run_autograder has it

"$root/source/install.sh" "$environment"
umask 022 # the plain user that runs submissions has to read the worker
"$environment/bin/pip" install --no-deps --force-reinstall \
  "$root"/source/mlp_homework_autograder-*.whl

# Tests, references, seed and what is kept of them are for the grader alone.
mkdir -p "$root/cache"
chmod -R go= "$root/source" "$root/cache"
umask 077
"$environment/bin/python" -I -m autograder.sandbox.tier || true # for the build log

# Grade the model answer: the log shows that it works, and what right work asks for is kept.
proof="$(mktemp -d)"
mkdir "$proof/submission" "$proof/results"
ln -s "$root/source" "$proof/source"
cp "$root"/source/course/solutions/*/solution.py "$proof/submission"
"$environment/bin/python" -I -m autograder.release.gradescope_run "$proof"
rm -r "$proof"
