package dev.cairn.backend;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend must do in each precision below FP32: matrix products alone depend on it. */
@ParameterizedClass
@EnumSource(names = {"TF32", "BF16"})
abstract class PrecisionContract extends Comparison implements ProductContract {
    @Parameter
    Precision precision = Precision.FP32;

    /** Opens the backend under test in a precision. */
    abstract Ops open(Precision chosen);

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    Ops open() {
        return open(precision);
    }

    @Override
    boolean isStaggered() {
        return true;
    }
}
