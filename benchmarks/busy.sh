#!/usr/bin/env bash
# What a training step takes on one and two threads beside a foreign process that keeps a processor busy, and their ratio. The
# other process runs before anything is warmed up. About a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
results=benchmarks/results
mkdir -p "$results"
./cairn --help > /dev/null # builds while nothing disturbs it
rm -rf target/busy

while :; do :; done &
foreign=$!
trap 'kill "$foreign"' EXIT

{
    printf '# Beside one busy process\n\nWritten by `benchmarks/busy.sh` on %s, %s threads of %s. Aim: at most 1.3.\n\n' "$(date +%F)" \
        "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2> /dev/null | head -n 1)"
    printf '| net | one thread, us | two threads, us | two over one |\n|---|---|---|---|\n'
    ./cairn bench --backend cpu --threads 1,2 --seconds 4 --out target/busy | tr ' ' '\n' | awk -F= '
        { v[$1] = $2 }
        $1 == "us_per_step" && v["threads"] == 1 { one = $2 }
        $1 == "us_per_step" && v["threads"] == 2 {
            printf "| %s | %s | %s | %.2f |\n", v["net"], one, $2, $2 / one
        }'
} > target/busy.md
mv target/busy.md "$results/busy.md"
cat "$results/busy.md"
