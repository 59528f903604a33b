package dev.cairn.serve;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.MemoryUse;
import dev.cairn.Shape;
import dev.cairn.data.Normalisation;
import dev.cairn.nn.Layer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A trained model that answers from any number of threads. It owns a device and the thread the device belongs to; requests
 * wait in a bounded queue, and all that wait are computed as one batch. The forward pass is recorded for
 * every size of batch and replayed, so nothing is allocated, neither by clients nor, on the CPU, by the predictor; with layers of
 * the program's own, whose code runs for every batch, that leaves about a kilobyte of garbage. The weights are
 * {@linkplain dev.cairn.nn.Parameters#makeConstant constant}.
 *
 * <p>An answer depends on what was computed with it by rounding at most, since libraries add the products of a row in an order
 * that suits the number of rows. On the CPU without oneDNN there is no difference at all. With oneDNN 3.11 on 1024-512-256-10
 * none was found on a processor with AVX-512, and up to 6e-7 in outputs around 1 with AVX2. A lone sample would
 * differ by 1.3e-6 on both and is therefore computed as a batch of two; a layer with a single output differs in its last bits.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.of(model, Shape.of(784), normalisation, Backend.AUTO)) {
 *     float[] scores = new float[10];
 *     predictor.predict(image, scores);                            // from any thread
 * }
 * }</pre>
 */
public final class Predictor implements AutoCloseable {
    /** How many requests can wait or be computed at once; further callers wait for a place. */
    public static final int CAPACITY = 256;

    /** The most samples computed together. */
    public static final int LARGEST_BATCH = 64;

    /** A product of a single row is a routine of its own in most libraries, and adds up in another order than all others. */
    private static final int SMALLEST_BATCH = 2;

    private final Layer model;
    private final Shape sampleShape;
    private final Normalisation normalisation;
    private final int inputs;
    private final int outputs;
    private final RequestQueue free = new RequestQueue(CAPACITY);
    private final RequestQueue waiting = new RequestQueue(CAPACITY);
    private final Thread worker;
    private final Device device;

    private Predictor(Layer model, Shape sampleShape, Normalisation normalisation, Backend backend,
            DeviceOptions options) {
        this.model = model;
        this.sampleShape = sampleShape;
        this.normalisation = normalisation;
        this.inputs = sampleShape.elements();
        this.outputs = model.outputShape(sampleShape).elements();
        normalisation.requireFits(inputs);
        for (int i = 0; i < CAPACITY; i++) {
            free.put(new Request(inputs, outputs));
        }
        float[] values = model.parameters().all().toArray();
        model.release();
        CompletableFuture<Device> ready = new CompletableFuture<>();
        worker = Thread.ofPlatform().name("cairn-predictor").daemon().unstarted(
                () -> serve(backend, options, values, ready));
        worker.start();
        device = awaitStart(ready);
    }

    /**
     * Takes a trained model over: it moves to the predictor's device, and the caller uses it no more.
     *
     * @param sampleShape   the shape of one sample
     * @param normalisation applied to every sample; the one the model was trained with
     */
    public static Predictor of(Layer model, Shape sampleShape, Normalisation normalisation, Backend backend) {
        return of(model, sampleShape, normalisation, backend, DeviceOptions.defaults());
    }

    /** As {@link #of(Layer, Shape, Normalisation, Backend)}, on a device opened with options. */
    public static Predictor of(Layer model, Shape sampleShape, Normalisation normalisation, Backend backend,
            DeviceOptions options) {
        return new Predictor(model, sampleShape, normalisation, backend, options);
    }

    private static Device awaitStart(CompletableFuture<Device> ready) {
        try {
            return ready.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    /** The number of values of a sample. */
    public int inputs() {
        return inputs;
    }

    /** The number of values of an answer. */
    public int outputs() {
        return outputs;
    }

    /**
     * The memory figures of its device, from any thread: exact while nothing is asked, and all zero but for peak and
     * allocations once the predictor is closed.
     */
    public MemoryUse memory() {
        return device.memory();
    }

    /**
     * The model's outputs for one sample as it is stored, before normalisation; from any thread. A thread that is interrupted
     * while it waits gets its answer all the same, and stays interrupted.
     *
     * @throws IllegalStateException if the predictor is closed, or the model failed
     */
    public float[] predict(float[] sample) {
        float[] answer = new float[outputs];
        predict(sample, answer);
        return answer;
    }

    /** As {@link #predict(float[])}, into an array of the caller's. */
    public void predict(float[] sample, float[] answer) {
        checkLength("sample", sample.length, inputs);
        checkLength("answer", answer.length, outputs);
        Request request = place();
        try {
            normalisation.apply(sample, 0, request.input, 0, inputs);
            ask(request, answer);
        } finally {
            free.put(request);
        }
    }

    /** As {@link #predict(float[])} for one 8-bit image, into an array of the caller's. */
    public void predict(byte[] image, float[] answer) {
        checkLength("image", image.length, inputs);
        checkLength("answer", answer.length, outputs);
        Request request = place();
        try {
            normalisation.apply(image, 0, request.input, 0, inputs);
            ask(request, answer);
        } finally {
            free.put(request);
        }
    }

    private static void checkLength(String what, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    "predict: " + what + " has " + length + " values, the model's has " + expected);
        }
    }

    private Request place() {
        Request request = free.take();
        if (request == null) {
            throw closed();
        }
        return request;
    }

    private void ask(Request request, float[] answer) {
        request.begin();
        if (!waiting.put(request)) {
            throw closed();
        }
        request.await();
        System.arraycopy(request.output, 0, answer, 0, outputs);
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("predict: the predictor is closed");
    }

    // The worker's thread -------------------------------------------------------------------------------------------

    private void serve(Backend backend, DeviceOptions options, float[] values,
            CompletableFuture<Device> ready) {
        try (Device opened = Device.open(backend, options)) {
            model.initialize(opened, 0);
            model.parameters().all().set(values);
            model.parameters().makeConstant();
            Server server = new Server();
            ready.complete(opened);
            server.run();
        } catch (RuntimeException | Error e) {
            ready.completeExceptionally(e);
        }
    }

    /** Computes batches of 2, 4, 8, ... samples, so that few are recorded. */
    private final class Server {
        private final Request[] taken = new Request[LARGEST_BATCH];
        private final float[] staged = new float[LARGEST_BATCH * inputs];
        private final float[] answers = new float[LARGEST_BATCH * outputs];
        /** Pass i is for 2^i samples, from {@link #SMALLEST_BATCH} on. */
        private final ForwardPass[] passes = new ForwardPass[Integer.numberOfTrailingZeros(LARGEST_BATCH) + 1];

        Server() {
            for (int i = Integer.numberOfTrailingZeros(SMALLEST_BATCH); i < passes.length; i++) {
                passes[i] = new ForwardPass(model, sampleShape, 1 << i, outputs);
                passes[i].run(staged, answers);
            }
        }

        void run() {
            for (int n = waiting.take(taken); n > 0; n = waiting.take(taken)) {
                Throwable problem = null;
                try {
                    for (int i = 0; i < n; i++) {
                        System.arraycopy(taken[i].input, 0, staged, i * inputs, inputs);
                    }
                    pass(n).run(staged, answers);
                } catch (RuntimeException | Error e) {
                    problem = e;
                }
                for (int i = 0; i < n; i++) {
                    System.arraycopy(answers, i * outputs, taken[i].output, 0, outputs);
                    taken[i].answer(problem);
                }
            }
        }

        /** The smallest that takes n samples. */
        private ForwardPass pass(int n) {
            return passes[Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(n, SMALLEST_BATCH) - 1)];
        }
    }

    /** Answers what waits, refuses what comes later, and releases the device. Closing twice does nothing. */
    @Override
    public void close() {
        free.close();
        waiting.close();
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
