#!/usr/bin/env bash
# Builds the five worlds of snapshots/ anew from their seeds, with their registries and the picture of docs/world.md.
# usage: Scripts/worlds.sh BINARY
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1

build() { "$binary" world build --seed "$1" --name "$2" --split "$3"; }

build 1 corecraft-1 train
build 2 corecraft-2 train
build 3 corecraft-3 train
build 4 corecraft-4 train
build 5 corecraft-eval eval
"$binary" world stats corecraft-1 --svg docs/world.svg >/dev/null
for world in corecraft-1 corecraft-2 corecraft-3 corecraft-4 corecraft-eval; do "$binary" snapshot lint "$world"; done
