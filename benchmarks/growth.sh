#!/usr/bin/env bash
# How the time of a training step grows with the batch, 1 to 8192, and with the width of a hidden layer, 16 to 4096, on one and
# two threads: charts and a page in benchmarks/results. About three minutes; SECONDS_A_CASE=0.3 is quicker and rougher.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${SECONDS_A_CASE:-1}
results=benchmarks/results
mkdir -p "$results"

# Runs the cases of a chart, keeps the chart, and adds their figures to the page.
sweep() {
    local name=$1
    shift
    rm -rf "target/growth/$name"
    ./cairn bench --backend cpu --threads 1,2 --seconds "$seconds" --out "target/growth/$name" "$@" > "target/growth/$name.txt"
    cp "target/growth/$name/$name"-*.svg "$results/growth-$name.svg"
    {
        printf '\n## %s\n\n![](growth-%s.svg)\n\n' "Over the $name" "$name"
        printf '| net | batch | threads | step, us | matrix products alone, us | their share |\n|---|---|---|---|---|---|\n'
        tr ' ' '\n' < "target/growth/$name.txt" | awk -F= '
            { v[$1] = $2 }
            $1 == "share_of_limit" {
                printf "| %s | %s | %s | %s | %s | %.2f |\n", v["net"], v["batch"], v["threads"], v["us_per_step"],
                    v["us_gemm"], v["us_gemm"] / v["us_per_step"]
            }'
    } >> "$results/growth.md"
}

mkdir -p target/growth
{
    printf '# How a training step grows\n\nWritten by `benchmarks/growth.sh` on %s, %s threads of %s. ' "$(date +%F)" "$(nproc)" \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2> /dev/null | head -n 1)"
    printf 'A legend that says GEMM-bound from N:\nthere and beyond, the matrix products alone take four fifths of the step.\n'
} > "$results/growth.md"
sweep batch --net 784-64-10 --batch 1,2,4,8,16,32,64,128,256,512,1024,2048,4096,8192
sweep width --net 1024-512-10 --batch 128 --width 16,32,64,128,256,512,1024,2048,4096
