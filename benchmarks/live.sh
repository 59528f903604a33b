#!/usr/bin/env bash
# What the live page costs: trains the same network in turns without --live, with it, and with a browser that follows it,
# on one thread, and prints each rate, their medians, and the ratios to the first. A round takes about half a minute.
#   benchmarks/live.sh [ROUNDS [OPTION OF cairn train]...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${1:-5}
shift || true
[ $# -gt 0 ] || set -- --dataset points --epochs 12000
alone=7431
watched=7432
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) \
    || { echo "needs Chromium" >&2; exit 1; }
out=$(mktemp -d)
viewer=
trap '[ -z "$viewer" ] || kill $viewer; wait; rm -rf "$out"' EXIT

# Prints the rate in samples/s.
train() {
    ./cairn train --threads 1 --no-report --out "$out/run-$RANDOM$RANDOM" "$@" 2> "$out/log" < /dev/null \
        | awk '/ epochs in / { gsub(",", ""); print $6 }'
}

# A page that was opened once comes back by itself whenever there is something to see at its address.
train "$@" --live --port $watched > /dev/null &
first=$!
until curl -sf "http://127.0.0.1:$watched/" > /dev/null; do sleep 0.2; done
"$browser" --headless=new --no-sandbox --disable-gpu --user-data-dir="$out/profile" --remote-debugging-port=0 \
    "http://127.0.0.1:$watched/" > /dev/null 2>&1 &
viewer=$!
wait $first

for _ in $(seq "$rounds"); do
    echo "without $(train "$@")"
    echo "live $(train "$@" --live --port $alone)"
    echo "browser $(train "$@" --live --port $watched)"
done | tee "$out/rates"
sort -k1,1 -k2,2n "$out/rates" | awk '
    { rates[$1, ++count[$1]] = $2 }
    function median(name, n) { n = count[name]; return (rates[name, int((n + 1) / 2)] + rates[name, int(n / 2) + 1]) / 2 }
    END {
        printf "medians: without %.0f, live %.0f, with a browser %.0f samples/s\n", median("without"), median("live"), median("browser")
        printf "ratios: live %.3f, with a browser %.3f\n", median("live") / median("without"), median("browser") / median("without")
    }'
