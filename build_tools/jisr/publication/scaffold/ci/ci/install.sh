#!/bin/sh
# Installs what builds this publication into .venv.
#
#   sh ci/install.sh            what a build needs
#   sh ci/install.sh draft      what a translation model needs too, where mkdocs.yml names one by its SHA-256
set -eu
wanted=requirements.txt
if [ "${1:-}" = draft ] && grep -Eq '^ *sha256: *"?[0-9a-f]{64}' mkdocs.yml; then
    wanted=requirements-draft.txt
fi
python3 -m venv .venv
.venv/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --requirement "$wanted"
