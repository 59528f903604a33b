#!/bin/sh
# build.sh OUTPUT [FILE.cu ...]: libcuda.so.1, libcublas.so.12, libcublasLt.so.12 and libkernels.so with these kernels.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=$1
shift
mkdir -p "$output"
work=$(mktemp -d "$output/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
compile="g++ -std=c++17 -O2 -fPIC -fvisibility=hidden -fno-gnu-unique -ffp-contract=off -Wall -Werror -I$here"
link="$compile -shared -L$work"

# block.cpp's symbols are seen by the kernels, memory.h's and driver.h's by cuBLAS.
for part in block memory order driver graph control; do
    $compile -fvisibility=default -c "$here/$part.cpp" -o "$work/$part.o" &
done
wait
$link "$work/block.o" "$work/memory.o" "$work/order.o" "$work/driver.o" "$work/graph.o" "$work/control.o" -o "$work/libcuda.so.1" -Wl,-soname,libcuda.so.1 -ldl

echo 'libcublas.so.12 { global: cublas*; local: *; };' > "$work/cublas.map"
$link "$here/cublas.cpp" -o "$work/libcublas.so.12" -Wl,-soname,libcublas.so.12 \
    -Wl,--version-script="$work/cublas.map" -l:libcuda.so.1
echo | $link -x c++ - -o "$work/libcublasLt.so.12" -Wl,-soname,libcublasLt.so.12

# All kernels in one translation unit, and a table of what each is called and takes.
kernels="$work/kernels.cpp"
echo '#include "device_language.h"' > "$kernels"
for file in "$here/faulty.cu" "$@"; do
    echo "#include \"$(cd "$(dirname "$file")" && pwd)/$(basename "$file")\""
done >> "$kernels"
names=$(g++ -std=c++17 -E -P -I"$here" -D__global__=__global__ "$kernels" |
    grep -oE '__global__ +void +[A-Za-z_0-9]+' | sed 's/.* //' | sort -u)
{
    echo 'struct Kernel { const char* name; simulator::Call (*prepare)(void**); unsigned (*sizes)(unsigned*); void (*uses)(unsigned*); };'
    echo 'extern "C" __attribute__((visibility("default"))) const Kernel simulated_kernels[] = {'
    for name in $names; do
        echo "    {\"$name\", [](void** p) { return simulator::prepare($name, p); }, [](unsigned* s) { return simulator::sizes($name, s); }, [](unsigned* u) { simulator::uses($name, u); }},"
    done
    echo '    {nullptr, nullptr, nullptr, nullptr}};'
} >> "$kernels"
# Kernels are written for nvcc, whose warnings their own build reads.
$link -w "$kernels" -o "$work/libkernels.so" -l:libcuda.so.1

# Last, and each at once: whoever looks finds all of them or an older build.
for library in libkernels.so libcublasLt.so.12 libcublas.so.12 libcuda.so.1; do
    mv -f "$work/$library" "$output/$library"
done
