#!/usr/bin/env bash
# The published figures of the README: trains for all of them, about half an hour on two cores, and puts the table into README.md.
#   benchmarks/reproduce.sh DATA    DATA holds mnist/, svhn/ or svhn-subset/, and cifar-10-batches-bin/
set -euo pipefail
CAIRN_DATA=$(cd "${1:?the folder that holds the data sets}" && pwd)
export CAIRN_DATA
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=runs/reproduce-$(date +%Y-%m-%d-%H%M)

failed=0
./cairn reproduce --all --out "$out" || failed=1 # what was obtained is worth showing also where something failed
awk -v table="$out/reproduce.md" '
    /^<!-- end of that table -->/ { skip = 0 }
    !skip { print }
    /^<!-- the table of benchmarks\/reproduce.sh -->/ { skip = 1; while ((getline line < table) > 0) print line }
' README.md > "$out/README.md"
[ -s "$out/reproduce.md" ] && mv "$out/README.md" README.md
exit $failed
