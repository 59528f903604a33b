#!/usr/bin/env bash
# Cairn beside PyTorch, DJL, TensorFlow-Java and DL4J: the same training steps and inference, all taking turns.
# Linux on x86-64; the first build downloads about a gigabyte.
#
#   benchmarks/peers.sh          builds, measures all that is not measured yet, writes the table: about a quarter of an hour.
#                                After "clean" it measures all anew.
#   benchmarks/peers.sh build    builds alone
#   benchmarks/peers.sh next     measures the next slice, a network with a number of threads, in less than 150 s
#   benchmarks/peers.sh table    writes what there is to benchmarks/results/peers.md
#   benchmarks/peers.sh clean    forgets what was measured
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MAVEN_OPTS=${MAVEN_OPTS:--XX:+UseSerialGC}

peers() {
    ./mvnw -q -B -ntp -f benchmarks/peers/pom.xml "$@"
}

build() {
    ./cairn --help > /dev/null
    for peer in cairn pytorch djl tensorflow dl4j; do
        peers -Dpeer=$peer compile dependency:build-classpath -Dmdep.regenerateFile=true \
            -Dmdep.outputFile="$PWD/target/peers/$peer/classpath"
    done
}

run() {
    peers -Dpeer=cairn validate exec:exec -Dexec.executable=java -Dexec.workingdir="$PWD" \
        -Dexec.args="-Xmx64m -XX:+UseSerialGC -cp target/peers/cairn/classes dev.cairn.peers.$*"
}

case ${1:-} in
    build) build ;;
    next) run Comparison next ;;
    table) run Table benchmarks/results/peers.md ;;
    clean) rm -rf target/peers/slices ;;
    '')
        build
        run Comparison all
        run Table benchmarks/results/peers.md
        ;;
    *)
        echo "peers.sh: unknown '$1'; use build, next, table, clean or nothing" >&2
        exit 2
        ;;
esac
