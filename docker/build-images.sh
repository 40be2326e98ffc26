#!/bin/sh
# Builds the sample images into OUTDIR/samples.tar without any registry: one OCI layout in which the
# images share their layers. Everything comes from this machine's static busybox and catatonit and,
# where it can be downloaded, the distribution's nginx package.
#
#   docker/build-images.sh OUTDIR
#
#   docker.io/pinisi/web:1.0 :2.0         shows its pod, node and cluster
#   docker.io/library/nginx:latest ...    nginx, or a stand-in under its name
#   docker.io/library/busybox:latest ...  busybox
#   registry.k8s.io/pause:3.8 ...         what holds a pod's namespaces
#
# A second run with the same inputs does nothing.
set -eu
out=${1:?usage: docker/build-images.sh OUTDIR}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)
archive=$out/samples.tar

is_static() { [ -x "$1" ] && ! LC_ALL=C ldd "$1" >/dev/null 2>&1; }

busybox=
for candidate in /bin/busybox /usr/bin/busybox; do
  if is_static "$candidate"; then busybox=$candidate && break; fi
done
catatonit=$(command -v catatonit || true)
if [ -z "$busybox" ] || [ -z "$catatonit" ] || ! is_static "$catatonit"; then
  echo "pinisi: no sample images: they need the packages busybox-static and catatonit" >&2
  exit 0
fi

key=$(find "$here/images" "$here/build-images.sh" "$busybox" "$catatonit" -type f |
  LC_ALL=C sort | xargs cat | sha256sum | cut -d' ' -f1)
if [ -f "$archive" ] && [ "$(cat "$out/.samples.key" 2>/dev/null)" = "$key" ]; then
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
blobs=$work/layout/blobs/sha256
mkdir -p "$blobs"

case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *) architecture=$(uname -m) ;;
esac

# --- blobs -------------------------------------------------------------------------------------
digest=
size=
# blob FILE: moves the file among the blobs; sets digest and size
blob() {
  digest=$(sha256sum "$1" | cut -d' ' -f1)
  size=$(stat -c %s "$1")
  mv "$1" "$blobs/$digest"
}

# layer NAME: the folder $work/NAME as a layer; remembers layer_NAME="digest size"
layer() {
  tar -C "$work/$1" --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 \
    -cf "$work/layer.tar" .
  blob "$work/layer.tar"
  eval "layer_$1='$digest $size'"
}

manifests=
# image "LAYERS" CONFIG-JSON REFERENCE...: an image of these layers under these names
image() {
  diff_ids=
  descriptors=
  for name in $1; do
    eval "set_layer=\$layer_$name"
    # shellcheck disable=SC2154 # set by eval
    layer_digest=${set_layer% *}
    layer_size=${set_layer#* }
    diff_ids="$diff_ids,\"sha256:$layer_digest\""
    descriptors="$descriptors,{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"sha256:$layer_digest\",\"size\":$layer_size}"
  done
  printf '{"created":"2026-01-01T00:00:00Z","architecture":"%s","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$architecture" "$2" "${diff_ids#,}" >"$work/blob.json"
  blob "$work/blob.json"
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":%s},"layers":[%s]}' \
    "$digest" "$size" "${descriptors#,}" >"$work/blob.json"
  blob "$work/blob.json"
  shift 2
  for reference in "$@"; do
    manifests="$manifests,{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:$digest\",\"size\":$size,\"platform\":{\"architecture\":\"$architecture\",\"os\":\"linux\"},\"annotations\":{\"io.containerd.image.name\":\"$reference\",\"org.opencontainers.image.ref.name\":\"${reference##*:}\"}}"
  done
}

path='"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"'

# --- busybox: the layer that the others stand on -------------------------------------------------
root=$work/busybox
mkdir -p "$root/bin" "$root/etc" "$root/root" "$root/tmp" "$root/usr/bin" "$root/var" "$root/run"
chmod 1777 "$root/tmp"
cp "$busybox" "$root/bin/busybox"
chmod 755 "$root/bin/busybox"
for applet in $("$busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
ln -s ../../bin/busybox "$root/usr/bin/env"
printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'nginx:x:101:101:nginx:/nonexistent:/bin/false' \
  'nobody:x:65534:65534:nobody:/nonexistent:/bin/false' >"$root/etc/passwd"
printf '%s\n' 'root:x:0:' 'nginx:x:101:' 'nogroup:x:65534:' >"$root/etc/group"
layer busybox
image busybox "{\"Env\":[$path],\"Cmd\":[\"sh\"]}" \
  docker.io/library/busybox:latest docker.io/library/busybox:1.36

# --- pause -------------------------------------------------------------------------------------
mkdir -p "$work/pause"
cp "$catatonit" "$work/pause/pause"
chmod 755 "$work/pause/pause"
layer pause
image pause "{\"Env\":[$path],\"Entrypoint\":[\"/pause\",\"-P\"],\"User\":\"65535:65535\"}" \
  registry.k8s.io/pause:3.8 registry.k8s.io/pause:3.6 registry.k8s.io/pause:3.9 \
  registry.k8s.io/pause:3.10

# --- web ---------------------------------------------------------------------------------------
mkdir -p "$work/web/www/cgi-bin" "$work/web/usr/bin"
cp "$here/images/web/serve" "$work/web/usr/bin/serve"
cp "$here/images/web/index.cgi" "$work/web/www/cgi-bin/index.cgi"
chmod 755 "$work/web/usr/bin/serve" "$work/web/www/cgi-bin/index.cgi"
echo ok >"$work/web/www/healthz"
layer web
web() { # web VERSION ACCENT
  image "busybox web" "{\"Env\":[$path,\"VERSION=$1\",\"ACCENT=$2\"],\"Cmd\":[\"/usr/bin/serve\"],\"ExposedPorts\":{\"8080/tcp\":{}}}" \
    "docker.io/pinisi/web:$1"
}
web 1.0 '#0b6e99'
web 2.0 '#b4541a'

# --- nginx -------------------------------------------------------------------------------------
fetch() { # fetch PACKAGE FOLDER: unpacks the distribution's package
  rm -rf "$work/debs" && mkdir "$work/debs"
  (cd "$work/debs" && apt-get -qq -o APT::Sandbox::User=root -o Acquire::Retries=0 \
    -o Acquire::http::Timeout=10 download "$1" >/dev/null 2>&1) &&
    dpkg-deb -x "$work/debs"/*.deb "$2"
}

# library FILE: into the image, where the loader looks for it
library() {
  mkdir -p "$work/nginx$(dirname "$1")"
  cp -L "$1" "$work/nginx$1"
}

package_nginx() {
  command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || return 1
  fetch nginx "$work/deb" && fetch nginx-common "$work/deb" || return 1
  binary=$work/deb/usr/sbin/nginx
  [ -x "$binary" ] || return 1
  libraries=$(LC_ALL=C ldd "$binary") || return 1
  case $libraries in *"not found"*)
    for package in libpcre2-8-0 libssl3 libcrypt1 zlib1g; do
      fetch "$package" "$work/deb" || true
    done
    libraries=$(LC_ALL=C LD_LIBRARY_PATH=$(find "$work/deb" -name '*.so*' -exec dirname {} \; |
      sort -u | paste -sd:) ldd "$binary") || return 1
    ;;
  esac
  case $libraries in *"not found"*) return 1 ;; esac
  mkdir -p "$work/nginx/usr/sbin" "$work/nginx/etc/nginx/conf.d" "$work/nginx/usr/share/nginx/html" \
    "$work/nginx/var/log/nginx" "$work/nginx/var/lib/nginx" "$work/nginx/var/cache/nginx"
  cp "$binary" "$work/nginx/usr/sbin/nginx"
  printf '%s\n' "$libraries" | grep -o '/[^ ]*' | while read -r file; do
    case $file in
      "$work/deb"/*) mkdir -p "$work/nginx/usr/lib" && cp -L "$file" "$work/nginx/usr/lib/" ;;
      *) library "$file" ;;
    esac
  done
  for file in mime.types fastcgi_params uwsgi_params scgi_params; do
    [ ! -f "$work/deb/etc/nginx/$file" ] || cp "$work/deb/etc/nginx/$file" "$work/nginx/etc/nginx/"
  done
  cp "$here/images/nginx/nginx.conf" "$work/nginx/etc/nginx/nginx.conf"
  cp "$here/images/nginx/default.conf" "$work/nginx/etc/nginx/conf.d/default.conf"
  ln -s /dev/stdout "$work/nginx/var/log/nginx/access.log"
  ln -s /dev/stderr "$work/nginx/var/log/nginx/error.log"
  cp "$work/deb/usr/share/nginx/html/index.html" "$work/nginx/usr/share/nginx/html/index.html"
}

stand_in_nginx() {
  echo "pinisi: the nginx package is out of reach; its image is a stand-in (remove $archive to try again)" >&2
  rm -rf "$work/nginx"
  mkdir -p "$work/nginx/usr/sbin" "$work/nginx/usr/share/nginx/html"
  cp "$here/images/nginx/stand-in" "$work/nginx/usr/sbin/nginx"
  cp "$here/images/nginx/index.html" "$work/nginx/usr/share/nginx/html/index.html"
}

package_nginx || stand_in_nginx
chmod 755 "$work/nginx/usr/sbin/nginx"
layer nginx
image "busybox nginx" "{\"Env\":[$path],\"Cmd\":[\"nginx\",\"-g\",\"daemon off;\"],\"ExposedPorts\":{\"80/tcp\":{}},\"StopSignal\":\"SIGQUIT\"}" \
  docker.io/library/nginx:latest docker.io/library/nginx:1.27 docker.io/library/nginx:alpine

# --- the archive -------------------------------------------------------------------------------
printf '{"imageLayoutVersion":"1.0.0"}' >"$work/layout/oci-layout"
printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s]}' \
  "${manifests#,}" >"$work/layout/index.json"
tar -C "$work/layout" --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 \
  -cf "$out/.samples.tmp" oci-layout index.json blobs
mv "$out/.samples.tmp" "$archive"
echo "$key" >"$out/.samples.key"
