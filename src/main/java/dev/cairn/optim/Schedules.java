package dev.cairn.optim;

/** The customary schedules. What their {@code toString()} says, {@link #parse} reads. */
public final class Schedules {
    private static final String FORMS = "constant, cosine, decay:FACTOR, decay-step:FACTOR, step:EPOCHS:FACTOR, plateau, plateau:FACTOR, "
            + "warmup:EPOCHS, warmup:EPOCHS:SCHEDULE";

    private Schedules() {
    }

    /** The learning rate stays. */
    public static Schedule constant() {
        return new Constant();
    }

    /** Multiplies by a factor after each epoch. */
    public static Schedule decay(double factor) {
        return new Decay(factor);
    }

    /** Multiplies by a factor after each step. */
    public static Schedule decayEachStep(double factor) {
        return new DecayEachStep(factor);
    }

    /** Multiplies by a factor after every so many epochs. */
    public static Schedule stepDecay(int epochs, double factor) {
        return new StepDecay(epochs, factor);
    }

    /** Half a cosine from 1 to 0 over the run (Loshchilov and Hutter, 2017). */
    public static Schedule cosine() {
        return new Cosine();
    }

    /** Rises evenly over so many epochs to the full rate; the run that remains follows another schedule. */
    public static Schedule warmUp(int epochs, Schedule then) {
        return new WarmUp(epochs, then);
    }

    /** Halves after each epoch whose training loss did not fall; runs at the same time need one each. */
    public static Schedule plateau() {
        return new HalveWhenLossStops();
    }

    private record Constant() implements Schedule {
        @Override
        public double factor(Progress progress) {
            return 1;
        }

        @Override
        public String toString() {
            return "constant";
        }
    }

    private record Decay(double by) implements Schedule {
        Decay {
            requireFactor("decay", by);
        }

        @Override
        public double factor(Progress progress) {
            return StrictMath.pow(by, progress.epoch());
        }

        @Override
        public String toString() {
            return "decay:" + by;
        }
    }

    private record DecayEachStep(double by) implements Schedule {
        DecayEachStep {
            requireFactor("decay-step", by);
        }

        @Override
        public double factor(Progress progress) {
            return StrictMath.pow(by, progress.step());
        }

        @Override
        public String toString() {
            return "decay-step:" + by;
        }
    }

    private record StepDecay(int epochs, double by) implements Schedule {
        StepDecay {
            requireEpochs("step", epochs);
            requireFactor("step", by);
        }

        @Override
        public double factor(Progress progress) {
            return StrictMath.pow(by, progress.epoch() / epochs);
        }

        @Override
        public String toString() {
            return "step:" + epochs + ":" + by;
        }
    }

    private record Cosine() implements Schedule {
        @Override
        public double factor(Progress progress) {
            double done = Math.min(1, (double) progress.step() / progress.totalSteps());
            return (1 + StrictMath.cos(Math.PI * done)) / 2;
        }

        @Override
        public String toString() {
            return "cosine";
        }
    }

    private record WarmUp(int epochs, Schedule then) implements Schedule {
        WarmUp {
            requireEpochs("warmup", epochs);
        }

        @Override
        public double factor(Progress progress) {
            long steps = epochs * progress.stepsPerEpoch();
            if (progress.step() < steps) {
                return (progress.step() + 1.0) / steps;
            }
            return then.factor(new Progress(progress.step() - steps, progress.stepsPerEpoch(),
                    Math.max(1, progress.epochs() - epochs)));
        }

        @Override
        public void begin() {
            then.begin();
        }

        @Override
        public void onEpoch(double trainLoss) {
            then.onEpoch(trainLoss);
        }

        @Override
        public String toString() {
            return "warmup:" + epochs + ":" + then;
        }
    }

    private static void requireFactor(String schedule, double factor) {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException(schedule + ": factor " + factor + " must be above 0 and at most 1");
        }
    }

    private static void requireEpochs(String schedule, int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException(schedule + ": " + epochs + " epochs; must be at least 1");
        }
    }

    /**
     * Reads a schedule: {@code constant}, {@code cosine}, {@code decay:0.998}, {@code decay-step:0.9999},
     * {@code step:10:0.1}, {@code plateau}, {@code plateau:0.2}, {@code warmup:5} or {@code warmup:5:cosine}.
     *
     * @throws IllegalArgumentException for any other text, with the valid forms
     */
    public static Schedule parse(String text) {
        String[] parts = text.split(":", 3);
        try {
            return switch (parts[0] + "/" + parts.length) {
                case "constant/1" -> constant();
                case "cosine/1" -> cosine();
                case "decay/2" -> decay(Double.parseDouble(parts[1]));
                case "decay-step/2" -> decayEachStep(Double.parseDouble(parts[1]));
                case "step/3" -> stepDecay(Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
                case "plateau/1" -> plateau();
                case "plateau/2" -> new HalveWhenLossStops(Double.parseDouble(parts[1]));
                case "warmup/2" -> warmUp(Integer.parseInt(parts[1]), constant());
                case "warmup/3" -> warmUp(Integer.parseInt(parts[1]), parse(parts[2]));
                default -> throw unknown(text);
            };
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("schedule " + text + ": the valid forms are " + FORMS);
    }
}
