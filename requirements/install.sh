#!/bin/sh
# Makes .venv hold exactly what the locks say, and Jisr itself as an editable install.
#
#   sh requirements/install.sh run     what `make site` needs
#   sh requirements/install.sh dev     that, and what `make test` needs
#   sh requirements/install.sh soak    that, and what `make soak` needs
#
# Does nothing where nothing changed: each lock that was installed leaves its checksum in .venv. PYTHON names the
# interpreter to make .venv with; JISR_VENV another folder (tests have one for each Python).
# What pip was told of where packages lie (PIP_*, pip.conf) holds, though it is uv that installs.
set -eu
cd "$(dirname "$0")/.."
venv=${JISR_VENV:-.venv}

die() {
    printf 'jisr: %s\n' "$*" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# As version managers do by default.
compiled_without_a_profile() {
    "$1" -c 'import sysconfig as s, sys
sys.exit(sys.base_prefix == "/usr" or "--enable-optimizations" in (s.get_config_var("CONFIG_ARGS") or "--enable-optimizations"))' 2>/dev/null
}

# What was compiled without a profile takes a fifth more over everything: there the system's own comes first, where it
# is whole (Debian packs venv apart).
find_python() {
    system=/usr/bin/python3
    if [ -z "${PYTHON:-}" ] && compiled_without_a_profile python3 && new_enough $system &&
        $system -c 'import ensurepip, venv' 2>/dev/null; then
        printf '%s\n' $system
        return
    fi
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        if new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
        # who names an interpreter wants that one or none
        [ -z "${PYTHON:-}" ] || break
    done
    found=$("${PYTHON:-python3}" --version 2>&1) || found="no ${PYTHON:-python3}"
    die "Python 3.11 or newer is needed, here is $found; install one and name it: make site PYTHON=/path/to/python3"
}

# Scripts in a virtual environment name its folder: one that was moved or copied here is made again.
make_venv() {
    if [ -x "$venv/bin/python" ] && new_enough "$venv/bin/python"; then
        [ -f "$venv/.jisr-home" ] || pwd -P >"$venv/.jisr-home"
        [ "$(cat "$venv/.jisr-home")" != "$(pwd -P)" ] || return 0
    fi
    python=$(find_python)
    printf 'jisr: making %s with %s\n' "$venv" "$("$python" --version)"
    "$python" -m venv --clear "$venv" || die "$python cannot make virtual environments (Debian: apt-get install python3-venv)"
    pwd -P >"$venv/.jisr-home"
}

find_uv() {
    [ -x "$venv/bin/uv" ] || install_by_pip --require-hashes -r requirements/install.txt
}

# What pip was told about where packages lie, for uv, which reads none of it. Fails where it knows no such setting.
tell_uv() {
    settings=$("$venv/bin/python" -m pip config list) || return
    case $settings in *.no-index=* | *.proxy=* | *.client-cert=* | *.trusted-host=* | *\\*) return 1 ;; esac
    pip_said index-url && export UV_DEFAULT_INDEX="$said"
    pip_said extra-index-url && export UV_INDEX="$said"
    pip_said find-links && export UV_FIND_LINKS="$said"
    pip_said cert && export SSL_CERT_FILE="$said"
    export UV_INDEX_STRATEGY=unsafe-best-match # as pip looks; the hashes say what may come
}

pip_said() {
    for where in :env: install global; do # which of them counts, as in pip
        said=$(printf '%s\n' "$settings" | sed -n "s/^$where\.$1=[\"']\(.*\)[\"']\$/\1/p")
        [ -z "$said" ] || return 0
    done
    return 1
}

# uv installs in seconds what pip takes a minute for. Where it cannot, pip does.
install() {
    printf 'jisr: installing %s\n' "$*"
    [ -n "${told:-}" ] || if find_uv && tell_uv; then told=yes; else told=no; fi
    if [ $told = yes ] && "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" "$@"; then
        return
    fi
    printf 'jisr: pip does it, which takes longer\n'
    install_by_pip "$@"
}

install_by_pip() {
    # not compiled here, where it takes a quarter of the time: most of what comes along is never imported
    "$venv/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check "$@"
}

# install_once NAME FILES… -- ARGUMENTS OF pip install…: unless FILES are as they were at the last install
install_once() {
    stamp=$venv/.jisr-$1
    shift
    checksum=
    while [ "$1" != -- ]; do
        checksum="$checksum$(cksum "$1");"
        shift
    done
    shift
    [ "$(cat "$stamp" 2>/dev/null)" != "$checksum" ] || return 0
    rm -f "$stamp"
    install "$@"
    printf '%s\n' "$checksum" >"$stamp"
}

make_venv
# The locks are whole: what a package asks for beyond them is left out on purpose (requirements/leave-out.in).
install_once run requirements/run.txt -- --no-deps --require-hashes -r requirements/run.txt
[ "${1:-run}" = run ] || install_once dev requirements/dev.txt -- --no-deps --require-hashes -r requirements/dev.txt
[ "${1:-run}" != soak ] || install_once soak requirements/soak.txt -- --no-deps --require-hashes -r requirements/soak.txt
# setuptools is in run.txt, so that this resolves and fetches nothing
install_once self pyproject.toml setup.py -- --no-deps --no-build-isolation --editable .
