# What check.sh and measure.sh share: the bundle's Java, cuBLAS and what the report says of the machine. They source it with
# $here, their folder; $started; $command; $results, which may be empty; and a function fail. It sets $work, $bundle, $java,
# $cublas, $card and $card_name, and ends the script where there is no usable card.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# In the checkout the bundle is still packed; in the bundle this script lies beside its Java.
bundle=$here
if [ ! -x "$bundle/jre/bin/java" ]; then
    packed=$here/../../.gpu-rig/cairn-gpu.tar.xz
    [ -f "$packed" ] || fail "there is no bundle: benchmarks/gpu/bundle.sh makes it where there is a JDK"
    tar -C "$work" -xJf "$packed" || fail "$packed cannot be unpacked"
    bundle=$work/cairn-gpu
    results=${results:-$here/../results}
fi
results=${results:-results}
mkdir -p "$results" || fail "$results cannot be made"

class_path=$bundle/classes:$bundle/test-classes
for jar in "$bundle"/lib/*.jar; do
    class_path=$class_path:$jar
done
java=("$bundle/jre/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx8g
    -Xlog:disable -cp "$class_path")

cairn() {
    "${java[@]}" dev.cairn.cli.Main "$@"
}

# What the driver compiles of our kernels for this card serves every device and process of a run, also where the home folder, in
# which it would keep that by itself, cannot be written.
export CUDA_CACHE_PATH=$work/compiled CUDA_CACHE_DISABLE=0

# JCuda is made for cuBLAS 12; where only 13 is installed, the shim stands between them.
cublas=12
if cairn devices 2> /dev/null | grep -q 'cuBLAS 12 was not found'; then
    newer=$(find ${LD_LIBRARY_PATH:+${LD_LIBRARY_PATH//:/ }} /usr/local/cuda*/ /usr/lib /usr/lib64 /opt /usr/local/lib \
        "$HOME/.local/lib" -name libcublas.so.13 -print -quit 2> /dev/null)
    if [ -n "$newer" ]; then
        CAIRN_CUBLAS_13=$(dirname "$newer")
        export CAIRN_CUBLAS_13
        java+=(-Dcairn.cublas="$bundle/shim")
        cublas="13 in $CAIRN_CUBLAS_13 through the shim"
    fi
fi

reason=$(cairn train --dataset points --epochs 1 --backend cuda --quiet --out "$work/probe" 2>&1 > /dev/null) ||
    fail "there is no usable card: $(echo "$reason" | sed -n '$s/^cairn: //p')"

card=$(cairn devices 2> /dev/null | sed -nE 's/^ +card 0 +([^,]*), compute.*/\1/p')
card_name=$(echo "$card" | tr -cs 'A-Za-z0-9\n' '-' | tr 'A-Z' 'a-z')

# Contract tests ---------------------------------------------------------------------------------------------------------

# Tests of the classes whose names match, on a real card: the options before -- go to JUnit, what stands after it before Java.
tests() {
    local classes=$1
    shift
    "$@" "${java[@]}" -Dcairn.requireCuda=true org.junit.platform.console.ConsoleLauncher execute --disable-banner \
        --disable-ansi-colors --details=summary --select-package=dev.cairn --include-tag=card \
        --include-classname="$classes"
}

# How many tests did what, from what tests wrote to a file.
counts() {
    sed -nE 's/^\[ *([0-9]+) tests (successful|failed|skipped|aborted) *\]/\1 \2/p' "$1" | paste -sd, | sed 's/,/, /g'
}

# JUnit's status is 0 where it found no test at all; those that a card is too old for say so and are aborted.
ran_some() {
    grep -qE '^\[ +[1-9][0-9]* tests (successful|aborted)' "$1"
}

# The report --------------------------------------------------------------------------------------------------------------

say() {
    echo "$*" | tee -a "$report"
}

# What was measured or checked with what, under a title.
header() {
    local title=$1 system
    system=$(cairn devices 2> /dev/null | sed -nE 's/^ +driver +//p')
    say "# $title"
    say
    say "- date: $started UTC; command: \`$command\`; source: $(cat "$bundle/commit")"
    say "- driver: $system; cuBLAS: $cublas"
    command -v nvidia-smi > /dev/null && say "- nvidia-smi: $(nvidia-smi \
        --query-gpu=name,driver_version,compute_cap,memory.total --format=csv,noheader | head -n 1)"
    say "- processor: $(sed -nE 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores"
    say "- Java: $("$bundle/jre/bin/java" -version 2>&1 | sed -n 2p)"
}
