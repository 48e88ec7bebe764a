#!/usr/bin/env bash
# Proves that a binary stands alone: its shared libraries are the system's, and it serves in an empty directory.
# usage: Scripts/dist-check.sh BINARY
set -euo pipefail
binary=$(realpath "${1:?usage: Scripts/dist-check.sh BINARY}")
fail() { echo "dist-check: $*" >&2; exit 1; }

allowed='^(linux-vdso|libc|libm|libdl|libpthread|librt|libresolv|libutil|libgcc_s|libstdc\+\+|ld-linux.*)\.so'
others=$(ldd "$binary" | awk '{print $1}' | xargs -n1 basename | grep -vE "$allowed" || true)
[ -z "$others" ] || fail "it needs shared libraries that a slim system does not have: $others"
if readelf -S "$binary" | grep -q '\.symtab'; then fail "it is not stripped"; fi

empty=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$empty"' EXIT
cp "$binary" "$empty/corecraft"
cd "$empty"
mkdir work
cd work
# No variable of the caller, no library path, no snapshots: a store, a server, an answer, a clean end.
env -i PATH=/usr/bin:/bin ../corecraft serve --store store --port 0 --json >ready.json 2>log &
server=$!
for _ in $(seq 600); do
    [ -s ready.json ] && break
    kill -0 "$server" 2>/dev/null || { cat log >&2; fail "the server ended before it was ready"; }
    sleep 0.1
done
url=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' ready.json)
[ -n "$url" ] || fail "the server did not say that it is ready"
port=${url##*:}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$port" >&3
answer=$(cat <&3)
exec 3>&-
grep -q '^HTTP/1.1 200' <<<"$answer" || fail "it is not ready: $answer"
kill -TERM "$server"
wait "$server" || fail "it did not end cleanly"
server=
env -i ../corecraft verify --store store >/dev/null || fail "the store does not verify"
echo "dist-check: $(basename "$binary") of $(stat -c %s "$binary") bytes served in an empty directory; it needs: $(
    ldd "$binary" | awk '{print $1}' | xargs -n1 basename | tr '\n' ' ')"
