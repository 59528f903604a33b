package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import dev.cairn.backend.NativeFiles;
import dev.cairn.backend.Precision;
import dev.cairn.backend.Prerequisite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Whether this machine can compute with CUDA, and if not, which piece is missing and how to get it. */
public final class CudaProbe {
    private static final Path ROOT = Path.of("/");

    /** What must be there to see the cards, and what else must be there to use them. */
    private final List<Prerequisite> toSee = new ArrayList<>();
    private final List<Prerequisite> toUse = new ArrayList<>();
    private final List<CardFacts> cards = new ArrayList<>();

    private CudaProbe() {
        if (!look(toSee, "natives", CudaProbe::platform)) {
            return;
        }
        boolean visible = look(toSee, "driver", CudaProbe::driver) && look(toSee, "cards", this::lookAtCards);
        look(toUse, "cuBLAS", () -> cublas(visible));
        look(toUse, "kernels", () -> PtxFile.count(PtxFile.read()) + " kernels as " + PtxFile.DESCRIPTION);
    }

    /** What this machine has; it is looked at once, when first asked for. */
    public static CudaProbe ofThisMachine() {
        return Holder.PROBE;
    }

    /** Why a card cannot be used with a precision, and what would help; empty if it can. */
    public Optional<String> whyNot(int card, Precision precision) {
        return missing(toSee).or(() -> cardFault(card)).or(() -> missing(toUse))
                .or(() -> precisionFault(card, precision));
    }

    /** @throws DeviceException with the reason, if a card cannot be used with a precision */
    void require(int card, Precision precision) {
        whyNot(card, precision).ifPresent(reason -> {
            throw new DeviceException("CUDA is not available: " + reason);
        });
    }

    /** Everything that is needed, in the order in which it is looked for; every card is listed. */
    public List<Prerequisite> prerequisites() {
        Stream<Prerequisite> visible = toSee.stream().filter(piece -> !piece.name().equals("cards") || !piece.met());
        Stream<Prerequisite> listed = IntStream.range(0, cards.size()).mapToObj(i -> new Prerequisite("card " + i,
                cards.get(i).isNewEnough(), cards.get(i) + (cards.get(i).isNewEnough() ? "" : "; " + TOO_OLD)));
        return Stream.of(visible, listed, toUse.stream()).flatMap(pieces -> pieces).toList();
    }

    private static Optional<String> missing(List<Prerequisite> pieces) {
        return pieces.stream().filter(piece -> !piece.met()).map(Prerequisite::detail).findFirst();
    }

    // Cards -------------------------------------------------------------------------------------------------------

    private static final String TOO_OLD = "too old: compute capability 7.5 is needed (Turing, 2018, or newer)";

    private Optional<String> cardFault(int card) {
        if (card >= cards.size()) {
            return Optional
                    .of("there is no card " + card + "; use another device index: this machine has " + listOfCards());
        }
        return cards.get(card).isNewEnough()
                ? Optional.empty()
                : Optional.of("card " + card + " is " + TOO_OLD
                        + "; use another device index, if there is a newer one: this machine has " + listOfCards());
    }

    private Optional<String> precisionFault(int card, Precision precision) {
        return precision == Precision.FP32 || cards.get(card).hasShortFactors()
                ? Optional.empty()
                : Optional.of(precision + " needs a card of compute capability 8.0 (Ampere, 2020, or newer), and card "
                        + card
                        + " is older; leave the precision at FP32, or use another device index: this machine has "
                        + listOfCards());
    }

    private String listOfCards() {
        return IntStream.range(0, cards.size()).mapToObj(i -> "card " + i + ", " + cards.get(i))
                .collect(Collectors.joining("; "));
    }

    // The pieces --------------------------------------------------------------------------------------------------

    /** Looks for one piece; whether it is there. */
    private static boolean look(List<Prerequisite> pieces, String name, Supplier<String> piece) {
        Prerequisite found = look(name, piece);
        pieces.add(found);
        return found.met();
    }

    private static Prerequisite look(String name, Supplier<String> piece) {
        try {
            return new Prerequisite(name, true, piece.get());
        } catch (DeviceException e) {
            return new Prerequisite(name, false, String.valueOf(e.getMessage()));
        } catch (IllegalCallerException e) {
            return new Prerequisite(name, false,
                    "native access is denied; start Java with --enable-native-access=ALL-UNNAMED");
        } catch (LinkageError e) {
            return new Prerequisite(name, false, "a native library cannot be loaded: " + firstLine(e));
        }
    }

    private static String platform() {
        CudaNatives.requirePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        NativeFiles.requireNativeAccess();
        return "JCuda " + JCudaVersion.get();
    }

    private static String driver() {
        int version = DriverLibrary.requireVersion(CudaNatives.isWindows());
        CudaNatives.loadDriver();
        return DriverLibrary.release(ROOT).map(release -> release + ", ").orElse("") + "for CUDA "
                + DriverLibrary.text(version);
    }

    private String lookAtCards() {
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
        return listOfCards();
    }

    private static void require(int result, String call) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new DeviceException("the NVIDIA driver does not work: " + call + " returned "
                    + CUresult.stringFor(result) + "; nvidia-smi may tell more, and restarting the machine may help");
        }
    }

    /** @param load whether there is a driver that it could work with; else it is looked for alone */
    private static String cublas(boolean load) {
        List<Path> libraries = new CublasFinder(CudaNatives.isWindows(), ROOT, System.getenv())
                .find(System.getProperty(CublasFinder.PROPERTY));
        if (load) {
            libraries.forEach(CudaProbe::load);
            CudaNatives.loadCublas();
        }
        return libraries.getLast().toString();
    }

    private static void load(Path library) {
        try {
            System.load(library.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
            throw new DeviceException("cuBLAS cannot be loaded: " + firstLine(e) + "; reinstall it, or name another"
                    + " folder by -D" + CublasFinder.PROPERTY + "=FOLDER", e);
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static final class Holder {
        private static final CudaProbe PROBE = new CudaProbe();
    }
}
