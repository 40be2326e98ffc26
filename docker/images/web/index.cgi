#!/bin/sh
# The page: who answers this request. Browsers get HTML, everything else one line of text.
escape() { printf %s "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'; }

count=${TMPDIR:-/tmp}/requests
printf . >>"$count" 2>/dev/null
requests=$(wc -c <"$count" 2>/dev/null || echo unknown)

pod=${POD_NAME:-$(hostname)}
namespace=${POD_NAMESPACE:-}
node=${NODE_NAME:-unknown}
cluster=${CLUSTER_NAME:-${node%-*}}
address=${POD_IP:-$(hostname -i 2>/dev/null || echo unknown)}
message=${MESSAGE:-Hello}
caller=${REMOTE_ADDR#\[::ffff:}

printf '%s %s %s %s from %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
  "${REQUEST_METHOD:-GET}" "${REQUEST_URI:-/}" 200 "${caller%]}" >&2

case ${HTTP_ACCEPT:-} in
  *text/html*) ;;
  *)
    printf 'Content-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n\r\n'
    printf '%s from pod %s on node %s in cluster %s, version %s, request %s\n' \
      "$message" "$pod" "$node" "$cluster" "$VERSION" "$requests"
    exit 0
    ;;
esac

row() { [ -z "$2" ] || printf '<dt>%s</dt><dd>%s</dd>\n' "$1" "$(escape "$2")"; }

printf 'Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n'
printf "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n\r\n"
cat <<HTML
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$(escape "$message") · $(escape "$pod")</title>
<style>
  :root { color-scheme: light dark; --accent: ${ACCENT:-#0b6e99};
    --ground: #f4f6f8; --card: #fff; --ink: #16202a; --quiet: #5b6b7a; --line: #dfe5ea }
  @media (prefers-color-scheme: dark) { :root {
    --ground: #0f151b; --card: #18212a; --ink: #e8eef3; --quiet: #93a3b3; --line: #2a3641 } }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
    background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
  main { width: min(34rem, 100%); background: var(--card); border: 1px solid var(--line);
    border-top: .375rem solid var(--accent); border-radius: .75rem; padding: 1.75rem 2rem }
  h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere }
  p { margin: .25rem 0 1.25rem; color: var(--quiet) }
  b { color: var(--accent) }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .5rem 1.5rem; margin: 0;
    padding-top: 1.25rem; border-top: 1px solid var(--line) }
  dt { color: var(--quiet) }
  dd { margin: 0; font-family: ui-monospace, monospace; overflow-wrap: anywhere }
</style>
<main>
<h1>$(escape "$message")</h1>
<p>version <b>$(escape "$VERSION")</b>, request <b>$requests</b> of this pod</p>
<dl>
$(row Cluster "$cluster"; row Node "$node"; row Namespace "$namespace"; row Pod "$pod"; row Address "$address")
</dl>
</main>
</html>
HTML
