#!/usr/bin/env bash
# Prints each figure of docs/performance.md beside its limit, measured in the same run.
# usage: Scripts/bench.sh BINARY [arguments of corecraft-bench]     BINARY is corecraft, for figures over HTTP (none yet)
set -euo pipefail
cd "$(dirname "$0")/.."
: "${1:?usage: Scripts/bench.sh BINARY [arguments of corecraft-bench]}"
shift

mkdir -p .build/bench
gcc -O2 -Wall -Wextra -std=c11 -o .build/bench/lmdb-loop Benchmarks/lmdb-loop/loop.c -llmdb
swift build -c release --product corecraft-bench >&2
"$(swift build -c release --show-bin-path)/corecraft-bench" --loop .build/bench/lmdb-loop "$@"
