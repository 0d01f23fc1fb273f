#!/usr/bin/env bash
# Makes the Python virtual environment that `npm run bench:peers` measures in: the packages of requirements.txt from
# PyPI, and rl-ts from npm, in a folder of their own. What does not install is no error: the reason is kept in
# <folder>/not-installed, and stands in the results. Run again, it tries only what is not there yet.
#
#   bench/peers/setup.sh [folder]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
PYTHON=${MOVING_CHEESE_PYTHON:-python3}
RL_TS=0.0.11
# Its dependency numjs is named there by a git address; npm has the same.
NUMJS=0.16.1
# Its other dependencies that download native code: a version whose code comes as a package, and TensorFlow.js without
# any. A grid world uses neither, but they are loaded with it.
SHARP=0.33.5
TENSORFLOW=3.21.0

fail() {
  printf 'setup.sh: %s\n' "$*" >&2
  exit 1
}

note() {
  printf '* %s\n' "$*"
}

# Runs a command that installs what is named, or keeps the end of what it said.
try() {
  local name=$1 log
  log=$(mktemp)
  shift
  if "$@" >"$log" 2>&1; then
    rm -f "$folder/not-installed/$name"
    note "$name is installed"
  else
    # Advice of pip about itself is no reason.
    grep -v '^\[notice\]\|^ *$' "$log" | tail -n 12 >"$folder/not-installed/$name"
    note "$name does not install, because: $(grep -iE 'error|conflict' "$log" | head -n 1 || tail -n 1 "$log")"
  fi
  rm -f "$log"
}

# One by one, so that one that fails takes no other along; constraints.txt says the versions of all that come with them.
install_python_packages() {
  local line name
  while IFS= read -r line; do
    line=${line%%#*}
    line=${line//[[:space:]]/}
    if [ -z "$line" ]; then continue; fi
    name=${line%%[=;]*}
    if "$folder/bin/python" -c '
import sys
from importlib.metadata import PackageNotFoundError, version
try:
    sys.exit(version(sys.argv[1]) != sys.argv[2])
except PackageNotFoundError:
    sys.exit(1)' "$name" "${line#*==}"; then
      continue
    fi
    try "$name" "$folder/bin/python" -m pip install --disable-pip-version-check --no-input \
      --prefer-binary --constraint "$here/constraints.txt" "$line"
  done <"$here/requirements.txt"
}

# Without install scripts, since those of its dependencies download libraries.
install_rl_ts() {
  if [ -f "$folder/node_modules/rl-ts/package.json" ]; then return; fi
  cat >"$folder/package.json" <<JSON
{
  "private": true,
  "dependencies": { "rl-ts": "$RL_TS" },
  "overrides": {
    "numjs": "npm:numjs@$NUMJS",
    "sharp": "$SHARP",
    "@tensorflow/tfjs-node": "npm:@tensorflow/tfjs@$TENSORFLOW"
  }
}
JSON
  try rl-ts npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund
}

if [ $# -gt 1 ]; then fail 'takes one argument at most: the folder to install in.'; fi
folder=${1:-${MOVING_CHEESE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/moving-cheese/peers}}
"$PYTHON" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  fail "needs Python 3.11 or later with the module venv, and $PYTHON is not. Name another by MOVING_CHEESE_PYTHON."
mkdir -p "$folder" || fail "cannot create $folder."
folder=$(cd "$folder" && pwd -P)
if [ ! -x "$folder/bin/python" ]; then
  [ -z "$(ls -A "$folder")" ] || fail "$folder is not empty and was not made by this script. Name a new folder."
  note "Making a virtual environment in $folder"
  "$PYTHON" -m venv "$folder"
fi
mkdir -p "$folder/not-installed"
install_python_packages
install_rl_ts
note "Ready: $folder"
