#!/usr/bin/env bash
# A training step with the matrix products of oneDNN, of the Vector API and of plain Java, which take turns. About five minutes;
# ROUNDS=1 is quicker and rougher.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
results=benchmarks/results
mkdir -p "$results"
./cairn --help > /dev/null # builds

rm -rf target/products && mkdir -p target/products
for _ in $(seq "${ROUNDS:-5}"); do
    for products in onednn vector plain; do
        rm -rf target/products/run
        CAIRN_JAVA_OPTS="-Dcairn.cpu.gemm=$products" ./cairn bench --backend cpu --threads "${THREADS:-1}" --seconds 1.5 \
            --quiet --out target/products/run >> "target/products/$products.txt"
    done
done

# The median time of each network, in the order in which bench prints them.
medians() {
    sed -E 's/.* net=([^ ]*) .* us_per_step=([^ ]*) .*/\1 \2/' "target/products/$1.txt" | awk '
        !($1 in seen) { seen[$1] = ++nets; name[nets] = $1 }
        { print seen[$1], name[seen[$1]], $2 }' | sort -k1,1n -k3,3g | awk '
        { n[$1]++; name[$1] = $2; v[$1, n[$1]] = $3; last = $1 }
        END { for (i = 1; i <= last; i++) print name[i], (v[i, int((n[i] + 1) / 2)] + v[i, int(n[i] / 2) + 1]) / 2 }'
}

{
    printf '# A training step by matrix products\n\nWritten by `benchmarks/products.sh` on %s, %s of %s. Medians; in brackets the time over\n' \
        "$(date +%F)" "${THREADS:-1} thread(s)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2> /dev/null | head -n 1)"
    printf 'that of oneDNN. Aim of the Vector API: at most 1.35 times oneDNN.\n\n'
    printf '| net | oneDNN, us | Vector API, us | plain Java, us |\n|---|---|---|---|\n'
    paste -d ' ' <(medians onednn) <(medians vector) <(medians plain) | awk '
        { printf "| %s | %s | %s (%.2f) | %s (%.2f) |\n", $1, $2, $4, $4 / $2, $6, $6 / $2 }'
} > target/products.md
mv target/products.md "$results/products.md"
cat "$results/products.md"
