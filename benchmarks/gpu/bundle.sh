#!/usr/bin/env bash
# Packs what a machine with a GPU needs to run check.sh and measure.sh without JDK, Maven or network: .gpu-rig/cairn-gpu.tar.xz
# holds a Java runtime, all jars and classes, and a shim for machines that have cuBLAS 13 alone. Linux on x86-64; needs JDK 25
# and gcc.
#
#   CAIRN_JAVA_HOME  the JDK to take the runtime from (25 or newer); otherwise JAVA_HOME and the usual folders are searched
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

fail() {
    echo "bundle.sh: $*" >&2
    exit 1
}

# The modules that the command line, the tests and the benchmarks use.
modules=java.desktop,java.logging,java.management,java.net.http,java.xml,jdk.incubator.vector,jdk.unsupported
# MiB, so that the bundle and the files of the checkout together stay below 64.
most=56
# What a run on a GPU machine has no use for; JUnit comes with its console.
unused=archunit,slf4j-api,slf4j-nop,jspecify,apiguardian-api,byte-buddy

find_jdk() {
    for jdk in "${CAIRN_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
        [ -x "$jdk/bin/jlink" ] && grep -qsE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$jdk/release" && return
    done
    fail "needs a JDK 25 or newer with jlink; name its folder in CAIRN_JAVA_HOME"
}

# The functions that JCuda's natives import from libcublas.so.12, forwarded to libcublas.so.13.
make_shim() {
    local natives=$1 output=$2
    unzip -qo "$natives" 'lib/libJCublas2-*' -d "$output"
    nm -D --undefined-only "$output"/lib/libJCublas2-* |
        sed -nE 's/^ +U (cublas\w+)@libcublas\.so\.12$/FUNCTION(\1)/p' | sort -u > "$output/functions.h"
    [ -s "$output/functions.h" ] || fail "JCuda's natives import nothing from libcublas.so.12"
    echo 'libcublas.so.12 { global: cublas*; local: *; };' > "$output/cublas.map"
    gcc -shared -fPIC -O2 -Wall -Werror -I"$output" "$here/cublas13.c" -o "$output/libcublas.so.12" \
        -Wl,-soname,libcublas.so.12 -Wl,--version-script="$output/cublas.map" -Wl,-z,noexecstack -ldl
    echo | gcc -shared -fPIC -x c - -o "$output/libcublasLt.so.12" -Wl,-soname,libcublasLt.so.12 -Wl,-z,noexecstack
    rm -r "$output/lib" "$output/functions.h" "$output/cublas.map"
}

# A jar's files uncompressed, since the whole bundle is compressed harder than a jar.
store() {
    local jar=$1 files=$2
    unzip -qo "$jar" -d "$files"
    "$jdk/bin/jar" --create --no-compress --no-manifest --file "$jar" -C "$files" .
    rm -r "$files"
}

find_jdk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/cairn-gpu
mkdir -p "$bundle/shim"

junit=$(sed -nE 's/.*<junit.version>(.*)<.*/\1/p' pom.xml)
./mvnw -q -B -ntp -Dquick test-compile dependency:copy-dependencies -DincludeScope=test \
    -DexcludeGroupIds=org.junit.jupiter,org.junit.platform -DexcludeArtifactIds="$unused" \
    -DexcludeClassifiers=windows-x86_64,macosx-x86_64 -DoutputDirectory="$bundle/lib"
./mvnw -q -B -ntp dependency:copy -DoutputDirectory="$bundle/lib" \
    -Dartifact="org.junit.platform:junit-platform-console-standalone:$junit"
make_shim "$(ls "$bundle"/lib/jcublas-natives-*-linux-x86_64.jar)" "$bundle/shim"
for jar in "$bundle"/lib/*.jar; do
    store "$jar" "$work/files"
done
cp -r target/classes "$bundle/classes"
cp -r target/test-classes "$bundle/test-classes"
"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --compress=zip-0 --no-header-files --no-man-pages \
    --output "$bundle/jre"
git describe --always --dirty > "$bundle/commit" 2> /dev/null || echo unknown > "$bundle/commit"
cp "$here"/{check.sh,measure.sh,machine.sh,peers.py} "$bundle"

mkdir -p .gpu-rig
tar -C "$work" -cf - cairn-gpu | xz -T0 -6 > .gpu-rig/cairn-gpu.tar.xz
size=$(du -m .gpu-rig/cairn-gpu.tar.xz | cut -f1)
echo ".gpu-rig/cairn-gpu.tar.xz: $size MiB; on the GPU machine: tar xJf cairn-gpu.tar.xz && cairn-gpu/check.sh && cairn-gpu/measure.sh"
[ "$size" -le "$most" ] || fail "the bundle is larger than $most MiB; see what its lib/ holds"
