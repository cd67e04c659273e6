#!/bin/sh
# Set up on a bare Debian with Python 3.11: system packages (when root), virtual environment, locked Python packages.
# usage: setup.sh PYTHON VENV LOCK [tests]
set -eu
python=$1 venv=$2 lock=$3 purpose=${4:-run}

command -v "$python" >/dev/null || python=python3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên." >&2; exit 1; }

packages="tesseract-ocr tesseract-ocr-vie"
[ "$purpose" = tests ] && packages="$packages fonts-croscore chromium chromium-driver strace faketime postgresql"
# Debian keeps what makes a virtual environment in a package of its own.
"$python" -c 'import ensurepip' 2>/dev/null || packages="$packages python3-venv"

missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done

install_missing() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    apt-get update -qq || return 1
    # shellcheck disable=SC2086  # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

if [ -n "$missing" ] && ! install_missing; then
    echo "Chưa cài được (cần quyền root và mạng):$missing" >&2
    echo "Thiếu tesseract-ocr thì văn bản quét sẽ chờ văn thư nhập tay. Quản trị chạy: apt-get install$missing" >&2
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
