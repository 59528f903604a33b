// Stand-in for libcublas.so.12: products of float32 or bfloat16 matrices in float32, stored by columns as BLAS has it.
#include "driver.h"
#include "memory.h"

#include <cstring>

namespace {

enum Status { OK = 0, NOT_INITIALIZED = 1, ALLOC_FAILED = 3, INVALID_ARGUMENT = 7, EXECUTION_FAILED = 13, NOT_SUPPORTED = 15 };

constexpr int FLOAT32 = 0, BFLOAT16 = 14, COMPUTE_32F = 68, COMPUTE_BF16 = 75, COMPUTE_TF32 = 77;
constexpr int FLOAT32_FRACTION = 23;

struct Context {
    void* stream = nullptr;
    // Given by the caller. Without, cuBLAS may put an allocation of its own into a graph for each product.
    bool has_workspace = false;
};

// Bits of fraction that tensor cores keep of a factor.
int fraction(int compute) {
    return compute == COMPUTE_TF32 ? 10 : compute == COMPUTE_BF16 ? 7 : FLOAT32_FRACTION;
}

// Rounded to the nearest number with so many bits of fraction.
float rounded(float x, int bits) {
    int dropped = FLOAT32_FRACTION - bits;
    if (!dropped || x != x) {
        return x;
    }
    uint32_t pattern;
    memcpy(&pattern, &x, sizeof x);
    pattern += (1u << (dropped - 1)) - 1 + (pattern >> dropped & 1);
    pattern &= ~0u << dropped;
    memcpy(&x, &pattern, sizeof x);
    return x;
}

// The bytes of an element.
size_t width(int type) {
    return type == BFLOAT16 ? sizeof(uint16_t) : sizeof(float);
}

// The bytes from a matrix's first element to its last.
size_t extent(int rows, int columns, int stride, int type) {
    return (size_t(columns - 1) * stride + rows) * width(type);
}

// A factor as the product reads it.
struct Matrix {
    const void* values;
    int type;
    bool transposed;
    int stride;
    int bits;

    float at(int row, int column) const {
        size_t i = transposed ? column + size_t(row) * stride : row + size_t(column) * stride;
        return type == BFLOAT16 ? widened(i) : rounded(static_cast<const float*>(values)[i], bits);
    }

    float widened(size_t i) const {
        uint32_t pattern = uint32_t(static_cast<const uint16_t*>(values)[i]) << 16;
        float x;
        memcpy(&x, &pattern, sizeof x);
        return x;
    }
};

}

API int cublasCreate_v2(void** handle) {
    *handle = new Context;
    return OK;
}

API int cublasDestroy_v2(void* handle) {
    delete static_cast<Context*>(handle);
    return OK;
}

// Goes back to cuBLAS's own workspace, as its documentation says.
API int cublasSetStream_v2(void* handle, void* stream) {
    *static_cast<Context*>(handle) = {stream, false};
    return OK;
}

API int cublasSetWorkspace_v2(void* handle, void* workspace, size_t bytes) {
    if (!simulator::is_device_memory(workspace, bytes)) {
        return INVALID_ARGUMENT;
    }
    static_cast<Context*>(handle)->has_workspace = true;
    return OK;
}

API int cublasGemmEx(void* handle, int trans_a, int trans_b, int m, int n, int k, const void* alpha, const void* a, int type_a,
        int stride_a, const void* b, int type_b, int stride_b, const void* beta, void* c, int type_c, int stride_c, int compute,
        int) {
    if (!handle) {
        return NOT_INITIALIZED;
    }
    bool known = type_a == FLOAT32 ? compute == COMPUTE_32F || compute == COMPUTE_BF16 || compute == COMPUTE_TF32
                                   : type_a == BFLOAT16 && compute == COMPUTE_32F;
    if (!known || type_a != type_b || type_c != FLOAT32) {
        return NOT_SUPPORTED;
    }
    if (m < 1 || n < 1 || k < 1 || stride_a < (trans_a ? k : m) || stride_b < (trans_b ? n : k) || stride_c < m
            || !simulator::is_device_memory(a, trans_a ? extent(k, m, stride_a, type_a) : extent(m, k, stride_a, type_a))
            || !simulator::is_device_memory(b, trans_b ? extent(n, k, stride_b, type_b) : extent(k, n, stride_b, type_b))
            || !simulator::is_device_memory(c, extent(m, n, stride_c, type_c))) {
        simulator::complain("gemm: a matrix leaves its allocation, or its stride is too small");
        return INVALID_ARGUMENT;
    }
    const Context* context = static_cast<Context*>(handle);
    if (!context->has_workspace && simulator::is_captured(context->stream)) {
        simulator::complain("gemm: captured without a workspace of the caller's");
        return ALLOC_FAILED;
    }
    if (simulator::is_planned_failure(simulator::LAUNCH)) {
        return EXECUTION_FAILED;
    }
    bool fails = simulator::is_planned_failure(simulator::FAULT);
    simulator::note_launch("gemm");
    Matrix left = {a, type_a, trans_a != 0, stride_a, fraction(compute)};
    Matrix right = {b, type_b, trans_b != 0, stride_b, fraction(compute)};
    float* result = static_cast<float*>(c);
    float scale = *static_cast<const float*>(alpha), keep = *static_cast<const float*>(beta);
    simulator::Work work = [=] {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                float sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += left.at(i, l) * right.at(l, j);
                }
                float& target = result[i + size_t(j) * stride_c];
                target = keep == 0 ? scale * sum : scale * sum + keep * target;
            }
        }
        return fails ? simulator::Result(simulator::settings.fault) : simulator::SUCCESS;
    };
    simulator::Task task = {"gemm", work, {{a, false}, {b, false}, {c, true}}};
    return simulator::enqueue(context->stream, task) == simulator::SUCCESS ? OK : EXECUTION_FAILED;
}
