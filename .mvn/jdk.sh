# Sourced by mvnw and the Makefile's recipes: chooses a JDK new enough to build and run Pinisi.
# The default java of a Debian machine is often older; Maven itself must run on the right one.
pinisi_want=25
pinisi_spec() {
  "$1/bin/java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/.*java\.specification\.version = //p' | cut -d. -f1
}
pinisi_found=
for pinisi_jdk in "${JAVA_HOME-}" /usr/lib/jvm/* "${HOME-}"/.sdkman/candidates/java/*; do
  [ -n "$pinisi_jdk" ] && [ -x "$pinisi_jdk/bin/javac" ] || continue
  [ "$(pinisi_spec "$pinisi_jdk")" -ge "$pinisi_want" ] 2>/dev/null || continue
  pinisi_found=$pinisi_jdk
  break
done
if [ -z "$pinisi_found" ]; then
  echo "pinisi: no JDK $pinisi_want or newer found (looked at JAVA_HOME, /usr/lib/jvm and SDKMAN)." >&2
  echo "pinisi: install one, for example Temurin $pinisi_want, and try again." >&2
  exit 1
fi
JAVA_HOME=$pinisi_found
export JAVA_HOME
