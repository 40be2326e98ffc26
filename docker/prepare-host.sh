#!/bin/sh
# Installs what a Debian machine lacks to run Pinisi (argument `run`) or to test it too (`test`).
# Says in one line what it installs; installs nothing that is there already.
set -eu
purpose=${1:-run}

missing=
need() { # need PROGRAM-OR-FILE PACKAGE...
  probe=$1
  shift
  case $probe in
    /*) [ -e "$probe" ] && return 0 ;;
    *) command -v "$probe" >/dev/null 2>&1 && return 0 ;;
  esac
  missing="$missing $*"
}

PATH=$PATH:/usr/sbin:/sbin
if [ "$(uname -s)" = Linux ]; then
  need containerd containerd
  need runc runc
  need /usr/lib/cni/ptp containernetworking-plugins
  need nft nftables
  need ip iproute2
  need nsenter util-linux
  need catatonit catatonit
  need /bin/busybox busybox-static
  if [ "$purpose" = test ]; then
    need chromium chromium fonts-dejavu-core
  fi
fi

[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "pinisi: not installed and not installable from here:$missing" >&2
  echo "pinisi: nodes will simulate containers; run as root on Debian for real ones." >&2
  exit 0
fi
echo "pinisi: installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  # shellcheck disable=SC2086 # the list is meant to split
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >"$log" 2>&1
}
if ! install; then
  apt-get update >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  install || { cat "$log" >&2; exit 1; }
fi
