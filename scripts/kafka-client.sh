#!/usr/bin/env bash
# Builds the native Kafka client where it is not there yet: the vendor's binary where that can be reached,
# else from the package's own sources with the system's libraries (about 2 minutes, kept in .kafka/ for the
# next `npm ci`). With --install-packages, root on Debian gets what building needs.
set -euo pipefail
cd "$(dirname "$0")/.."

package=@confluentinc/kafka-javascript
folder=node_modules/$package
kept=.kafka/client-$(node -p "[require('./$folder/package.json').version, process.versions.modules, process.platform, process.arch].join('-')")
log=.kafka/client-build.log

# loads, and speaks TLS, SASL and lz4
works () { node -e "process.exitCode = ['ssl', 'sasl', 'lz4'].every((name) => require('$package').features.includes(name)) ? 0 : 1" 2>>"$log"; }

keep () {
  rm -rf "$kept" && mkdir -p "$kept/Release" "$kept/deps"
  cp "$folder"/build/Release/*.node "$kept/Release/"
  cp -P "$folder"/build/deps/*.so* "$kept/deps/" 2>/dev/null || true
}

is_debian_root () { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

has_header () { echo "#include <$1>" | c++ -E -x c++ - >/dev/null 2>&1; }

missing_packages () {
  command -v c++ >/dev/null && command -v make >/dev/null || echo build-essential
  command -v python3 >/dev/null || echo python3
  has_header curl/curl.h || echo libcurl4-openssl-dev
  has_header openssl/ssl.h || echo libssl-dev
  has_header sasl/sasl.h || echo libsasl2-dev
  has_header zlib.h || echo zlib1g-dev
  has_header zstd.h || echo libzstd-dev
}

mkdir -p .kafka
: >"$log"
if works; then echo 'the Kafka client is there'; exit 0; fi

if [ -d "$kept" ]; then
  rm -rf "$folder/build" && cp -r "$kept" "$folder/build"
  if works; then echo 'the Kafka client is there again, as it was built before'; exit 0; fi
fi

rm -rf "$folder/build"
if (cd "$folder" && ../../.bin/node-pre-gyp install) >>"$log" 2>&1 && works; then
  keep
  echo "the Kafka client is there: the vendor's binary"
  exit 0
fi

mapfile -t missing < <(missing_packages)
if [ "${#missing[@]}" -gt 0 ] && [ "${1:-}" = --install-packages ] && is_debian_root; then
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } >>"$log" 2>&1 || true
  mapfile -t missing < <(missing_packages)
fi
if [ "${#missing[@]}" -gt 0 ]; then
  echo "the Kafka client cannot be built without these packages; as root: apt-get install ${missing[*]}" >&2
  exit 1
fi

echo 'building the Kafka client from its sources, about 2 minutes'
prefix=$(dirname "$(dirname "$(node -p process.execPath)")")
if [ -e "$prefix/include/node/node.h" ]; then export npm_config_nodedir=$prefix; fi
if CKJS_LINKING=dynamic npm rebuild --ignore-scripts=false "$package" >>"$log" 2>&1 && works; then
  keep
  echo 'the Kafka client is there: built from its sources'
else
  tail -n 20 "$log" >&2
  echo "the Kafka client could not be built; all that was said stands in $log" >&2
  exit 1
fi
