#!/bin/sh
# Turns each NAME.in into NAME.txt: every version pinned, every file's SHA-256 recorded, for Python 3.11 and newer on
# every platform, no index and no location named. Pins stay as they are where they still fit; arguments are uv's
# (`--upgrade`, `--upgrade-package NAME`).
set -eu
cd "$(dirname "$0")/.."

.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/install.txt
for name in install run dev soak; do
    leave_out=
    [ "$name" != run ] || leave_out="--excludes requirements/leave-out.in"
    # shellcheck disable=SC2086 # an option and its value, or nothing
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        $leave_out --output-file "requirements/$name.txt" "$@" "requirements/$name.in"
done
