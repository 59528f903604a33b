package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.testing.ForkedJvm;
import dev.cairn.testing.OnSimulatedCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four JVMs that open the device at the same time, with no natives unpacked yet, all live and compute. A build runs a few
 * rounds; fifty are run by
 *
 * <pre>{@code ./mvnw -Dquick test -Dtest=OpeningAtOnceTest -Dcairn.test.rounds=50}</pre>
 */
@OnSimulatedCard
class OpeningAtOnceTest {
    private static final int ROUNDS = Integer.getInteger("cairn.test.rounds", 3);
    private static final int JVMS = 4;

    @TempDir
    Path caches;

    @Test
    void noneDies() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < JVMS; i++) {
                processes.add(start(caches.resolve("round" + round)));
            }
            for (Process process : processes) {
                assertThat(ForkedJvm.outputOf(process)).as("round %d", round).containsExactly("[7.0, 10.0]");
            }
        }
    }

    private static Process start(Path cache) throws IOException {
        ProcessBuilder builder = ForkedJvm.builder(Product.class,
                List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        return builder.start();
    }

    /** A JVM of its own: one small product. */
    static final class Product {
        private Product() {
        }

        public static void main(String[] arguments) {
            try (Device device = Device.require(Backend.CUDA)) {
                Tensor x = device.matrix(new float[][] {{1, 2}});
                Tensor w = device.tensor(Shape.of(2, 2), 1, 2, 3, 4);
                System.out.println(List.of(x.matmul(w).toArray()[0], x.matmul(w).toArray()[1]));
            }
        }
    }
}
