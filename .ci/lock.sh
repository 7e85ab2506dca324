#!/bin/sh
# Renews uv.lock and the two requirements files with hashes; uses uv when present, else from a temporary environment.
set -eu
python=$1

if ! command -v uv >/dev/null; then
    temporary=$(mktemp -d)
    trap 'rm -rf "$temporary"' EXIT
    echo "No uv here: using one in $temporary, removed afterwards."
    "$python" -m venv "$temporary"
    "$temporary/bin/pip" --disable-pip-version-check --quiet install uv
    PATH="$temporary/bin:$PATH"
fi
uv lock
export_to() {
    file=$1
    shift
    uv export --frozen --quiet "$@" --no-emit-project --format requirements-txt -o "$file" >/dev/null
}
export_to requirements.txt --extra postgresql
export_to requirements-dev.txt --all-extras
