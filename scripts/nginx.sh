#!/usr/bin/env bash
# Prints the path of an nginx for the tests of its configuration, fetching one where there is none:
# $NGINX, else the system's, else Debian's package nginx-light (as root). With openssl, for a certificate.
set -euo pipefail
PATH=$PATH:/usr/sbin:/usr/local/sbin

find_nginx () { command -v "${NGINX:-nginx}"; }

missing=()
find_nginx >/dev/null || missing+=(nginx-light)
command -v openssl >/dev/null || missing+=(openssl)
if [ "${#missing[@]}" -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  # runlevel 1: the package's own server is not started
  { apt-get update -q && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } >&2 || true
fi
find_nginx
