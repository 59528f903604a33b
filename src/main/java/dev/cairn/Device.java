package dev.cairn;

import dev.cairn.autodiff.Tape;
import dev.cairn.backend.BlockPool;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.HostRows;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Precision;
import dev.cairn.backend.Prefetch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An opened backend: it makes tensors and computes with them. A device belongs to the thread that opened it; other threads
 * open their own, or share a trained model through a predictor.
 *
 * <pre>{@code
 * try (Device device = Device.open(Backend.CUDA)) {       // becomes CPU, and says why
 *     Tensor x = device.matrix(new float[][] {{1, 2}, {3, 4}});
 *     float[][] y = device.scoped(() -> x.matmul(x).relu().toMatrix());
 * }
 * }</pre>
 */
public final class Device implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cairn");

    private final Backend backend;
    private final DeviceOptions options;
    private final Ops opened;
    private final OpsInUse ops;
    private final Thread owner = Thread.currentThread();
    private final BlockPool pool;
    private final TensorMemory tensors;
    private @Nullable Buffer one;

    private Device(Backend backend, DeviceOptions options) {
        this.backend = backend;
        this.options = options;
        this.opened = backend.open(options);
        this.ops = new OpsInUse(opened, backend.name());
        this.pool = new BlockPool(opened, ops::giveUpRecordings);
        this.tensors = new TensorMemory(this, pool);
    }

    /** Opens a backend; where it is not available, the CPU with one warning that carries the reason. */
    public static Device open(Backend backend) {
        return open(backend, DeviceOptions.defaults());
    }

    /**
     * Opens a backend with options; where it is not available, the CPU with one warning that carries the reason, in FP32 if
     * the CPU does not have the precision.
     *
     * @throws CairnException if the backend is there, but not in this precision
     */
    public static Device open(Backend backend, DeviceOptions options) {
        if (!backend.fallsBack(options)) {
            return require(backend == Backend.AUTO ? Backend.CUDA : backend, options);
        }
        DeviceOptions possible = Backend.CPU.whyNot(options).isEmpty()
                ? options
                : options.withPrecision(Precision.FP32);
        if (backend != Backend.AUTO) {
            LOG.log(System.Logger.Level.WARNING, "computing on the CPU in {0}, because {1} is not available: {2}",
                    possible.precision(), backend, backend.whyNot(options).orElseThrow());
        }
        return require(Backend.CPU, possible);
    }

    /**
     * Opens a backend, and no other.
     *
     * @throws CairnException with the reason if it is not available
     */
    public static Device require(Backend backend) {
        return require(backend, DeviceOptions.defaults());
    }

    /**
     * Opens a backend with options, and no other.
     *
     * @throws CairnException with the reason if it is not available
     */
    public static Device require(Backend backend, DeviceOptions options) {
        if (backend == Backend.AUTO) {
            return open(backend, options);
        }
        backend.whyNot(options).ifPresent(reason -> {
            throw new CairnException("backend " + backend + " is not available: " + reason);
        });
        return new Device(backend, options);
    }

    /** The backend that was opened: never {@link Backend#AUTO}. */
    public Backend backend() {
        return backend;
    }

    /** What it was opened with: in FP32 where the CPU stands in and does not have the precision asked for. */
    public DeviceOptions options() {
        return options;
    }

    /** One line for a person: the machine, and which implementations are in use. */
    public String describe() {
        return opened.describe();
    }

    /** Whether it has not been closed. */
    public boolean isOpen() {
        return tensors.isOpen();
    }

    /**
     * Does something once and says where the time went, operation by operation, uploads and downloads included. Every
     * operation is waited for, so none overlaps another or the work of the host: on CUDA the time of a small one is mostly
     * that of its launch, and the body takes longer than unprofiled. Memory that the pool takes from the machine counts as
     * the host's time. What brings the samples of a {@linkplain dev.cairn.data.Batches#streamed streamed} data set is listed as
     * {@code prefetch begin} and {@code prefetch finish}; between them, on CUDA, samples are on their way while operations
     * compute, and only what is left of that is waited for. The results are the same as unprofiled, and a device that is not
     * profiled pays nothing.
     *
     * <pre>{@code
     * twentySteps.run();                               // cold code is slow, and first steps take memory
     * System.out.println(device.profile(twentySteps).table(20));
     * }</pre>
     *
     * @throws IllegalStateException inside another profile of this device
     */
    public Profile profile(Runnable body) {
        checkUsable();
        return ops.profile(body);
    }

    /**
     * Notes the operations of a body, without computing anything, so that they can be replayed any number of times: small
     * networks spend most of their time on the way from one operation to the next, and a replay goes it faster. The body runs
     * once. It must do the same each time, on the same memory: what it reads, writes or draws may change only on the device, as
     * batches, learning rates and dropout masks do. Do it once as usual before, so that everything it needs is in place.
     *
     * <pre>{@code
     * trainStep.run();
     * try (Recording step = device.record(trainStep)) {
     *     for (int i = 1; i < steps; i++) {
     *         step.replay();
     *     }
     * }
     * }</pre>
     *
     * @throws UnrecordableException if the body brings values to the device or reads any back
     */
    public Recording record(Runnable body) {
        return record(body, false);
    }

    /**
     * As {@link #record}, for a body that can as well be run as it is written: the recording is given up, which closes it, where
     * there is no other memory left for something else. {@link Recording#isClosed} tells.
     */
    public Recording recordIfRoom(Runnable body) {
        return record(body, true);
    }

    private Recording record(Runnable body, boolean mayBeGivenUp) {
        checkUsable();
        one();
        return ops.record(this, pool, mayBeGivenUp, () -> {
            try (Scope _ = enter("recording", null)) {
                body.run();
            }
        });
    }

    /** The memory pool's figures. */
    public MemoryUse memory() {
        return tensors.use();
    }

    /**
     * The bytes that tensors can still take: what the machine has free, and idle blocks. The largest long where the machine
     * shares its memory out as it is used, as on the CPU.
     */
    public long freeBytes() {
        checkUsable();
        long free = opened.freeBytes();
        long idle = pool.reserved() - pool.used();
        return free > Long.MAX_VALUE - idle ? Long.MAX_VALUE : free + idle;
    }

    // Scopes ------------------------------------------------------------------------------------------------------

    /** Opens a scope: tensors made in it are released when it closes. */
    public Scope scope() {
        return enter("scope", tensors.innermost().tape());
    }

    /** Opens a scope in which operations are recorded, so that {@link Tensor#backward()} can follow them back. */
    public Scope training() {
        return enter("training", new Tape(this));
    }

    /** Opens a scope in which nothing is recorded, inside a training scope too. */
    public Scope noGrad() {
        return enter("noGrad", null);
    }

    /** Computes something in a scope of its own: whatever tensors it made are released, the result is returned. */
    public <T> T scoped(Supplier<T> body) {
        try (Scope _ = scope()) {
            return body.get();
        }
    }

    private Scope enter(String name, @Nullable Tape tape) {
        checkUsable();
        return tensors.enter(name, tape);
    }

    /** The tape that records now, or null: there is none outside training scopes, nor after the backward pass. */
    public @Nullable Tape tape() {
        Tape tape = tensors.innermost().tape();
        return tape == null || tape.isDone() ? null : tape;
    }

    // Tensors -----------------------------------------------------------------------------------------------------

    /** A real tensor of these values, in row-major order. */
    public Tensor tensor(Shape shape, float... values) {
        checkCount("tensor", shape, values.length);
        Tensor tensor = allocate("tensor", shape, ElementType.REAL);
        ops.get().upload(values, 0, tensor.buffer());
        return tensor;
    }

    /** A real tensor of these values in double precision, which only REFERENCE keeps. */
    public Tensor tensor(Shape shape, double[] values) {
        checkCount("tensor", shape, values.length);
        Tensor tensor = allocate("tensor", shape, ElementType.REAL);
        ops.get().upload(values, tensor.buffer());
        return tensor;
    }

    /** A real tensor of rank 2; all rows have the same length. */
    public Tensor matrix(float[][] rows) {
        Shape shape = Shape.of(rows.length, rows.length == 0 ? 0 : rows[0].length);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException("matrix: row " + i + " has " + rows[i].length
                        + " values, row 0 has " + rows[0].length);
            }
            System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
        }
        return tensor(shape, values);
    }

    /** A tensor of shape [1]. */
    public Tensor scalar(double value) {
        return full(Shape.SCALAR, value);
    }

    /** A real tensor of zeros. */
    public Tensor zeros(Shape shape) {
        return full(shape, 0);
    }

    /** A real tensor, every element the same. */
    public Tensor full(Shape shape, double value) {
        Tensor tensor = allocate("full", shape, ElementType.REAL);
        ops.get().fill(value, tensor.buffer());
        return tensor;
    }

    /** An INT32 tensor of rank 1: the class of each sample, or indices, from 0. */
    public Tensor labels(int... labels) {
        int largest = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException("labels: " + labels[i] + " at " + i + "; classes count from 0");
            }
            largest = Math.max(largest, labels[i]);
        }
        Tensor tensor = allocate("labels", Shape.of(labels.length), ElementType.INT32);
        ops.get().upload(labels, 0, tensor.buffer());
        return tensor.markClasses(largest + 1);
    }

    /** A UINT8 tensor: images, 0 to 255. */
    public Tensor bytes(Shape shape, byte[] values) {
        checkCount("bytes", shape, values.length);
        Tensor tensor = allocate("bytes", shape, ElementType.UINT8);
        ops.get().upload(values, 0, tensor.buffer());
        return tensor;
    }

    private static void checkCount(String operation, Shape shape, int values) {
        if (shape.elements() != values) {
            throw new IllegalArgumentException(
                    operation + ": shape " + shape + " has " + shape.elements() + " elements, but " + values
                            + " values were given");
        }
    }

    // For those who write operations ------------------------------------------------------------------------------

    /** The backend's operations, for the thread that owns this device, as long as it is open. */
    public Ops ops() {
        checkUsable();
        return ops.get();
    }

    /** A tensor with undefined contents in the innermost scope; the name is that of the operation that fills it. */
    public Tensor allocate(String name, Shape shape, ElementType type) {
        checkUsable();
        return tensors.make(name, shape, type, tensors.innermost());
    }

    /**
     * A tensor that lives until the device is closed, whichever scope is open, or until {@link #release}: what a model or
     * a data set holds. Its contents are undefined.
     */
    public Tensor lasting(String name, Shape shape, ElementType type) {
        checkUsable();
        return tensors.make(name, shape, type, tensors.outermost());
    }

    /** Makes something that holds {@link #lasting} tensors; if that fails halfway, those that it had made are released. */
    public <T> T allOrNothing(Supplier<T> maker) {
        checkUsable();
        return tensors.allOrNothing(maker);
    }

    /** Releases a tensor before its scope closes. */
    public void release(Tensor tensor) {
        checkUsable();
        tensor.remove();
    }

    /** Real memory that belongs to no scope: whoever takes it gives it back with {@link #give}. */
    public Buffer take(int elements) {
        return take(ElementType.REAL, elements);
    }

    /** Memory of any type that belongs to no scope. */
    public Buffer take(ElementType type, int elements) {
        checkUsable();
        return pool.take(type, elements);
    }

    /** Does something with real memory of undefined contents, which is given back afterwards, whatever happens. */
    public void withScratch(int elements, Consumer<Buffer> body) {
        Buffer scratch = take(elements);
        try {
            body.accept(scratch);
        } finally {
            give(scratch);
        }
    }

    /** Gives back what {@link #take} handed out. */
    public void give(Buffer buffer) {
        pool.give(buffer);
    }

    /** A buffer that holds the number 1: the gradient of a loss by itself. Nobody writes to it. */
    public Buffer one() {
        if (one == null) {
            Buffer buffer = take(1);
            try {
                ops.get().fill(1, buffer);
                one = buffer;
            } finally {
                if (one == null) {
                    give(buffer);
                }
            }
        }
        return one;
    }

    /** As {@link Ops#prefetch}, and a {@link #profile} lists what it does. */
    public Prefetch prefetch(List<HostRows> sources, List<Buffer> landing) {
        checkUsable();
        return ops.prefetch(sources, landing);
    }

    /**
     * Work of the host that belongs to a step, such as counting it, and follows operations: done now or, inside a recording,
     * after each replay instead, once all of its operations are enqueued.
     */
    public void onHost(Runnable work) {
        checkUsable();
        ops.onHost(work);
    }

    /**
     * Prepares operations that come next: now or, inside a recording, before each replay instead. A replay prepares all of its
     * operations before the first of them, the same preparation once.
     */
    public void prepare(Preparation preparation) {
        checkUsable();
        ops.prepare(preparation);
    }

    /**
     * As {@link #prepare}, where a second preparation would undo the first: a recording can hold one.
     *
     * @param owner   whose preparation it is
     * @param refusal what to tell whoever records a second one
     * @throws UnrecordableException the second time in a recording
     */
    public void prepareOnce(Object owner, String refusal, Preparation preparation) {
        checkUsable();
        ops.prepareOnce(owner, refusal, preparation);
    }

    void release(Buffer buffer) {
        tensors.release(buffer);
    }

    /**
     * For what frees or does something in more than one step: whether it may.
     *
     * @throws IllegalStateException on another thread than the one that opened this device, or where it is closed
     */
    public void checkUsable() {
        tensors.innermost();
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a device of " + backend + " belongs to thread " + owner.getName()
                    + ", not to " + Thread.currentThread().getName()
                    + "; open a device on each thread, or share a model through a Predictor");
        }
    }

    /** Closes every open scope and gives all memory back. Closing twice does nothing. */
    @Override
    public void close() {
        if (!isOpen()) {
            return;
        }
        checkUsable();
        ops.closeRecordings();
        tensors.close();
        if (one != null) {
            pool.give(one);
        }
        pool.trim();
        opened.close();
    }

    @Override
    public String toString() {
        return "Device[" + backend + "]";
    }
}
