#!/usr/bin/env bash
# Measures Backend.CUDA on the GPU of this machine, from the bundle that bundle.sh made, and writes one table to a file: Cairn,
# PyTorch where Python has torch, the card's own limits measured in the same run, and what must be shown. Takes 8 minutes at most:
# each part has a limit, and one that fails or is ended leaves what it has measured, and a line that says so.
#   measure.sh [--results FOLDER] [--python COMMAND] [--seconds N] [--tiny]
#
#   --python   that has torch. Default: python3
#   --seconds  for all parts together. Default: 460
#   --tiny     everything once and small, to see whether it works; the figures mean nothing
#
# Exit code: 0, 1 if there is no usable card or a part failed or was ended, 2 if it was called wrongly.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
started=$(date -u +%Y-%m-%dT%H%M)
results=
python=python3
seconds=460
scale=full
command="measure.sh $*"

fail() {
    echo "measure.sh: $1" >&2
    exit "${2:-1}"
}

while [ $# -gt 0 ]; do
    case $1 in
        --results | --python | --seconds)
            [ $# -gt 1 ] || fail "$1 needs a value" 2
            declare "${1#--}=$2"
            shift
            ;;
        --tiny) scale=tiny ;;
        *) fail "there is no option '$1': --results, --python, --seconds, --tiny" 2 ;;
    esac
    shift
done
[[ $seconds =~ ^[0-9]+$ ]] || fail "seconds '$seconds': must be a whole number" 2

. "$here/machine.sh"

report=$results/gpu-speed-$started-$card_name.md
log=${report%.md}.log
tables=$work/tables
mkdir "$tables"
failures=0
# A part gives up by itself so many seconds before it is ended, to write why.
margin=10

# A part: its name, the group of goals that it belongs to, the most seconds that it may take, and a function that does it and
# takes those it has.
part() {
    local name=$1 group=$2 limit=$3 left=$((seconds - SECONDS)) begin=$SECONDS status
    shift 3
    limit=$((limit < left ? limit : left))
    if [ "$limit" -le "$margin" ]; then
        goal "$group" "$name" "" "" "no: the time was over"
        failures=$((failures + 1))
        return
    fi
    echo "$SECONDS s: $name, at most $limit s" | tee -a "$log" >&2
    "$@" "$limit" >> "$log" 2>&1
    status=$?
    echo "- $name: $((SECONDS - begin)) s" >> "$tables/notes"
    if [ "$status" -ne 0 ]; then
        goal "$group" "$name" "" "" "no: $(ending "$status" "$limit"); see $(basename "$log")"
        failures=$((failures + 1))
    fi
}

ending() {
    case $1 in
        124 | 137) echo "ended after $2 s" ;;
        *) echo "failed with status $1" ;;
    esac
}

goal() {
    printf '| %s | %s | %s | %s | %s |\n' "$@" >> "$tables/goals"
}

measure() {
    local name=$1 limit=$2
    timeout -k 5 "$limit" "${java[@]}" dev.cairn.benchmarks.gpu.Measure "$tables" "$scale" "$name" $((limit - margin))
}

steps() {
    local limit=$1 begin=$SECONDS peers=()
    # Not imported, which takes long where nothing of it is in memory yet.
    if timeout 10 "$python" -c 'import importlib.util, sys; sys.exit(not importlib.util.find_spec("torch"))'; then
        peers=("$python" "$here/peers.py")
        [ "$scale" = full ] || peers+=(--or-cpu)
    fi
    limit=$((limit - SECONDS + begin))
    timeout -k 5 "$limit" "${java[@]}" dev.cairn.benchmarks.gpu.Measure "$tables" "$scale" steps $((limit - margin)) \
        ${peers[@]+"${peers[@]}"}
}

contract() {
    local limit=$1 status found=$work/contract classes='.*Test$'
    [ "$scale" = full ] || classes='.*RecordingTest$'
    tests "$classes" timeout -k 5 "$limit" > "$found" 2>&1
    status=$?
    cat "$found"
    [ "$status" -ne 0 ] || ran_some "$found" || status=99
    goal 5 "contract tests: operations, replays, streams, predictions" "the contract's tolerances" "$(counts "$found")" \
        "$([ "$status" -eq 0 ] && echo yes || echo no)"
    return "$status"
}

part "contract tests" 5 120 contract
part "limits, operations on vectors" 3 40 measure vectors
part "matrix products" 4 50 measure products
part "epochs" 2 40 measure epochs
part "the same results" 5 40 measure sameness
part "training steps" 1 200 steps
part "JMH" 1 60 measure jmh

header "The speed of Backend.CUDA on $card"
[ "$scale" = full ] || say "- **tiny: a trial of the script; the figures mean nothing**"
say
"${java[@]}" dev.cairn.benchmarks.gpu.Report "$tables" | tee -a "$report"
echo "written to $report" >&2
[ "$failures" -eq 0 ]
