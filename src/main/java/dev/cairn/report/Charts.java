package dev.cairn.report;

import dev.cairn.CairnException;
import java.util.Optional;

/**
 * Whether this Java can draw. Charts need the module {@code java.desktop}, which a runtime cut down by jlink may lack,
 * and a font, which a bare container may lack; nothing else in Cairn needs either. A display is never needed.
 */
public final class Charts {
    private static final String DESKTOP = "java.desktop";

    private Charts() {
    }

    /** Whether charts can be drawn. */
    public static boolean isAvailable() {
        return whyNot().isEmpty();
    }

    /** One sentence on why no chart can be drawn and what to do about it; empty if charts can be drawn. */
    public static Optional<String> whyNot() {
        return Reason.TEXT;
    }

    /** @throws CairnException if no chart can be drawn, with the reason */
    static void require() {
        whyNot().ifPresent(reason -> {
            throw new CairnException(reason);
        });
    }

    /** Found once, when first asked for. */
    private static final class Reason {
        private static final Optional<String> TEXT = find();

        private static Optional<String> find() {
            if (ModuleLayer.boot().findModule(DESKTOP).isEmpty()) {
                return Optional.of("charts need the Java module " + DESKTOP
                        + ", which this Java runtime lacks: run it on a full JDK, or add the module to the runtime");
            }
            try {
                Style.measure("0");
                return Optional.empty();
            } catch (OutOfMemoryError | StackOverflowError e) {
                throw e;
            } catch (RuntimeException | Error e) { // no fontconfig: InternalError; no font: Error itself
                return Optional.of("charts need a font, and Java finds none that it can use (" + e.getMessage()
                        + "): install fontconfig and a font, such as the package fonts-dejavu-core");
            }
        }
    }
}
