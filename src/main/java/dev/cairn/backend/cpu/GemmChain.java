package dev.cairn.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the fastest {@link Gemm} that works here: oneDNN, else the Vector API, else plain Java, which works anywhere.
 * Choosing never fails; each link that is not used says why, and what would change it.
 *
 * <p>
 * The system property {@value #PROPERTY} ({@code onednn}, {@code vector} or {@code plain}) lets the chain begin at that
 * link.
 */
public final class GemmChain {

    public static final String PROPERTY = "cairn.cpu.gemm";

    /**
     * One implementation of the chain.
     *
     * @param name what it is, as {@link Gemm#name()} says it
     * @param available it works, or nothing is known that speaks against it
     * @param used it is the one that computes; true for exactly one link
     * @param reason why it is used or not, with advice where something can be done
     */
    public record Link(String name, boolean available, boolean used, String reason) {
    }

    /** An implementation before it is tried: {@code obstacle} is quick and touches no class that might be missing. */
    private record Candidate(String key, String name, Supplier<@Nullable String> obstacle,
            Supplier<StridedGemm> open) {
    }

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate("onednn", "oneDNN", GemmChain::oneDnnObstacle, OneDnnGemm::new),
            new Candidate("vector", "Vector API", VectorApi::obstacle, VectorGemm::new),
            new Candidate("plain", "plain Java", () -> null, PlainGemm::new));

    private static final class OfThisMachine {
        static final GemmChain CHAIN = choose(System.getProperty(PROPERTY, ""));
    }

    private final List<Link> links = new ArrayList<>();
    private @Nullable StridedGemm chosen;

    private GemmChain() {
    }

    /** The chain of this machine and this start of Java; chosen once. */
    public static GemmChain ofThisMachine() {
        return OfThisMachine.CHAIN;
    }

    /** Chooses anew; {@code first} is the key of the link to begin at, or empty. */
    static GemmChain choose(String first) {
        GemmChain chain = new GemmChain();
        boolean known = CANDIDATES.stream().anyMatch(candidate -> candidate.key.equals(first));
        boolean skipping = known;
        for (Candidate candidate : CANDIDATES) {
            skipping &= !candidate.key.equals(first);
            if (skipping) {
                chain.leaveOut(candidate, "left out by -D" + PROPERTY + "=" + first);
            } else if (chain.chosen != null) {
                chain.leaveOut(candidate, "not needed: " + chain.chosen.name() + " is faster");
            } else {
                chain.attempt(candidate, known || first.isEmpty()
                        ? ""
                        : " (-D" + PROPERTY + "=" + first
                                + " is ignored: use onednn, vector or plain)");
            }
        }
        return chain;
    }

    private void leaveOut(Candidate candidate, String reason) {
        String obstacle = candidate.obstacle.get();
        links.add(new Link(candidate.name, obstacle == null, false, obstacle == null ? reason : obstacle));
    }

    private void attempt(Candidate candidate, String remark) {
        String fault = candidate.obstacle.get();
        if (fault == null) {
            try {
                StridedGemm gemm = candidate.open.get();
                fault = GemmSelfCheck.fault(gemm);
                if (fault == null) {
                    chosen = gemm;
                }
            } catch (LinkageError | RuntimeException e) {
                fault = explain(e);
            }
        }
        links.add(new Link(candidate.name, fault == null, fault == null, fault == null ? "in use" + remark : fault));
    }

    private static @Nullable String oneDnnObstacle() {
        OneDnnLibrary library = OneDnnLibrary.ofThisMachine();
        if (library == null) {
            return OneDnnLibrary.noLibrary();
        }
        return library.isOnClassPath()
                ? null
                : "its natives are not on the class path: add org.bytedeco:dnnl with classifier " + library.folder();
    }

    private static String explain(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (thrown instanceof LinkageError && !(thrown instanceof UnsatisfiedLinkError) && cause != null) {
            return explain(cause); // the class initializer's exception says more than its wrapper
        }
        if (thrown instanceof IllegalCallerException) {
            Module module = GemmChain.class.getModule();
            return "native access is denied: start Java with --enable-native-access="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
        }
        return String.valueOf(thrown.getMessage());
    }

    /** The chosen implementation, computing on the calling thread; any number of threads may use it. */
    public Gemm gemm() {
        return chosenGemm();
    }

    /** The chosen implementation, sharing large products among the threads of {@code pool}; for the pool's one caller. */
    public Gemm gemm(WorkerPool pool) {
        return new ParallelGemm(chosenGemm(), pool);
    }

    private StridedGemm chosenGemm() {
        if (chosen == null) {
            throw new IllegalStateException("no implementation of gemm passed its self-check: " + links);
        }
        return chosen;
    }

    /** Every implementation, fastest first. */
    public List<Link> links() {
        return List.copyOf(links);
    }
}
