#!/bin/sh
# Checks that this Python can make an environment; as root on Debian installs what it lacks, else tells the command.
set -eu
python=$1

if ! command -v "$python" >/dev/null; then
    echo "There is no '$python' here. Install Python 3.11 or newer, or name one: make PYTHON=python3.11 ..." >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "This needs Python 3.11 or newer; '$python' is $("$python" --version). Name another: make PYTHON=python3.11 ..." >&2
    exit 1
fi
if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "'$python' cannot make an environment: it lacks ensurepip. Install it and try again:" >&2
    echo "    sudo apt-get install -y python3-venv" >&2
    exit 1
fi
echo "'$python' lacks ensurepip. Installing with apt-get: python3-venv"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install -y --no-install-recommends python3-venv >/dev/null
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "'$python' still cannot make an environment. Use Debian's own: make PYTHON=/usr/bin/python3 ..." >&2
    exit 1
fi
