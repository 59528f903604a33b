package dev.cairn.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that run on the simulated CUDA device of src/test/cpp, in a JVM of their own. Without g++ for Linux on x86-64 they are
 * skipped with the reason, or fail if CAIRN_REQUIRE lists {@code simulator}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("simulator")
@ExtendWith(SimulatorBuild.class)
public @interface OnSimulatedCard {
}
