package dev.cairn.bench;

import dev.cairn.Device;
import java.util.List;

/**
 * The least of a step as one program: its matrix products, then a copy of the fewest bytes that it must move besides. Where a
 * launch takes longer than what it begins, their times measured apart add up to more than a step.
 */
public final class LeastStep implements Repeatable {
    private final Device device;
    private final Repeated program;

    private LeastStep(Device device, Case of, Products products, Runnable copy) {
        this.device = device;
        program = new Repeated(device, of.replay(), () -> {
            products.products();
            copy.run();
        });
    }

    /** With each of a backend's ways to copy: the faster one is the limit. Their buffers last until the device is closed. */
    public static List<Repeatable> ways(Device device, Case of) {
        Products products = new Products(device, of);
        Traffic traffic = new Traffic(device, of);
        return List.of(new LeastStep(device, of, products, traffic::shared),
                new LeastStep(device, of, products, traffic::plain));
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            program.once();
        }
        device.ops().synchronize();
    }
}
