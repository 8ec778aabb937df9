#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests, fetching one where there is none:
# $CHROMIUM, else the system's, else Debian's package (as root), else the one that Playwright fetches.
# The shell without windows goes first: a page costs it half the time, since it draws no frame around any.
set -euo pipefail

find_chromium () {
  for candidate in "${CHROMIUM:-}" chromium-headless-shell chrome-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$candidate" ] && command -v "$candidate"; then return 0; fi
  done
  node -e 'const path = require("playwright-core").chromium.executablePath(); require("node:fs").accessSync(path); console.log(path)' 2>/dev/null
}

has_shell () { [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell || command -v chrome-headless-shell; } >/dev/null

has_hangul () { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ko family)" ]; }

is_debian_root () { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install () { DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; }

# where nothing can be fetched, a whole Chromium does as well
fetch () {
  apt-get update -q -o Acquire::Retries=0 -o Acquire::http::Timeout=10
  has_shell || install chromium-headless-shell || find_chromium || install chromium
  has_hangul || install fontconfig fonts-nanum
}

if is_debian_root && ! { has_shell && has_hangul; }; then fetch >&2 || true; fi
find_chromium >/dev/null || npx playwright-core install chromium >&2
has_hangul || echo 'no font with Hangul: the screenshots will lack their letters' >&2
find_chromium
