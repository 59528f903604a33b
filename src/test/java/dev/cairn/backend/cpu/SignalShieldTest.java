package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.ForkedJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A profiler that interrupts threads by signals must neither change a product nor end the process. */
class SignalShieldTest {
    @Test
    @Timeout(120)
    void productsSurviveAFlightRecording(@TempDir Path folder) throws Exception {
        List<String> output = ForkedJvm.run(SignalShieldTest.class, List.of("--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:StartFlightRecording=settings=profile,jdk.ExecutionSample#period=1ms,filename="
                        + folder.resolve("recording.jfr")));
        assertThat(output).contains("0 of 400 products differ");
    }

    /** Run under the recording. */
    public static void main(String[] arguments) {
        int m = 128;
        int n = 512;
        int k = 1024;
        Random random = new Random(1);
        float[] a = numbers(m * k, random);
        float[] b = numbers(k * n, random);
        float[] first = new float[m * n];
        Gemm gemm = GemmChain.ofThisMachine().gemm();
        gemm.gemm(false, false, m, n, k, a, 0, b, 0, false, first, 0);
        int differ = 0;
        for (int i = 0; i < 400; i++) {
            float[] c = new float[m * n];
            gemm.gemm(false, false, m, n, k, a, 0, b, 0, false, c, 0);
            differ += Arrays.equals(c, first) ? 0 : 1;
        }
        System.out.println(differ + " of 400 products differ");
    }

    private static float[] numbers(int count, Random random) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }
}
