#!/bin/sh
# Builds the console into target/classes/console. What has not changed is not done again.
# usage: build.sh full|quick    quick leaves out lint and tests
set -eu
cd "$(dirname "$0")/.."
mode=${1:-full}

if ! command -v npm >/dev/null 2>&1; then
  echo "console: npm was not found, so this build has the API only (install Node.js 20.19 or later, with npm)"
  exit 0
fi

sum() { cat "$@" 2>/dev/null | sha256sum | cut -d' ' -f1; }

lock="$(sum package-lock.json) $(node --version)"
if [ "$(cat node_modules/.sekisho-lock 2>/dev/null || true)" != "$lock" ]; then
  npm ci --prefer-offline --no-audit --no-fund --loglevel=error
  echo "$lock" > node_modules/.sekisho-lock
fi

# Everything that decides the result, also outside of this folder.
sources="$(find src test dev scripts public -type f ! -path 'src/api/schema.d.ts' | LC_ALL=C sort | while read -r file; do sha256sum "$file"; done | sha256sum | cut -d' ' -f1)"
state="$lock $sources $(sum package.json index.html vite.config.ts tsconfig.json eslint.config.js ../docs/api/openapi.yaml ../kernel/src/main/java/dev/sekisho/kernel/error/ErrorCode.java)"
done_full="$(cat target/console-full 2>/dev/null || true)"
done_quick="$(cat target/console-quick 2>/dev/null || true)"
if [ -f target/classes/console/index.html ]; then
  if [ "$done_full" = "$state" ] || { [ "$mode" = quick ] && [ "$done_quick" = "$state" ]; }; then
    exit 0
  fi
fi
mkdir -p target
rm -f target/console-full target/console-quick
npm run --silent "build:$mode"
echo "$state" > "target/console-$mode"
