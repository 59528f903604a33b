#!/usr/bin/env bash
# The accuracies of the README: trains every row with three seeds and prints a line each.
#   benchmarks/accuracy.sh DATA    DATA holds mnist/, svhn/ or svhn-subset/, and cifar-10-batches-bin/
set -euo pipefail
data=$(cd "${1:?the folder that holds the data sets}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
svhn=$data/svhn
[ -d "$svhn" ] || svhn=$data/svhn-subset

run() {
    local name=$1
    shift
    for seed in 1 2 3; do
        ./cairn train "$@" --seed $seed --out "$out/$name-$seed" 2>> "$out/log" | awk -v name="$name" -v seed=$seed \
            '$1 == "test" { accuracy = $3 } / epochs in / { print name ", seed " seed ": " accuracy " %, " $0 }' |
            sed 's/; written to.*//'
    done
}

run house-numbers
run mnist --dataset mnist --data-dir "$data/mnist" --hidden 128 --epochs 5
run svhn-16 --dataset svhn --data-dir "$svhn" --grey --scale per-image --schedule cosine --hidden 16 \
    --batch-size 20 --epochs 29
run svhn-512-256 --dataset svhn --data-dir "$svhn" --grey --scale per-image --schedule cosine --hidden 512,256 \
    --dropout 0.3 --epochs 20
run cifar10-50 --dataset cifar10 --data-dir "$data/cifar-10-batches-bin" --scale mean --hidden 50 --momentum 0.8 \
    --l2 0.001 --learning-rate 0.2 --schedule cosine --epochs 20
run iris --dataset iris
run points --dataset points
run house-numbers-linear --hidden none
echo "house numbers' network on real SVHN: $(./cairn evaluate "$out/house-numbers-1/model.safetensors" \
    --dataset svhn --data-dir "$svhn" 2>> "$out/log" | awk '$1 == "test" { print $3 " %" }')"
