#!/usr/bin/env bash
# machine.sh chromium  exits 0 if there is a Chromium that the browser tests can drive
# machine.sh install   brings what the tests need where this is root on Debian; elsewhere it says what is missing
set -euo pipefail

chromium() {
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    if command -v "$name" >/dev/null; then return 0; fi
  done
  [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}

install() {
  missing=()
  command -v gcc >/dev/null || command -v clang >/dev/null || missing+=(gcc libc6-dev)
  chromium || missing+=(chromium fonts-noto-core)
  if [ ${#missing[@]} = 0 ]; then return 0; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
    return 0
  fi
  echo "not installed, and not to be installed from here: ${missing[*]}"
}

"$@"
