package dev.cairn.backend.cuda;

import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** The functions of Cairn's PTX, loaded into one context. */
final class Kernels {
    private final CudaContext context;
    private final CUmodule module = new CUmodule();
    private final Map<String, CUfunction> functions = new HashMap<>();
    private final Launch launch;

    Kernels(CudaContext context, String ptx) {
        this.context = context;
        context.check(JCudaDriver.cuModuleLoadData(module, ptx), "cuModuleLoadData", "loading the kernels");
        this.launch = new Launch(context);
    }

    /** Begins a launch of a kernel by its name in the PTX; the launch is one reused object, so finish it before the next. */
    Launch launch(String kernel) {
        CUfunction function = functions.get(kernel);
        return launch.of(kernel, function == null ? find(kernel) : function);
    }

    private CUfunction find(String kernel) {
        CUfunction function = new CUfunction();
        context.check(JCudaDriver.cuModuleGetFunction(function, module, kernel), "cuModuleGetFunction",
                "looking up kernel " + kernel);
        functions.put(kernel, function);
        return function;
    }

    void unload() {
        JCudaDriver.cuModuleUnload(module);
    }
}
