#!/bin/sh
# What the container lacks: Python's own environments, and what draws PDFs and the pictures of links.
set -eu
apt-get update -qq
apt-get install -qq --no-install-recommends python3-venv libfribidi0 libharfbuzz-subset0 libpangoft2-1.0-0 >/dev/null
git config --global --add safe.directory "$PWD"
