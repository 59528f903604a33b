package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import dev.cairn.backend.NativeFiles;
import dev.cairn.backend.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Whether this machine can compute with CUDA, and if not, which piece is missing and how to get it. */
public final class CudaProbe {
    private final List<CardFacts> cards = new ArrayList<>();
    private String cublas = "";
    private int driverVersion;
    private Optional<String> whyNot = Optional.empty();

    private CudaProbe() {
        try {
            lookAtEverything();
        } catch (DeviceException e) {
            whyNot = Optional.of(String.valueOf(e.getMessage()));
        } catch (IllegalCallerException e) {
            whyNot = Optional.of("native access is denied; start Java with --enable-native-access=ALL-UNNAMED");
        } catch (LinkageError e) {
            whyNot = Optional.of("a native library cannot be loaded: " + firstLine(e));
        }
    }

    /** What this machine has; it is looked at once, when first asked for. */
    public static CudaProbe ofThisMachine() {
        return Holder.PROBE;
    }

    /** Why a card cannot be used with a precision, and what would help; empty if it can. */
    public Optional<String> whyNot(int card, Precision precision) {
        if (cards.isEmpty()) {
            return whyNot;
        }
        if (card >= cards.size()) {
            return Optional.of("there is no card " + card + "; this machine has " + cards());
        }
        CardFacts facts = cards.get(card);
        if (!facts.isNewEnough()) {
            return Optional.of("the card is too old: compute capability 7.5 is needed (Turing, 2018, or newer),"
                    + " and card " + card + " does not have it; this machine has " + cards());
        }
        if (precision != Precision.FP32 && !facts.hasShortFactors()) {
            return Optional.of(precision + " needs compute capability 8.0 (Ampere, 2020, or newer), and card " + card
                    + " does not have it; take FP32, or another card: this machine has " + cards());
        }
        return whyNot;
    }

    private String cards() {
        return IntStream.range(0, cards.size())
                .mapToObj(i -> "card " + i + ": " + cards.get(i))
                .collect(Collectors.joining("; "));
    }

    /** @throws DeviceException with the reason, if a card cannot be used with a precision */
    void require(int card, Precision precision) {
        whyNot(card, precision).ifPresent(reason -> {
            throw new DeviceException("CUDA is not available: " + reason);
        });
    }

    /** One line for a person on what was found: the driver, the cards, cuBLAS. */
    public String found() {
        return "driver for CUDA " + DriverLibrary.text(driverVersion) + "; " + cards() + "; cuBLAS " + cublas;
    }

    private void lookAtEverything() {
        CudaNatives.requirePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        NativeFiles.requireNativeAccess();
        driverVersion = DriverLibrary.requireVersion(CudaNatives.isWindows());
        CudaNatives.loadDriver();
        lookAtCards();
        loadCublas();
        PtxFile.read();
    }

    private void lookAtCards() {
        int result = JCudaDriver.cuInit(0);
        if (result == CUresult.CUDA_ERROR_NO_DEVICE) {
            throw new DeviceException("the NVIDIA driver finds no card; nvidia-smi shows what it sees, and"
                    + " CUDA_VISIBLE_DEVICES may hide cards");
        }
        require(result, "cuInit");
        int[] count = new int[1];
        require(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
        for (int i = 0; i < count[0]; i++) {
            CUdevice device = new CUdevice();
            require(JCudaDriver.cuDeviceGet(device, i), "cuDeviceGet");
            cards.add(CardFacts.of(device));
        }
    }

    private void loadCublas() {
        List<Path> libraries = new CublasFinder(CudaNatives.isWindows(), Path.of("/"), System.getenv())
                .find(System.getProperty(CublasFinder.PROPERTY));
        for (Path library : libraries) {
            try {
                System.load(library.toAbsolutePath().toString());
            } catch (UnsatisfiedLinkError e) {
                throw new DeviceException("cuBLAS cannot be loaded: " + firstLine(e) + "; reinstall it, or name another"
                        + " folder by -D" + CublasFinder.PROPERTY + "=FOLDER", e);
            }
        }
        cublas = libraries.getLast().toString();
        CudaNatives.loadCublas();
    }

    private static void require(int result, String call) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new DeviceException("the NVIDIA driver does not work: " + call + " returned "
                    + CUresult.stringFor(result) + "; nvidia-smi may tell more, and restarting the machine may help");
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static final class Holder {
        private static final CudaProbe PROBE = new CudaProbe();
    }
}
