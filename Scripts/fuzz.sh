#!/usr/bin/env bash
# Feeds bytes as tools/call requests into an episode, and says how many runs it did.
# What crashes or hangs is kept in .build-fuzz/found; run it again with: .build-fuzz/FuzzCalls FILE
# usage: Scripts/fuzz.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
build=(swift build -c release --package-path Fuzz --scratch-path .build-fuzz --product FuzzCalls -Xswiftc -sanitize=fuzzer)

"${build[@]}"
swiftc -sanitize=fuzzer -Xlinker --whole-archive "$("${build[@]}" --show-bin-path)/libFuzzCalls.a" \
    -Xlinker --no-whole-archive -lstdc++ -o .build-fuzz/FuzzCalls
mkdir -p .build-fuzz/corpus .build-fuzz/found
.build-fuzz/FuzzCalls .build-fuzz/corpus Fuzz/seeds -dict=Fuzz/tools.dict -artifact_prefix=.build-fuzz/found/ \
    -max_total_time="$seconds" -timeout=10 -max_len=65536 -print_final_stats=1 -verbosity=0 2>&1 |
    tee .build-fuzz/last.log
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' .build-fuzz/last.log)
echo "fuzz: $runs runs in $seconds seconds, nothing found"
