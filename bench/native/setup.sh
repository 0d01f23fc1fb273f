#!/usr/bin/env bash
# Makes a copy of this repository in which the optional native backend (@tensorflow/tfjs-node) is
# really there, from packages of npm and PyPI alone: the addon is compiled from the sources in the
# npm package, against the TensorFlow libraries in a Python wheel. See README.md beside this file.
#
#   bench/native/setup.sh [folder]
set -euo pipefail

# The wheel that libtensorflow comes from. The addon uses TensorFlow's C interface alone, which is
# kept compatible; the CPU wheel is a third of the size of `tensorflow` and computes the same here.
WHEEL=${MOVING_CHEESE_TENSORFLOW:-tensorflow-cpu==2.16.2}
# Only its shared libraries and headers are used, so the Python it was made for need not be here.
WHEEL_PYTHON=${MOVING_CHEESE_WHEEL_PYTHON:-3.11}
PACKAGE=@tensorflow/tfjs-node
PACKAGE_VERSION=4.22.0
# The library version that the package's install script looks for before it downloads its own.
EXPECTED_LIBRARY=2.9.1
MARKER=.native-copy

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

fail() {
  printf 'setup.sh: %s\n' "$*" >&2
  exit 1
}

note() {
  printf '* %s\n' "$*"
}

need() {
  command -v "$1" >/dev/null || fail "needs the command $1, which is not here. $2"
}

# What can be known to be missing before anything is fetched.
check_machine() {
  [ "$(uname -s)" = Linux ] || fail "works on Linux only, and this is $(uname -s). Elsewhere try npm install $PACKAGE, which brings a library of its own."
  case $(uname -m) in
    x86_64 | aarch64) ;;
    *) fail "there is no TensorFlow wheel for a $(uname -m) processor. Use the wasm backend." ;;
  esac
  need git 'The copy is made from the files that git knows or does not ignore.'
  need node 'Install Node 20 or later.'
  need npm 'It comes with Node.'
  need python3 'Node-gyp and pip are run by it.'
  need make 'Install a C++ build chain (Debian: apt-get install build-essential).'
  need c++ 'Install a C++ build chain (Debian: apt-get install build-essential).'
  python3 -m pip --version >/dev/null 2>&1 || fail 'needs pip for python3 (Debian: apt-get install python3-pip).'
  [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] || fail "needs Node 20 or later, and this is $(node -v)."
}

# The folder to work in: the one given, or a new temporary one.
choose_folder() {
  if [ $# -gt 1 ]; then fail 'takes one argument at most: the folder to make the copy in.'; fi
  local folder
  folder=$(realpath -m -- "${1:-${TMPDIR:-/tmp}/moving-cheese-native}")
  case $folder in
    *[[:space:]]*) fail "make cannot build in a folder with a space in its path: $folder. Name another folder." ;;
    "$repository" | "$repository"/*) fail "$folder is inside the repository, whose node_modules must stay as they are. Name a folder elsewhere." ;;
  esac
  if [ -z "${1:-}" ]; then
    mktemp -d "$folder.XXXXXX"
    return
  fi
  mkdir -p "$folder" || fail "cannot create $folder."
  if [ ! -e "$folder/$MARKER" ] && [ -n "$(ls -A "$folder")" ]; then
    fail "$folder is not empty and was not made by this script. Name a new folder."
  fi
  printf '%s\n' "$folder"
}

# Brings every file that git knows or does not ignore, committed or not, and removes from an earlier
# copy what is no longer there. The list of files is kept as the mark of a copy.
copy_repository() {
  git -C "$repository" rev-parse --git-dir >/dev/null 2>&1 || fail "$repository is not a git clone, so its files cannot be told from what was installed or made."
  local before=$folder/$MARKER now=$folder/$MARKER.new file
  touch "$before"
  git -C "$repository" -c core.quotePath=false ls-files --cached --others --exclude-standard |
    while IFS= read -r file; do
      # A file that was deleted but not yet committed is still listed.
      if [ -e "$repository/$file" ]; then printf '%s\n' "$file"; fi
    done | sort -u >"$now"
  comm -23 <(sort -u "$before") "$now" | while IFS= read -r file; do rm -f "$folder/$file"; done
  tar -C "$repository" -cf - -T "$now" | tar -C "$folder" -xf -
  mv "$now" "$before"
}

# No install script runs here: the native package's own would fetch a library from elsewhere.
install_packages() {
  local done=$folder/node_modules/.native-lock
  if ! cmp -s "$repository/package-lock.json" "$done"; then
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$folder/$MARKER.log" 2>&1 || {
      # A registry that lacks some packages for other platforms makes npm 11 refuse the lock file.
      # The copy may be thrown away, so there the versions of the lock file are enough.
      grep '^npm error Missing\|^npm error code' "$folder/$MARKER.log" | head -n 5 >&2 || true
      note "npm ci failed (whole log: $folder/$MARKER.log); trying npm install"
      (cd "$folder" && npm install --ignore-scripts --no-audit --no-fund) || fail 'npm install failed; its message is above.'
    }
    cp "$repository/package-lock.json" "$done"
  fi
  if [ ! -f "$native/package.json" ]; then
    (cd "$folder" && npm install --no-save --ignore-scripts --no-audit --no-fund "$PACKAGE@$PACKAGE_VERSION") ||
      fail "npm could not bring $PACKAGE $PACKAGE_VERSION; its message is above."
  fi
  local version
  version=$(node -p "require('$native/package.json').version")
  [ "$version" = "$PACKAGE_VERSION" ] || fail "expected $PACKAGE $PACKAGE_VERSION, and the lock file names $version. Change PACKAGE_VERSION, and EXPECTED_LIBRARY if the package's scripts/deps-constants.js has changed."
  grep -q "'$EXPECTED_LIBRARY'" "$native/scripts/deps-constants.js" || fail "the install script of $PACKAGE no longer looks for libtensorflow $EXPECTED_LIBRARY. Change EXPECTED_LIBRARY to what scripts/deps-constants.js says."
}

# deps/include and deps/lib as the addon expects them, out of the wheel.
lay_out_library() {
  local deps=$native/deps
  if [ "$(cat "$deps/.wheel" 2>/dev/null)" = "$WHEEL" ]; then return; fi
  rm -rf "${deps:?}" "${native:?}/lib" "$native/build"
  mkdir -p "$deps"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --implementation cp --python-version "$WHEEL_PYTHON" --platform "manylinux2014_$(uname -m)" \
    --dest "$deps" "$WHEEL" ||
    fail "pip could not bring $WHEEL for CPython $WHEEL_PYTHON on $(uname -m). Name another by MOVING_CHEESE_TENSORFLOW='tensorflow-cpu==2.15.1'."
  python3 - "$deps" <<'PYTHON' || fail "the wheel of $WHEEL does not hold the libraries and headers that the addon needs."
import pathlib, shutil, sys, zipfile

deps = pathlib.Path(sys.argv[1])
(wheel,) = deps.glob("*.whl")
libraries = {f"tensorflow/{name}": name for name in ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")}
headers = "tensorflow/include/"
found = set()
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in libraries:
            target = deps / "lib" / libraries[name]
        elif name.startswith(headers) and name.endswith(".h") and not name.startswith(headers + "external/"):
            target = deps / "include" / name[len(headers):]
        else:
            continue
        found.add(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
wheel.unlink()
missing = {*libraries, headers + "tensorflow/c/c_api.h", headers + "tensorflow/c/eager/c_api.h"} - found
if missing:
    sys.exit("missing in the wheel: " + ", ".join(sorted(missing)))
PYTHON
  local suffix
  for suffix in '' .2 ".$EXPECTED_LIBRARY"; do
    ln -sf libtensorflow_cc.so.2 "$deps/lib/libtensorflow.so$suffix"
    if [ "$suffix" != .2 ]; then ln -sf libtensorflow_framework.so.2 "$deps/lib/libtensorflow_framework.so$suffix"; fi
  done
  printf '%s\n' "$WHEEL" >"$deps/.wheel"
}

# The package's own install script: it finds the library in place and compiles the addon.
build_addon() {
  local log=$native/build.log prefix
  prefix=${npm_config_nodedir:-$(node -p 'require("node:path").resolve(require("node:fs").realpathSync(process.execPath), "../..")')}
  if [ -f "$prefix/include/node/node_api.h" ]; then
    export npm_config_nodedir=$prefix
  else
    note "No headers of Node in $prefix/include/node: node-gyp will fetch them (or set npm_config_nodedir)"
  fi
  rm -rf "${native:?}/lib" "$native/build"
  (cd "$native" && npm_config_build_from_source=true npm run install) >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    fail "the addon could not be built; the whole log is $log."
  }
  [ -n "$(find "$native/lib" -name tfjs_binding.node 2>/dev/null)" ] || {
    tail -n 40 "$log" >&2
    fail "the install script of $PACKAGE ended well but left no addon; the whole log is $log."
  }
}

# A product and a gradient, computed by TensorFlow and compared with values worked by hand.
verify() {
  (cd "$folder" && TF_CPP_MIN_LOG_LEVEL=${TF_CPP_MIN_LOG_LEVEL:-1} node --input-type=module - <<'JAVASCRIPT'
import { createRequire } from 'node:module';
import util from 'node:util';

// tfjs-node 4 calls functions that Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const tf = await import('@tensorflow/tfjs');
await import('@tensorflow/tfjs-node');
await tf.ready();
const backend = tf.getBackend();
if (backend !== 'tensorflow') throw new Error(`the backend is ${backend}, not tensorflow`);

const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
const y = tf.tensor2d([5, 6, 7, 8], [2, 2]);
expect('x · y', await tf.matMul(x, y).data(), [19, 22, 43, 50]);
// The sum of (x y)² by x is 2 (x y) yᵀ.
const gradient = tf.grad((given) => tf.matMul(given, y).square().sum())(x);
expect('the gradient', await gradient.data(), [454, 618, 1030, 1402]);

const { version } = createRequire(import.meta.url)('@tensorflow/tfjs-node/package.json');
const library = tf.backend().binding.TF_Version;
console.log(`TensorFlow ${library} through @tensorflow/tfjs-node ${version} on Node ${process.version}: product and gradient are right`);

function expect(what, actual, wanted) {
  if (wanted.some((value, i) => value !== actual[i])) {
    throw new Error(`${what} should be ${wanted} and is ${[...actual]}`);
  }
}
JAVASCRIPT
  )
}

check_machine
folder=$(choose_folder "$@")
native=$folder/node_modules/$PACKAGE

note "Copying $repository to $folder"
copy_repository
note 'Installing the packages of package-lock.json'
install_packages
note "Laying out the TensorFlow library of $WHEEL"
lay_out_library
if verify >/dev/null 2>&1; then
  note 'The addon is there already'
else
  note "Building the addon of $PACKAGE $PACKAGE_VERSION"
  build_addon
fi
verify || fail "the addon was built but does not work; the message is above. Try LD_LIBRARY_PATH=$native/deps/lib, or an older wheel: MOVING_CHEESE_TENSORFLOW='tensorflow-cpu==2.12.1'."
note "Ready: $folder"
