#!/usr/bin/env bash
# Proves that a release stands alone. The binary: its shared libraries are the system's, and in an empty directory, with
# an empty environment and without the Swift toolchain and this checkout, it serves and says what it lacks. The package:
# unpacked it serves an episode, builds a world, and its store verifies.
# usage: Scripts/dist-check.sh BINARY PACKAGE
set -euo pipefail
binary=$(realpath "${1:?usage: Scripts/dist-check.sh BINARY PACKAGE}")
package=$(realpath "${2:?usage: Scripts/dist-check.sh BINARY PACKAGE}")
checkout=$(realpath "$(dirname "$0")/..")
fail() { echo "dist-check: $*" >&2; exit 1; }

allowed='^(linux-vdso|libc|libm|libdl|libpthread|librt|libresolv|libutil|libgcc_s|libstdc\+\+|ld-linux.*)\.so'
libraries=$(ldd "$binary" | awk '{print $1}' | xargs -n1 basename | sort)
others=$(grep -vE "$allowed" <<<"$libraries" || true)
[ -z "$others" ] || fail "it needs shared libraries that a slim system does not have: $others"
if readelf --wide --sections "$binary" | grep -q '\.symtab'; then fail "it is not stripped"; fi
oldest() { readelf --wide --version-info "$binary" | grep -oE "$1_[0-9.]+" | sort -uV | tail -1; }

empty=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$empty"' EXIT

# Both are hidden behind empty folders where a user may do that; else what ldd said has to do.
hidden=("$checkout")
if toolchain=$(command -v swift); then hidden+=("$(dirname "$(dirname "$(realpath "$toolchain")")")/lib"); fi
alone=(env -i PATH=/usr/bin:/bin)
if unshare -rm true 2>/dev/null; then
    # shellcheck disable=SC2016
    alone=(unshare -rm bash -c 'count=$1; shift
        for folder in "${@:1:count}"; do mount -t tmpfs none "$folder"; done
        shift "$count"; exec env -i PATH=/usr/bin:/bin "$@"' hide "${#hidden[@]}" "${hidden[@]}")
    "${alone[@]}" test ! -e "$checkout/Package.swift" || fail "the checkout is not hidden"
else
    echo "dist-check: without user namespaces ${hidden[*]} stay in sight"
fi

start() { # a server of the store in this directory
    "${alone[@]}" "$1" serve --store store --port 0 --json >ready.json 2>log &
    server=$!
    for _ in $(seq 600); do
        [ -s ready.json ] && break
        kill -0 "$server" 2>/dev/null || { cat log >&2; fail "the server ended before it was ready"; }
        sleep 0.1
    done
    [ -s ready.json ] || fail "the server did not say that it is ready"
    port=$(sed -n 's/.*"url":"[^"]*:\([0-9]*\)".*/\1/p' ready.json)
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$port" >&3
    answer=$(cat <&3)
    exec 3>&-
    grep -q '^HTTP/1.1 200' <<<"$answer" || fail "it is not ready: $answer"
}
stop() {
    kill -TERM "$server"
    wait "$server" || fail "it did not end cleanly"
    server=
}

mkdir "$empty/bare" "$empty/bare/work"
cp "$binary" "$empty/bare/corecraft"
cd "$empty/bare/work"
start ../corecraft
grep -q '^no snapshots: ' log && grep -q '^no tasks: ' log || { cat log >&2; fail "it does not say what it lacks"; }
stop
"${alone[@]}" ../corecraft verify --store store >/dev/null || fail "the store does not verify"

tar --extract --gzip --file "$package" --directory "$empty"
cd "$empty"/corecraft-*/
cmp corecraft "$binary" || fail "the package has another binary"
start ./corecraft
episode=$("${alone[@]}" ./corecraft open --store store --task demo-swap-paid-order --json |
    sed 's/.*"id":"\(ep-[^"]*\)".*/\1/')
"${alone[@]}" ./corecraft call --store store "$episode" searchOrders '{"status": "paid"}' >/dev/null 2>log ||
    { cat log >&2; fail "no call"; }
stop
"${alone[@]}" ./corecraft audit --store store "$episode" >/dev/null || fail "the episode does not hold"
"${alone[@]}" ./corecraft verify --store store >/dev/null || fail "the store does not verify"
"${alone[@]}" ./corecraft world build --seed 1 --name built --out worlds >/dev/null || fail "no world"
"${alone[@]}" ./corecraft snapshot lint worlds/built >/dev/null || fail "the world is not coherent"

echo "dist-check: $(basename "$binary"), $(stat -c %s "$binary") bytes, in $(basename "$package")," \
    "$(stat -c %s "$package") bytes: both served on their own"
echo "dist-check: it needs" $libraries "($(oldest GLIBC), $(oldest GLIBCXX) or later)"
