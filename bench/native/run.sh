#!/usr/bin/env bash
# Sets up the native backend in a copy of the repository, by setup.sh beside this file, and shows what it does: all tests
# of the learner run on it, GridNavi is learnt on it, and its speed is set beside that of the other backends. Results go to
# docs/results of the repository, the log beside the copy. Ends with an error where a test fails or where what is learnt is
# less than 95 % of Bayes-optimal. See README.md.
#
#   bench/native/run.sh [folder]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
repository=$(cd "$here/../.." && pwd -P)
# All that learns, and the choice of what it learns on.
TESTS=(test/agents test/kernels test/cli/backend.test.ts test/cli/native-package.test.ts
  test/cli/fastest-backend.test.ts test/cli/fastest-training.test.ts test/cli/race.test.ts)
# Small operations cost more than on WebAssembly, and some tests are made of them.
TEST_MILLISECONDS=900000

note() {
  printf '* %s\n' "$*"
}

show() {
  "$here/setup.sh" "$folder"
  cd "$folder"
  export NO_COLOR=1 TF_CPP_MIN_LOG_LEVEL=${TF_CPP_MIN_LOG_LEVEL:-1}
  note 'Running the tests of the learner on the backend tensorflow'
  MOVING_CHEESE_TEST_BACKEND=tensorflow npx vitest run "${TESTS[@]}" \
    --reporter=verbose --testTimeout "$TEST_MILLISECONDS"
  note 'Learning GridNavi on the backend tensorflow, then measuring all backends'
  local status=0
  # The copy has no history of its own.
  MOVING_CHEESE_COMMIT=$(git -C "$repository" describe --always --dirty --exclude '*') \
    npm run bench -- native || status=$?
  cp docs/results/native-*.json "$repository/docs/results/"
  [ "$status" = 0 ] || return "$status"
  note 'All passed'
}

folder=$(realpath -m -- "${1:-$(mktemp -d "${TMPDIR:-/tmp}/moving-cheese-native.XXXXXX")}")
log=$folder.log
trap 'note "The log is $log, the copy $folder"' EXIT
show 2>&1 | tee "$log"
