#!/usr/bin/env bash
# Checks the systemd unit: that systemd knows every setting and value, and that the service is shut off from the system.
# usage: Scripts/unit-check.sh
set -euo pipefail
cd "$(dirname "$0")/.."
command -v systemd-analyze >/dev/null || {
    echo "unit-check: skipped, since systemd-analyze is not installed (apt-get install systemd)"
    exit 0
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Whether the binary is installed on this machine is not the question.
sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' deploy/corecraft.service >"$folder/corecraft.service"
# Unknown settings are warnings, with which it ends well: anything that it says counts.
said=$(systemd-analyze verify --man=no "$folder/corecraft.service" 2>&1) || true
[ -z "$said" ] || { echo "unit-check: ${said//$folder/deploy}" >&2; exit 1; }
# 0 is shut off from everything, 10 from nothing; what a server on the network must have comes to about 1.
table=$(systemd-analyze security --offline=true --threshold=15 --no-pager "$folder/corecraft.service") || {
    echo "$table" >&2
    exit 1
}
echo "unit-check: corecraft.service is in order;$(sed -n 's/.*\(exposure level\)[^:]*:\( [0-9.]*\).*/ \1\2 of 10/p' <<<"$table")"
