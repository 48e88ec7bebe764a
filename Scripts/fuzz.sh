#!/usr/bin/env bash
# Feeds bytes as tools/call requests into an episode, and says how many runs it did.
# Ends with 0 when nothing was found, with 1 when something was: the input that crashes or hangs is kept in
# .build-fuzz/found and named; run it again with .build-fuzz/FuzzCalls FILE
# usage: Scripts/fuzz.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "fuzz: SECONDS must be a whole number above 0, not $seconds" >&2; exit 2; }
build=(swift build -c release --package-path Fuzz --scratch-path .build-fuzz --product FuzzCalls -Xswiftc -sanitize=fuzzer)

"${build[@]}"
swiftc -sanitize=fuzzer -Xlinker --whole-archive "$("${build[@]}" --show-bin-path)/libFuzzCalls.a" \
    -Xlinker --no-whole-archive -lstdc++ -o .build-fuzz/FuzzCalls
mkdir -p .build-fuzz/corpus .build-fuzz/found
touch .build-fuzz/started
status=0
# Swift would print a backtrace and die before libFuzzer could keep the input.
SWIFT_BACKTRACE=enable=no .build-fuzz/FuzzCalls .build-fuzz/corpus Fuzz/seeds -dict=Fuzz/tools.dict -artifact_prefix=.build-fuzz/found/ \
    -max_total_time="$seconds" -timeout=10 -max_len=65536 -print_final_stats=1 -verbosity=0 2>&1 |
    tee .build-fuzz/last.log || status=$?
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' .build-fuzz/last.log)
if ((status != 0)); then
    found=$(find .build-fuzz/found -type f -newer .build-fuzz/started)
    echo "fuzz: ${runs:-0} runs, then it failed (exit code $status); the input is in: ${found:-no file}" >&2
    exit 1
fi
((${runs:-0} > 0)) || { echo "fuzz: it did not run" >&2; exit 1; }
echo "fuzz: $runs runs in $seconds seconds, nothing found"
