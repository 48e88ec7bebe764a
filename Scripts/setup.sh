#!/usr/bin/env bash
# Installs what is missing for building and testing, and says what it does.
# usage: Scripts/setup.sh
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

packages=()
[ -e /usr/include/lmdb.h ] || packages+=(liblmdb-dev)
command -v gcc >/dev/null || packages+=(gcc)
python3 -c 'import venv, ensurepip' 2>/dev/null || packages+=(python3-venv)
if [ ${#packages[@]} -gt 0 ]; then
    echo "setup: installing ${packages[*]} with apt-get"
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi

command -v swift >/dev/null || { echo "setup: Swift 6.2 or later is needed; see https://www.swift.org/install" >&2; exit 1; }

install() { # what into an environment of its own: install ENVIRONMENT REQUIREMENTS
    stamp=$1/installed-requirements.txt
    cmp -s "$2" "$stamp" && return
    echo "setup: installing the Python packages of $2 into $1"
    python3 -m venv "$1"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check -r "$2"
    cp "$2" "$stamp"
}
install .venv Tests/Python/requirements.txt
install .venv-old-client Tests/Python/requirements-old-client.txt
install .venv-openenv Tests/Python/requirements-openenv.txt
