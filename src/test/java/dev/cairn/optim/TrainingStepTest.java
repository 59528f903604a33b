package dev.cairn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.MemoryUse;
import dev.cairn.Parameter;
import dev.cairn.Recording;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.RandomStream;
import dev.cairn.loss.L2Penalty;
import dev.cairn.loss.Loss;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Networks;
import dev.cairn.nn.Parameters;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole steps: forward, backward, update. */
class TrainingStepTest {
    private static final Loss LOSS = new SoftmaxCrossEntropy();

    private final Device device = Device.open(Backend.REFERENCE);
    private final Layer model = Networks.parse("Sequential(Dense(4, 8), Tanh, Dense(8, 3))");
    private final Tensor x = numbers(device, 6, 4);
    private final Tensor y = device.labels(0, 1, 2, 0, 1, 2);

    @AfterEach
    void close() {
        device.close();
    }

    private static Tensor numbers(Device device, int rows, int columns) {
        RandomStream random = new RandomStream(5, 0, 0);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return device.tensor(Shape.of(rows, columns), values);
    }

    private void step(Optimizer optimizer) {
        try (Scope _ = device.training()) {
            Tensor loss = LOSS.apply(model.forward(x, Mode.TRAIN), y);
            loss.backward();
            optimizer.losses().record(loss, 1);
            optimizer.step();
        }
    }

    private Optimizer bound(Optimizer optimizer) {
        optimizer.bind(model.initialize(device, 1));
        return optimizer;
    }

    @ParameterizedTest
    @EnumSource(names = {"CPU", "REFERENCE"})
    void everyOptimizerOverfitsOneBatch(Backend backend) {
        for (Optimizer optimizer : new Optimizer[] {new Sgd(0.5), new Sgd(0.2, 0.9), new Sgd(0.2, 0.9).nesterov(),
            new RmsProp(0.01), new Adadelta(5), new Adam(0.02), new AdamW(0.02)}) {
            try (Device own = Device.open(backend); Scope _ = own.scope()) {
                Layer fresh = Networks.parse(model.toString());
                optimizer.bind(fresh.initialize(own, 1));
                Tensor batch = numbers(own, 6, 4);
                Tensor labels = own.labels(0, 1, 2, 0, 1, 2);
                double last = Double.NaN;
                for (int i = 0; i < 600; i++) {
                    try (Scope _ = own.training()) {
                        Tensor loss = LOSS.apply(fresh.forward(batch, Mode.TRAIN), labels);
                        loss.backward();
                        optimizer.step();
                        last = loss.item();
                    }
                }
                assertThat(last).as("%s on %s", optimizer, backend).isLessThan(0.01);
            }
        }
    }

    @Test
    void gradientsOfTwoHalvesAddUpToThatOfTheWhole() {
        Optimizer optimizer = bound(new Sgd(0.1));
        step(optimizer);
        double[] whole = model.parameters().get("0.weight").toDoubles();
        bound(optimizer);
        for (int half = 0; half < 2; half++) {
            try (Scope _ = device.training()) {
                Tensor rows = device.tensor(Shape.of(3, 4),
                        Arrays.copyOfRange(x.toDoubles(), half * 12, half * 12 + 12));
                LOSS.apply(model.forward(rows, Mode.TRAIN), device.labels(0, 1, 2)).divide(2).backward();
            }
        }
        optimizer.step();
        assertThat(model.parameters().get("0.weight").toDoubles()).containsExactly(whole, within(1e-15));
    }

    @Test
    void frozenParametersStayAndLearnAgain() {
        Optimizer optimizer = bound(new Sgd(0.1, 0.9).clipByNorm(1));
        Parameters parameters = model.parameters();
        step(optimizer);
        Parameter first = parameters.get("0.weight");
        double[] before = first.toDoubles();
        double[] secondBefore = parameters.get("2.weight").toDoubles();
        model.children().getFirst().freeze();
        step(optimizer);
        assertThat(first.toDoubles()).isEqualTo(before);
        assertThat(parameters.get("2.weight").toDoubles()).isNotEqualTo(secondBefore);
        model.children().getFirst().unfreeze();
        step(optimizer);
        assertThat(first.toDoubles()).isNotEqualTo(before);
    }

    @Test
    void freezingBetweenBackwardAndStepDropsTheGradient() {
        Optimizer optimizer = bound(new Sgd(0.1));
        Parameter first = model.parameters().get("0.weight");
        double[] before = first.toDoubles();
        try (Scope _ = device.training()) {
            LOSS.apply(model.forward(x, Mode.TRAIN), y).backward();
        }
        first.freeze();
        optimizer.step();
        assertThat(first.toDoubles()).isEqualTo(before);
    }

    @Test
    void groupsHaveRatesOfTheirOwn() {
        Optimizer optimizer = bound(new Sgd(0.1));
        double[] start = model.parameters().get("2.weight").toDoubles();
        step(optimizer);
        double[] full = model.parameters().get("2.weight").toDoubles();
        bound(optimizer);
        model.parameters().where(p -> p.name().startsWith("2.")).forEach(p -> p.rateFactor(0.5));
        step(optimizer);
        double[] half = model.parameters().get("2.weight").toDoubles();
        for (int i = 0; i < half.length; i++) {
            assertThat(half[i] - start[i]).isCloseTo((full[i] - start[i]) / 2, within(1e-12));
        }
    }

    @Test
    void theUpdateAddsWhatThePenaltysGradientSays() {
        model.l2(0.05);
        Optimizer optimizer = bound(new Sgd(0.1));
        step(optimizer);
        double[] inUpdate = model.parameters().get("0.weight").toDoubles();
        bound(optimizer);
        try (Scope _ = device.training()) {
            Tensor penalty = L2Penalty.of(model.parameters());
            LOSS.apply(model.forward(x, Mode.TRAIN), y).add(penalty).backward();
        }
        model.l2(0);
        optimizer.step();
        assertThat(model.parameters().get("0.weight").toDoubles()).containsExactly(inUpdate, within(1e-9));
    }

    @Test
    void decoupledDecayRefusesPenalties() {
        assertThatIllegalArgumentException().isThrownBy(() -> {
            model.l2(0.05);
            bound(new AdamW());
        }).withMessageStartingWith("adamw: parameter 0.weight has an L2 penalty of 0.05, which decoupled weight decay");
    }

    @Test
    void clippingBoundsTheNormAndTheElements() {
        double squares = 0;
        for (double change : changes(new Sgd(1).clipByNorm(0.001))) {
            squares += change * change;
        }
        assertThat(Math.sqrt(squares)).isCloseTo(0.001, within(1e-9));
        assertThat(changes(new Sgd(1).clipByValue(0.002)))
                .allSatisfy(change -> assertThat(change).isBetween(-0.002 - 1e-12, 0.002 + 1e-12))
                .anySatisfy(change -> assertThat(change).isCloseTo(0.002, within(1e-12)));
    }

    /** By how much one step changes each parameter's elements. */
    private List<Double> changes(Optimizer optimizer) {
        bound(optimizer);
        double[] before = everything();
        step(optimizer);
        double[] after = everything();
        return IntStream.range(0, after.length).mapToObj(i -> after[i] - before[i]).toList();
    }

    private double[] everything() {
        return model.parameters().where(p -> true).stream().flatMapToDouble(p -> Arrays.stream(p.toDoubles()))
                .toArray();
    }

    /** One weight whose gradient is 1, so that it falls by the learning rate. */
    private final class Falling {
        private final Layer line = Networks.parse("Dense(1, 1, bias=false)");
        private final Tensor one = device.full(Shape.of(1, 1), 1);
        private final Optimizer optimizer;

        Falling(Optimizer optimizer) {
            this.optimizer = optimizer;
            optimizer.bind(line.initialize(device, 1));
        }

        double fall() {
            double before = line.parameters().get("weight").item();
            try (Scope _ = device.training()) {
                line.forward(one, Mode.TRAIN).sum().backward();
                optimizer.step();
            }
            return before - line.parameters().get("weight").item();
        }
    }

    @Test
    void theRateFollowsItsScheduleAcrossBlocksOfTheTable() {
        Falling falling = new Falling(new Sgd(0.5).schedule(Schedules.cosine(), 100, 6));
        for (int i = 0; i < 600; i++) {
            double rate = 0.25 * (1 + Math.cos(Math.PI * i / 600));
            assertThat(falling.optimizer.learningRate()).isCloseTo(rate, within(1e-12));
            assertThat(falling.fall()).isCloseTo(rate, within(1e-9));
        }
        falling.optimizer.schedule(Schedules.decay(0.5), 1, 2);
        assertThat(falling.fall()).isCloseTo(0.5, within(1e-9));
        assertThat(falling.fall()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void anEventChangesTheRateAtOnce() {
        Falling falling = new Falling(new Sgd(0.4).schedule(Schedules.plateau(), 1, 10));
        assertThat(falling.fall()).isCloseTo(0.4, within(1e-12));
        falling.optimizer.endEpoch(1);
        assertThat(falling.fall()).isCloseTo(0.4, within(1e-12));
        falling.optimizer.endEpoch(1);
        assertThat(falling.optimizer.learningRate()).isEqualTo(0.2);
        assertThat(falling.fall()).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void nothingIsUpdatedFromTheFirstLossThatIsNotFinite() {
        Optimizer optimizer = bound(new Sgd(0.1));
        step(optimizer);
        step(optimizer);
        assertThat(optimizer.losses().firstNonFiniteStep()).isEqualTo(OptionalInt.empty());
        double[] before = model.parameters().get("2.bias").toDoubles();
        double total = optimizer.losses().take().loss();
        assertThat(total).isPositive().isFinite();
        try (Scope _ = device.training()) {
            Tensor loss = LOSS.apply(model.forward(x, Mode.TRAIN), y).multiply(Double.POSITIVE_INFINITY);
            loss.backward();
            optimizer.losses().record(loss, 1);
            optimizer.step();
        }
        step(optimizer);
        assertThat(optimizer.losses().firstNonFiniteStep()).hasValue(2);
        assertThat(model.parameters().get("2.bias").toDoubles()).isEqualTo(before);
        optimizer.losses().reset();
        step(optimizer);
        assertThat(model.parameters().get("2.bias").toDoubles()).isNotEqualTo(before);
        assertThat(optimizer.losses().take().loss()).isFinite();
    }

    @Test
    void constantParametersAreNotChangedUntilTheModelIsInitializedAnew() {
        Optimizer sgd = new Sgd(0.1);
        sgd.bind(model.initialize(device, 1));
        step(sgd);
        Recording recorded = device.record(() -> step(sgd));
        Parameters parameters = model.parameters();
        Parameter weight = parameters.get("0.weight");
        float[] before = parameters.all().toArray();
        parameters.makeConstant();
        for (ThrowingCallable change : List.<ThrowingCallable>of(() -> weight.fill(0), () -> weight.set(new float[32]),
                () -> weight.reshape(32).addAssign(weight.reshape(32)), () -> parameters.all().set(before),
                () -> sgd.bind(parameters), () -> step(sgd), () -> new Adam(0.1).bind(parameters))) {
            assertThatIllegalStateException().isThrownBy(change)
                    .withMessageContaining("made constant").withMessageContaining("initialize the model anew");
        }
        assertThatIllegalStateException().isThrownBy(recorded::replay).withMessageContaining("made constant");
        assertThat(parameters.all().toArray()).isEqualTo(before);
        assertThat(device.record(model::release).operations()).as("nothing is put off until a replay").isZero();
        sgd.bind(model.initialize(device, 1));
        weight.fill(1);
        step(sgd);
    }

    @Test
    void bindingAgainKeepsTheStateAndUnbindingReleasesIt() {
        Parameters parameters = model.initialize(device, 1);
        int live = device.memory().liveTensors();
        Optimizer optimizer = new Adam();
        assertThatIllegalStateException().isThrownBy(optimizer::step)
                .withMessage("adam is not bound; call bind(model.parameters()) first");
        optimizer.bind(parameters);
        step(optimizer);
        double[] state = optimizer.state().getFirst().toDoubles();
        assertThat(optimizer.state()).hasSize(2);
        assertThat(state).isNotEqualTo(new double[state.length]);
        optimizer.bind(parameters);
        assertThat(optimizer.state().getFirst().toDoubles()).isEqualTo(state);
        optimizer.unbind();
        assertThat(device.memory().liveTensors()).isEqualTo(live);
    }

    @Test
    void thousandsOfStepsEndWithTheTensorsAndBlocksTheyBeganWith() {
        Layer deep = new Sequential(new Dense(4, 8), new BatchNorm(8), new Relu(), new Dropout(0.3), new Dense(8, 3));
        Optimizer optimizer = new Adam(0.001).clipByNorm(1).schedule(Schedules.parse("warmup:1:cosine"), 100, 100);
        optimizer.bind(deep.initialize(device, 1));
        Loss weighted = new SoftmaxCrossEntropy().classWeights(1, 2, 3);
        MemoryUse afterFirst = null;
        for (int i = 0; i < 10_000; i++) {
            try (Scope _ = device.training()) {
                Tensor loss = weighted.apply(deep.forward(x, Mode.TRAIN), y);
                loss.backward();
                optimizer.losses().record(loss, 1);
                optimizer.step();
            }
            afterFirst = afterFirst == null ? device.memory() : afterFirst;
        }
        assertThat(device.memory()).isEqualTo(afterFirst);
        assertThat(deep.parameters().step()).isEqualTo(10_000);
    }
}
