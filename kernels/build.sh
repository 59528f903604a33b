#!/bin/sh
# Compiles every kernel to one PTX file that any driver from CUDA 12.0 on loads, for compute capability 7.5 and newer.
#
#   kernels/build.sh [FILE]     writes FILE, by default the one that the jar carries
#   kernels/build.sh --check    also compiles for each generation of cards, and prints registers, shared memory and spills
#
# Needs nvcc and ptxas 13.0. The result depends on nothing but the sources and nvcc: its head names both.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check=
[ "${1:-}" != --check ] || { check=yes; shift; }
target=${1:-$here/../src/main/resources/dev/cairn/backend/cuda/kernels.ptx}
NVCC=${NVCC:-nvcc}
PTXAS=${PTXAS:-ptxas}

# All families in one translation unit, in the order of their names.
cd "$here"
export LC_ALL=C
for family in *.cu; do
    echo "#include \"$family\""
done > "$work/kernels.cu"

# The hash is over the sources as they stand in this folder, one after another: *.cu, then *.cuh.
sources=$(cat ./*.cu ./*.cuh | sha256sum | cut -d ' ' -f 1)
version=$($NVCC --version | sed -n 's/.*, V//p')

(cd "$work" && $NVCC -I "$here" -arch=compute_75 -ptx -Werror all-warnings kernels.cu -o compiled.ptx)

# nvcc writes the newest version of PTX; nothing here needs more than 7.0, as ptxas confirms below.
{
    echo "// Made by kernels/build.sh; do not edit."
    echo "// sources: $sources"
    echo "// nvcc: $version"
    sed -n '/^\.version/,$p' "$work/compiled.ptx" | sed 's/^\.version .*/.version 7.0/'
} > "$work/kernels.ptx"

for arch in sm_75 sm_80 sm_90 sm_120; do
    $PTXAS -arch=$arch -o "$work/$arch.cubin" "$work/kernels.ptx"
done
mkdir -p "$(dirname "$target")"
cp "$work/kernels.ptx" "$target"

[ -n "$check" ] || exit 0
for arch in sm_75 sm_80 sm_90 sm_120; do
    (cd "$work" && $NVCC -I "$here" -arch=$arch -cubin -Werror all-warnings kernels.cu -o $arch.cubin)
done
# One line of the table in README.md a kernel: the most that it takes on any of these cards.
echo "| Kernel | Registers | Shared bytes | Spilled bytes |"
echo "|---|---:|---:|---:|"
for arch in sm_75 sm_80 sm_90 sm_120; do
    $PTXAS -v -arch=$arch -o "$work/$arch.cubin" "$work/kernels.ptx" 2>&1
done | awk '
    function raise(most, value) { if (value > most[kernel]) most[kernel] = value }
    /Compiling entry function/ { split($0, part, "\047"); kernel = part[2] }
    /spill stores/ { raise(spills, $5 + $9) }
    /Used .* registers/ {
        raise(registers, $5)
        raise(shared, match($0, /[0-9]+ bytes smem/) ? substr($0, RSTART) + 0 : 0)
    }
    END {
        for (kernel in registers)
            printf "| `%s` | %d | %d | %d |\n", kernel, registers[kernel], shared[kernel], spills[kernel]
    }' | sort
