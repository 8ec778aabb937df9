#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests, fetching one where there is none:
# $CHROMIUM, else the system's, else Debian's package (as root), else the one that Playwright fetches.
set -euo pipefail

find_chromium () {
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$candidate" ] && command -v "$candidate"; then return 0; fi
  done
  node -e 'const path = require("playwright-core").chromium.executablePath(); require("node:fs").accessSync(path); console.log(path)' 2>/dev/null
}

has_hangul () { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ko family)" ]; }

is_debian_root () { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

missing=()
find_chromium >/dev/null || missing+=(chromium)
has_hangul || missing+=(fontconfig fonts-nanum)
if [ "${#missing[@]}" -gt 0 ] && is_debian_root; then
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } >&2 || true
fi
find_chromium >/dev/null || npx playwright-core install chromium >&2
has_hangul || echo 'no font with Hangul: the screenshots will lack their letters' >&2
find_chromium
