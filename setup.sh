#!/bin/sh
# Set up on a bare Debian with Python 3.11: system packages (when root), virtual environment, locked Python packages.
# usage: setup.sh PYTHON VENV LOCK [tests]
set -eu
python=$1 venv=$2 lock=$3 purpose=${4:-run}

packages="tesseract-ocr tesseract-ocr-vie"
[ "$purpose" = tests ] && packages="$packages fonts-croscore chromium chromium-driver"

missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of names
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "Không có quyền root nên chưa cài được:$missing" >&2
        echo "Văn bản quét sẽ chờ văn thư nhập tay cho đến khi quản trị chạy: apt-get install$missing" >&2
    fi
fi

command -v "$python" >/dev/null || python=python3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên." >&2; exit 1; }
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
