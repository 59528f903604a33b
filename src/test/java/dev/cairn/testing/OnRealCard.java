package dev.cairn.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that run on a CUDA card, where the machine has one. Without it they are skipped with the reason, or fail with
 * {@code -Dcairn.requireCuda=true}, so that a run on a GPU machine never passes by running nothing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("card")
@ExtendWith(RealCard.class)
public @interface OnRealCard {
}
