package dev.cairn.bench;

import dev.cairn.Device;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The matrix products of a step and nothing else, by the same operation and on buffers of the same sizes: forward y = x w,
 * and in training dw = x' dy and, behind the first layer, dx = dy w'.
 */
final class Products implements Repeatable {
    private static final int MATRICES = 3;

    private final Device device;
    private final DenseNet net;
    private final int batch;
    private final boolean training;
    private final Repeated products;
    private final List<Buffer> activations = new ArrayList<>();
    private final List<Buffer> activationGradients = new ArrayList<>();
    private final List<Buffer> weights = new ArrayList<>();
    private final List<Buffer> weightGradients = new ArrayList<>();

    /** The buffers last until the device is closed. */
    Products(Device device, Case of) {
        this.device = device;
        net = of.net();
        batch = of.batch();
        training = of.work() == Work.TRAIN;
        products = new Repeated(device, of.replay(), this::products);
        for (int i = 0; i <= net.layers(); i++) {
            activations.add(random(batch * width(i)));
            activationGradients.add(training ? random(batch * width(i)) : activations.getLast());
        }
        for (int i = 0; i < net.layers(); i++) {
            weights.add(random(width(i) * width(i + 1)));
            weightGradients.add(training ? random(width(i) * width(i + 1)) : weights.getLast());
        }
    }

    private int width(int layer) {
        return net.widths().get(layer);
    }

    private Buffer random(int elements) {
        float[] values = new float[elements];
        RandomStream random = new RandomStream(elements, 0, 0);
        for (int i = 0; i < elements; i++) {
            values[i] = random.nextFloat(-0.1f, 0.1f);
        }
        Buffer buffer = device.take(elements);
        device.ops().upload(values, 0, buffer);
        return buffer;
    }

    /** Floating-point operations of all products of a step, a multiplication and an addition being two. */
    static double operations(Case of) {
        DenseNet net = of.net();
        double sum = 0;
        for (int i = 0; i < net.layers(); i++) {
            int products = of.work() == Work.INFER ? 1 : i == 0 ? MATRICES - 1 : MATRICES;
            sum += 2.0 * products * of.batch() * net.widths().get(i) * net.widths().get(i + 1);
        }
        return sum;
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            products.once();
        }
        device.ops().synchronize();
    }

    /** The products of one step. */
    void products() {
        forward();
        if (training) {
            backward();
        }
    }

    private void forward() {
        for (int i = 0; i < net.layers(); i++) {
            device.ops().gemm(false, false, batch, width(i + 1), width(i), activations.get(i), weights.get(i), false,
                    activations.get(i + 1));
        }
    }

    private void backward() {
        for (int i = net.layers() - 1; i >= 0; i--) {
            Buffer dy = activationGradients.get(i + 1);
            device.ops().gemm(true, false, width(i), width(i + 1), batch, activations.get(i), dy, false,
                    weightGradients.get(i));
            if (i > 0) {
                device.ops().gemm(false, true, batch, width(i), width(i + 1), dy, weights.get(i), false,
                        activationGradients.get(i));
            }
        }
    }
}
