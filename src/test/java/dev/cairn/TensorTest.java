package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.ElementType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void valuesComeBackAsTheyWent(Backend backend) {
        try (Device device = Device.require(backend)) {
            Tensor x = device.matrix(new float[][] {{1, -2}, {3, 0.5f}});
            assertThat(x.shape()).isEqualTo(Shape.of(2, 2));
            assertThat(x.toArray()).containsExactly(1, -2, 3, 0.5f);
            assertThat(x.toMatrix()[1]).containsExactly(3, 0.5f);
            assertThat(device.labels(4, 2).toInts()).containsExactly(4, 2);
            assertThat(device.bytes(Shape.of(2), new byte[] {1, -1}).type()).isEqualTo(ElementType.UINT8);
            assertThat(device.scalar(7).item()).isEqualTo(7);
            assertThat(device.zeros(Shape.of(3)).fill(2).addAssign(device.full(Shape.of(3), 0.5)).toArray())
                    .containsExactly(2.5f, 2.5f, 2.5f);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void theShorterOperandRepeats(Backend backend) {
        try (Device device = Device.require(backend)) {
            Tensor x = device.tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
            Tensor row = device.tensor(Shape.of(3), 10, 20, 30);
            assertThat(x.add(row).toArray()).containsExactly(11, 22, 33, 14, 25, 36);
            assertThat(row.subtract(x).toArray()).containsExactly(9, 18, 27, 6, 15, 24);
            assertThat(x.multiply(row.reshape(1, 3)).shape()).isEqualTo(Shape.of(2, 3));
            assertThat(x.divide(device.scalar(2)).toArray()).containsExactly(0.5f, 1, 1.5f, 2, 2.5f, 3);
            assertThat(x.multiply(2).add(1).negate().toArray()).containsExactly(-3, -5, -7, -9, -11, -13);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void sumsAndProducts(Backend backend) {
        try (Device device = Device.require(backend)) {
            Tensor x = device.tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
            assertThat(x.sum().item()).isEqualTo(21);
            assertThat(x.mean().item()).isEqualTo(3.5);
            assertThat(x.sum(0).toArray()).containsExactly(5, 7, 9);
            assertThat(x.sum(1).toArray()).containsExactly(6, 15);
            assertThat(x.matmul(x, false, true).toArray()).containsExactly(14, 32, 32, 77);
            assertThat(x.matmul(x, true, false).toArray()).containsExactly(17, 22, 27, 22, 29, 36, 27, 36, 45);
            assertThat(x.reshape(1, 2, 3).matmul(device.full(Shape.of(3, 1), 1)).shape())
                    .isEqualTo(Shape.of(1, 2, 1));
            assertThat(device.tensor(Shape.of(2, 3), 1, 9, 9, 4, Float.NaN, 2).argmax().toInts()).containsExactly(1, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void messagesNameTheOperationAndAllShapes(Backend backend) {
        try (Device device = Device.require(backend); Device other = Device.require(backend)) {
            Tensor x = device.zeros(Shape.of(2, 3));
            assertThatThrownBy(() -> x.matmul(x)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("matmul: [2, 3] x [2, 3]");
            assertThatThrownBy(() -> x.add(device.zeros(Shape.of(2)))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("add: shapes [2, 3] and [2] do not fit");
            assertThatThrownBy(() -> x.reshape(7)).hasMessageContaining("reshape: [2, 3] has 6 elements, [7] has 7");
            assertThatThrownBy(() -> x.add(device.labels(1, 2, 3))).hasMessageContaining("add: takes real numbers");
            assertThatThrownBy(() -> x.add(other.zeros(Shape.of(2, 3)))).hasMessageContaining("same device");
            assertThatThrownBy(() -> device.tensor(Shape.of(2), 1))
                    .hasMessageContaining("has 2 elements, but 1 values");
            assertThatThrownBy(x::item).hasMessageContaining("item: [2, 3] has 6 elements");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void shapesThatCannotBeAreRefused(Backend backend) {
        try (Device device = Device.require(backend)) {
            assertThatThrownBy(() -> Shape.of()).hasMessageContaining("rank 0");
            assertThatThrownBy(() -> Shape.of(1, 1, 1, 1, 1)).hasMessageContaining("rank 5");
            assertThatThrownBy(() -> Shape.of(3, 0)).hasMessageContaining("[3, 0]: every dimension must be at least 1");
            assertThatThrownBy(() -> device.zeros(Shape.of(1 << 16, 1 << 15)))
                    .hasMessageContaining("more than 2^31 - 1 elements");
        }
    }
}
