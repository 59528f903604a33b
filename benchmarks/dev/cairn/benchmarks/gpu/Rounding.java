package dev.cairn.benchmarks.gpu;

import dev.cairn.backend.Precision;
import dev.cairn.backend.cuda.RoundedFactors;
import dev.cairn.bench.Case;
import java.util.List;

/** How the factors of a step's products become bfloat16, which {@link RoundedFactors} decides product by product. */
final class Rounding {
    private Rounding() {
    }

    /** The precision, in BF16 with the way that was taken: PyTorch's factors are in bfloat16 wherever they lie. */
    static String describe(Case of) {
        Precision precision = of.options().precision();
        if (precision != Precision.BF16) {
            return precision.toString();
        }
        RoundedFactors choice = RoundedFactors.of(precision, System.getProperty(RoundedFactors.PROPERTY));
        List<Integer> widths = of.net().widths();
        int products = 0;
        int ours = 0;
        for (int i = 1; i < widths.size(); i++) {
            int inputs = widths.get(i - 1);
            int outputs = widths.get(i);
            ours += choice.pays(of.batch(), outputs, inputs) ? 1 : 0;
            ours += choice.pays(inputs, outputs, of.batch()) ? 1 : 0;
            products += 2;
            if (i > 1) {
                ours += choice.pays(of.batch(), inputs, outputs) ? 1 : 0;
                products++;
            }
        }
        return precision + " (" + (products - ours) + " products rounded by cuBLAS, " + ours + " by our kernel)";
    }

    /** Does something on devices whose own kernel rounds the factors of every product. */
    static void alwaysByOurKernel(Runnable work) {
        System.setProperty(RoundedFactors.PROPERTY, "always");
        try {
            work.run();
        } finally {
            System.clearProperty(RoundedFactors.PROPERTY);
        }
    }
}
