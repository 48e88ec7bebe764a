#!/usr/bin/env bash
# Builds one self-contained binary, dist/corecraft, and starts it in an empty directory to prove it.
# It needs the C library and libstdc++ of the system and nothing of Swift, LMDB or this checkout.
# usage: Scripts/dist.sh
set -euo pipefail
cd "$(dirname "$0")/.."

archive=$(gcc -print-file-name=liblmdb.a)
[ -f "$archive" ] || { echo "dist: liblmdb.a is missing; install it with: apt-get install liblmdb-dev" >&2; exit 1; }
# The linker takes what it finds first: here there is no shared library beside it.
mkdir -p .build-dist/static-libraries dist
ln -sf "$archive" .build-dist/static-libraries/liblmdb.a
build=(swift build -c release --product corecraft --scratch-path .build-dist --static-swift-stdlib
    -Xlinker "-L$PWD/.build-dist/static-libraries")
"${build[@]}"
strip -o dist/corecraft "$("${build[@]}" --show-bin-path)/corecraft"
(cd dist && sha256sum corecraft >corecraft.sha256)

exec Scripts/dist-check.sh dist/corecraft
