#!/bin/sh
# Brings Keycloak from its distribution on Maven Central into OUTDIR and builds it once, so that it
# starts quickly. A second run does nothing.
#
#   docker/keycloak/prepare.sh OUTDIR
set -eu
out=${1:?usage: docker/keycloak/prepare.sh OUTDIR}
root=$(cd "$(dirname "$0")/../.." && pwd)
version=$(sed -n 's:.*<keycloak.version>\(.*\)</keycloak.version>.*:\1:p' "$root/pom.xml")
[ "$(cat "$out/.built" 2>/dev/null)" = "$version" ] && exit 0
. "$root/.mvn/jdk.sh"

rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)
log=$out/prepare.log
echo "pinisi: fetching Keycloak $version (170 MB, once)"
(cd "$root" && ./mvnw -q -N org.apache.maven.plugins:maven-dependency-plugin:3.9.0:unpack \
  -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:tar.gz" \
  -DoutputDirectory="$out/unpacked" -DmarkersDirectory="$out/unpacked/.markers")
mv "$out/unpacked/keycloak-$version"/* "$out/"
rm -rf "$out/unpacked"
echo "pinisi: building Keycloak (once, up to a minute)"
if ! sh "$out/bin/kc.sh" build --db=dev-file >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  exit 1
fi
echo "$version" >"$out/.built"
