#!/usr/bin/env bash
# fuzz.sh TIME runs every fuzz target of the module for TIME, one after the other.
set -euo pipefail
time=${1:?how long each target runs, such as 30s}
count=0
for package in $(go list ./...); do
  listed=$(go test -run '^$' -list '^Fuzz' "$package")
  for target in $(grep '^Fuzz' <<<"$listed" || true); do
    echo "$package $target for $time"
    go test -run '^$' -fuzz "^${target}\$" -fuzztime "$time" -fuzzminimizetime 10x "$package"
    count=$((count + 1))
  done
done
if [ "$count" = 0 ]; then
  echo "no fuzz target was found" >&2
  exit 1
fi
echo "$count fuzz targets held"
