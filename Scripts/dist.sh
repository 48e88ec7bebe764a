#!/usr/bin/env bash
# Builds one self-contained binary, dist/corecraft, packs it with what it serves, and starts both in empty directories
# to prove them. The binary needs the C library and libstdc++ of the system and nothing of Swift, LMDB, zlib or this
# checkout.
# usage: Scripts/dist.sh
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf dist
mkdir -p .build-dist/static-libraries dist
# The linker takes what it finds first: here there is no shared library beside these.
for library in lmdb:liblmdb-dev z:zlib1g-dev; do
    archive=$(gcc -print-file-name="lib${library%:*}.a")
    [ -f "$archive" ] || {
        echo "dist: lib${library%:*}.a is missing; install it with: apt-get install ${library#*:}" >&2
        exit 1
    }
    ln -sf "$archive" .build-dist/static-libraries/
done
build=(swift build -c release --product corecraft --scratch-path .build-dist --static-swift-stdlib
    -Xlinker "-L$PWD/.build-dist/static-libraries")
echo "dist: building in .build-dist with a static runtime; from nothing on two cores this takes a quarter of an hour"
"${build[@]}"
strip -o dist/corecraft "$("${build[@]}" --show-bin-path)/corecraft"

# The same content gives the same package: names in order, no owner, no times.
name=corecraft-$(dist/corecraft --version)-linux-$(uname -m)
mkdir "dist/$name"
cp dist/corecraft LICENSE "dist/$name/"
cp -r snapshots tasks system-prompts deploy docs "dist/$name/"
cp -r Sources/WorldBuilder/Content "dist/$name/content"
tar --create --sort=name --owner=0 --group=0 --numeric-owner --mode=go=u-w --mtime=@0 --directory=dist "$name" |
    gzip -9 --no-name >"dist/$name.tar.gz"
rm -r "dist/$name"
(cd dist && sha256sum corecraft "$name.tar.gz" >SHA256SUMS)

Scripts/dist-check.sh dist/corecraft "dist/$name.tar.gz"
