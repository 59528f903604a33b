// libcublas.so.12 for machines that have cuBLAS 13 alone: bundle.sh lists the functions that JCuda's natives import, which both
// versions declare alike, and each jumps to its namesake. CAIRN_CUBLAS_13 names the folder of libcublas.so.13.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#define NOT_SUPPORTED 15

static int missing(void) {
    return NOT_SUPPORTED;
}

#define FUNCTION(name) \
    __attribute__((visibility("hidden"))) void* name##_target = (void*) missing; \
    __asm__(".globl " #name "\n.type " #name ", @function\n" #name ": jmp *" #name "_target(%rip)\n");
#include "functions.h"
#undef FUNCTION

static void* load(const char* folder, const char* file) {
    char path[4096];
    snprintf(path, sizeof path, "%s%s%s", folder, *folder ? "/" : "", file);
    void* library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    if (!library) {
        fprintf(stderr, "cuBLAS 13 cannot be loaded: %s\n", dlerror());
    }
    return library;
}

__attribute__((constructor)) static void forward(void) {
    const char* folder = getenv("CAIRN_CUBLAS_13");
    folder = folder ? folder : "";
    // The second needs the first, and finds it once it is loaded.
    load(folder, "libcublasLt.so.13");
    void* library = load(folder, "libcublas.so.13");
    if (!library) {
        return;
    }
    void* found;
#define FUNCTION(name) \
    found = dlsym(library, #name); \
    if (found) { \
        name##_target = found; \
    }
#include "functions.h"
}
