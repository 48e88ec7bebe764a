#!/usr/bin/env bash
# Runs all tests.
# usage: Scripts/test.sh debug|release
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=$1
flags=()
[ "$configuration" = debug ] || flags=(-Xswiftc -enable-testing)

export CORECRAFT_PYTHON="$PWD/.venv/bin/python"
swift build -c "$configuration" --build-tests "${flags[@]}"
CORECRAFT_BINARY="$(swift build -c "$configuration" --show-bin-path)/corecraft"
export CORECRAFT_BINARY
# Two builds must agree: with a release build at hand, its heads are compared with the debug build's.
other="$PWD/.build/release/corecraft"
[ "$configuration" = release ] || [ ! -x "$other" ] || export CORECRAFT_OTHER_BINARY="$other"
swift test -c "$configuration" --skip-build
"$CORECRAFT_PYTHON" -m pytest -q Tests/Python
