#!/usr/bin/env bash
# Prints each figure of docs/performance.md beside its limit, measured in the same run.
# usage: Scripts/bench.sh BINARY [arguments of corecraft-bench]     BINARY is corecraft, for the figures over HTTP
set -euo pipefail
cd "$(dirname "$0")/.."
binary="${1:?usage: Scripts/bench.sh BINARY [arguments of corecraft-bench]}"
shift

mkdir -p .build/bench
gcc -O2 -Wall -Wextra -std=c11 -o .build/bench/lmdb-loop Benchmarks/lmdb-loop/loop.c -llmdb
swift build -c release --product corecraft-bench >&2
"$(swift build -c release --show-bin-path)/corecraft-bench" --loop .build/bench/lmdb-loop "$@"

if command -v wrk >/dev/null; then
    python3 Benchmarks/http/http_figures.py "$binary" --loop .build/bench/lmdb-loop
else
    echo "no figures over HTTP: wrk is missing; install it with: apt-get install wrk" >&2
fi
