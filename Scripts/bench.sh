#!/usr/bin/env bash
# Prints each figure of docs/performance.md beside its limit, measured in the same run.
# usage: Scripts/bench.sh BINARY [arguments of corecraft-bench]     BINARY is the corecraft that serves the HTTP figures
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:?usage: Scripts/bench.sh BINARY [arguments of corecraft-bench]}
shift

mkdir -p .build/bench
gcc -O2 -Wall -Wextra -std=c11 -o .build/bench/lmdb-loop Benchmarks/lmdb-loop/loop.c -llmdb
swift build -c release --product corecraft-bench >&2
"$(swift build -c release --show-bin-path)/corecraft-bench" --loop .build/bench/lmdb-loop "$@"

if [ ! -x "$binary" ] || [ $# -gt 0 ]; then
    [ $# -gt 0 ] || echo "bench: no HTTP figures, there is no $binary" >&2
elif ! command -v wrk >/dev/null; then
    echo "bench: no HTTP figures: install wrk with \`apt-get install wrk\`" >&2
else
    Scripts/bench_http.sh "$binary"
fi
