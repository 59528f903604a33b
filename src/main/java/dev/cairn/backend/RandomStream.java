package dev.cairn.backend;

/**
 * A sequence of random numbers drawn from {@link Philox}, one after another, for work on the host: initial weights and
 * generated data. The same seed, stream and step give the same sequence on every machine, since normal
 * deviates go through {@link StrictMath}.
 */
public final class RandomStream {
    private final long seed;
    private final int stream;
    private final long step;
    private final int[] block = new int[4];
    private int next;

    public RandomStream(long seed, int stream, long step) {
        this.seed = seed;
        this.stream = stream;
        this.step = step;
    }

    /** The next 32 bits. */
    public int nextInt() {
        if ((next & 3) == 0) {
            Philox.block(seed, next >>> 2, stream, (int) step, (int) (step >>> 32), block);
        }
        return block[next++ & 3];
    }

    /** A uniform integer in [0, bound). */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + ": must be at least 1");
        }
        return (int) ((nextInt() & 0xFFFFFFFFL) * bound >>> 32);
    }

    /** A uniform float in [0, 1), in steps of 2^-24. */
    public float nextFloat() {
        return Philox.uniform(nextInt());
    }

    /** A uniform float in [low, high). */
    public float nextFloat(float low, float high) {
        return low + (high - low) * nextFloat();
    }

    /** A standard normal deviate (Box and Muller, 1958). */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(((nextInt() & 0xFFFFFFFFL) + 1) * 0x1.0p-32));
        return radius * StrictMath.cos(2 * Math.PI * (nextInt() & 0xFFFFFFFFL) * 0x1.0p-32);
    }

    /** A random order of 0 to n - 1 (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        permute(order);
        return order;
    }

    /** Fills an array with a random order of 0 to length - 1. */
    public void permute(int[] order) {
        for (int i = 0; i < order.length; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
