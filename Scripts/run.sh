#!/usr/bin/env bash
# Serves a fresh store, and runs the demo of examples/first_light.py on it unless DEMO is 0.
# usage: Scripts/run.sh BINARY PORT DEMO
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# != 3 ]; then
    echo "usage: Scripts/run.sh BINARY PORT DEMO" >&2
    exit 2
fi
binary=$1 port=$2 demo=$3

mkdir -p .corecraft
store="$(mktemp -d ".corecraft/$(date -u +%Y%m%dT%H%M%S)-XXXXXX")/store"
if [ "$demo" = 0 ]; then
    exec "$binary" serve --store "$store" --port "$port"
fi
exec .venv/bin/python examples/first_light.py --binary "$binary" --store "$store" --port "$port"
