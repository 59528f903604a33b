#!/usr/bin/env bash
# Proves Backend.CUDA on the GPU of this machine, from the bundle that bundle.sh made, and writes what it saw to a file.
#   check.sh [--results FOLDER] [--limit SECONDS] [STEP...]
#
#   devices    what was found: driver, cards, cuBLAS, kernels
#   contract   every operation against REFERENCE in FP32, then the matrix products in TF32 and BF16, then what is recorded and
#              replayed, streamed and served
#   memcheck   the same under compute-sanitizer, where it is installed, which makes them many times slower
#   racecheck  the operations likewise
#   training   cairn train on the CPU and on CUDA in each precision: SVHN and MNIST of CAIRN_DATA, else generated house numbers
#
# Without steps it does all of them, which takes longer than some machines let a command run: run `check.sh devices contract`
# first, and each other step by itself. Exit code: 0, 1 if a step failed or there is no usable card, 2 if it was called wrongly.
#   --limit     a step's tests, or one training, that take longer have failed. Default: 1500
#   CAIRN_DATA  the folder that holds svhn/ or svhn-subset/, and mnist/
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
started=$(date -u +%Y-%m-%dT%H%M)
steps=()
results=
command="check.sh $*"
limit=1500
# CUDA may end so many points of accuracy away from the CPU: sums in another order, and TF32 or BF16, train another network.
allowed=1.0

fail() {
    echo "check.sh: $1" >&2
    exit "${2:-1}"
}

while [ $# -gt 0 ]; do
    case $1 in
        --results | --limit)
            [ $# -gt 1 ] || fail "$1 needs a value" 2
            declare "${1#--}=$2"
            shift
            ;;
        devices | contract | memcheck | racecheck | training) steps+=("$1") ;;
        -*) fail "there is no option '$1': --results, --limit" 2 ;;
        *) fail "there is no step '$1': devices, contract, memcheck, racecheck, training" 2 ;;
    esac
    shift
done
[[ $limit =~ ^[1-9][0-9]*$ ]] || fail "limit '$limit': must be a whole number of seconds" 2
[ ${#steps[@]} -gt 0 ] || steps=(devices contract memcheck racecheck training)

. "$here/machine.sh"

# The report --------------------------------------------------------------------------------------------------------------

report=$results/gpu-check-$started-$card_name.md
failures=0

# A line of the report for a step that ended with a status, and the end of what it wrote where it failed.
verdict() {
    local status=$1 seconds=$2 what=$3 detail=$4 log=$5
    if [ "$status" -eq 0 ]; then
        say "- $what: passed in $seconds s${detail:+; $detail}"
    else
        failures=$((failures + 1))
        say "- $what: FAILED after $seconds s with status $status${detail:+; $detail}"
        sed 's/^/      /' "$log" | grep -v '^ *$' | tail -n 40 | tee -a "$report"
    fi
}

# Steps -------------------------------------------------------------------------------------------------------------------

run_tests() {
    local what=$1 classes=$2 log=$work/log begin=$SECONDS status
    shift 2
    tests "$classes" timeout "$limit" "$@" > "$log" 2>&1
    status=$?
    local count
    count=$(counts "$log")
    [ "$status" -ne 0 ] || ran_some "$log" || status=99
    verdict "$status" $((SECONDS - begin)) "$what" "$count$(sed -nE 's/^=+ (ERROR SUMMARY|RACECHECK SUMMARY)/; \1/p' "$log" | tail -n 1)" "$log"
}

devices() {
    say '```'
    cairn devices 2> /dev/null | tee -a "$report"
    say '```'
}

contract() {
    run_tests "operations, FP32" '.*OpsTest$'
    run_tests "matrix products in TF32 and BF16" '.*PrecisionTest$'
    run_tests "recorded, replayed, streamed, served" '^(?!.*(Ops|Precision)Test$).*Test$'
}

sanitizer() {
    local tool=$1 classes=$2 program
    program=$(command -v compute-sanitizer || ls /usr/local/cuda*/bin/compute-sanitizer 2> /dev/null | tail -n 1)
    if [ -z "$program" ]; then
        say "- compute-sanitizer $tool: not run, compute-sanitizer is not installed"
        return
    fi
    run_tests "under compute-sanitizer $tool" "$classes" \
        "$program" --tool "$tool" --error-exitcode 86 --target-processes all
}

memcheck() {
    sanitizer memcheck '.*Test$'
}

racecheck() {
    sanitizer racecheck '.*(Ops|Precision)Test$'
}

# The test accuracy in percent of one training run.
accuracy() {
    timeout "$limit" "${java[@]}" dev.cairn.cli.Main train --quiet --seed 1 --out "$work/run-$RANDOM$RANDOM" "$@" \
        2> "$work/log" | awk '$1 == "test" { print $3 }'
}

# Trains on the CPU, then on CUDA in each precision.
compare() {
    local name=$1 begin expected actual near
    shift
    begin=$SECONDS
    expected=$(accuracy --backend cpu "$@")
    say "- $name on the CPU: ${expected:-no accuracy} % in $((SECONDS - begin)) s"
    for precision in fp32 tf32 bf16; do
        begin=$SECONDS
        actual=$(accuracy --backend cuda --precision "$precision" "$@")
        if grep -q 'needs a card of compute capability' "$work/log"; then
            say "- $name on CUDA in $precision: not run, the card does not have it"
            continue
        fi
        near=$(awk -v a="$actual" -v b="$expected" -v most="$allowed" \
            'BEGIN { d = a - b; print a != "" && b != "" && d <= most && -d <= most ? 0 : 1 }')
        verdict "$near" $((SECONDS - begin)) "$name on CUDA in $precision" "${actual:-no accuracy} %" "$work/log"
    done
}

training() {
    local data=${CAIRN_DATA:-} svhn
    svhn=$data/svhn
    [ -d "$svhn" ] || svhn=$data/svhn-subset
    say "Test accuracies, seed 1, settings of \`benchmarks/accuracy.sh\`; CUDA must end within $allowed points of the CPU:"
    if [ -n "$data" ] && [ -d "$svhn" ] && [ -d "$data/mnist" ]; then
        compare "MNIST, 784-128-10" --dataset mnist --data-dir "$data/mnist" --hidden 128 --epochs 5
        compare "SVHN, grey, 1024-16-10" --dataset svhn --data-dir "$svhn" --grey --scale per-image --schedule cosine \
            --hidden 16 --batch-size 20 --epochs 29
        compare "SVHN, grey, 1024-512-256-10" --dataset svhn --data-dir "$svhn" --grey --scale per-image \
            --schedule cosine --hidden 512,256 --dropout 0.3 --epochs 20
    else
        say "(SVHN and MNIST are not at hand: CAIRN_DATA does not name their folder.)"
        compare "house numbers"
    fi
}

header "Backend.CUDA on $card"
for step in "${steps[@]}"; do
    say
    say "## $step"
    say
    "$step"
done
say
say "$([ "$failures" -eq 0 ] && echo "Everything that was run passed." || echo "$failures FAILED.")"
echo "written to $report" >&2
[ "$failures" -eq 0 ]
