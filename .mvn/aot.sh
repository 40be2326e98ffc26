#!/bin/sh
# Trains the JVM's ahead-of-time cache for the executable by starting it once on simulated nodes:
# later starts take half the time and CPU. Without a cache everything works, only slower, so a
# failure here is told and no error.
#
#   .mvn/aot.sh JAR CACHE
set -eu
jar=$1
cache=$2
. "$(dirname "$0")/jdk.sh"
home=$(mktemp -d)
log=$home/up.log
trap 'rm -rf "$home"' EXIT
rm -f "$cache"

PINISI_HOME=$home/data PINISI_RUNTIME=simulated \
  PINISI_PORT=${PINISI_TRAINING_PORT:-38080} PINISI_HUB_PORT=${PINISI_TRAINING_HUB_PORT:-36443} \
  "$JAVA_HOME/bin/java" -Xlog:aot=off -XX:AOTCacheOutput="$home/cache" -jar "$jar" up >"$log" 2>&1 &
pid=$!
# a busy machine may not get through the start in time; what was seen by then is worth keeping
for _ in $(seq 120); do
  kill -0 "$pid" 2>/dev/null || break
  if grep -q 'nodes of flores' "$log" && grep -q 'nodes of bali' "$log"; then break; fi
  sleep 1
done
page=http://127.0.0.1:${PINISI_TRAINING_PORT:-38080}/sign-in
if command -v curl >/dev/null; then curl -sfo /dev/null "$page" || true; fi
kill "$pid" 2>/dev/null || true
wait "$pid" || true
if [ -s "$home/cache" ]; then
  mv "$home/cache" "$cache"
else
  echo "pinisi: no quick starts: the training start did not come up" >&2
  tail -n 3 "$log" >&2
  : >"$cache" # an empty file: do not try again until the next build
fi
