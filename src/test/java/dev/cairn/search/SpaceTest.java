package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceTest {
    private static Space space(String text) {
        return Space.parse(text, "size"::equals);
    }

    private static Configuration best(String... namesAndValues) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Configuration(1, values);
    }

    @Test
    void gridIsEveryCombination() {
        List<SequencedMap<String, String>> grid = space("rate = 0.5, 0.1 ; hidden=64,(512,256)").grid();
        assertThat(grid).containsExactly(
                best("rate", "0.5", "hidden", "64").values(), best("rate", "0.5", "hidden", "512,256").values(),
                best("rate", "0.1", "hidden", "64").values(), best("rate", "0.1", "hidden", "512,256").values());
        assertThatThrownBy(() -> space("rate=0.1..0.5").grid()).hasMessageContaining("rate is a range");
    }

    @Test
    void rangesAreDrawnByFactorsOrEvenly() {
        List<SequencedMap<String, String>> points = space("rate=0.001..0.1;share=even:0.5..0.9;size=10..1000;from=0..4")
                .sample(400, 7);
        assertThat(points).allSatisfy(point -> {
            assertThat(number(point, "rate")).isBetween(0.001, 0.1);
            assertThat(number(point, "share")).isBetween(0.5, 0.9);
            assertThat(Integer.parseInt(point.get("size"))).isBetween(10, 1000);
            assertThat(number(point, "from")).isBetween(0.0, 4.0);
        });
        assertThat(below(points, "rate", 0.01)).isBetween(170L, 230L);
        assertThat(below(points, "size", 100)).isBetween(170L, 230L);
        assertThat(below(points, "share", 0.7)).isBetween(170L, 230L);
        assertThat(below(points, "from", 2)).isBetween(170L, 230L);
    }

    private static long below(List<SequencedMap<String, String>> points, String name, double limit) {
        return points.stream().filter(point -> number(point, name) < limit).count();
    }

    private static double number(Map<String, String> point, String name) {
        return Double.parseDouble(point.get(name));
    }

    @Test
    void moreRandomPointsBeginWithTheSameOnes() {
        Space space = space("rate=0.001..0.1;kind=a,b,c");
        assertThat(space.sample(20, 3).subList(0, 5)).isEqualTo(space.sample(5, 3));
        assertThat(space.sample(5, 4)).isNotEqualTo(space.sample(5, 3));
    }

    @Test
    void finerSpacesLieBetweenTheNeighboursOfTheBest() {
        assertThat(values(space("rate=0.2,0.3,0.4,0.5").around(best("rate", "0.4"))))
                .containsExactly("0.34", "0.38", "0.42", "0.46");
        assertThat(values(space("rate=0.001,0.01,0.1").around(best("rate", "0.01"))))
                .containsExactly("0.003162", "0.01", "0.03162");
        assertThat(values(space("rate=1,2,3").around(best("rate", "1")))).containsExactly("1", "1.333", "1.667");
        assertThat(values(space("rate=1,2,3").around(best("rate", "3")))).containsExactly("2.333", "2.667", "3");
        assertThat(values(space("size=8,9,10").around(best("size", "9")))).containsExactly("8", "9", "10");
        assertThat(values(space("kind=a,b").around(best("kind", "b")))).containsExactly("b");
    }

    private static List<String> values(Space space) {
        return space.grid().stream().map(point -> point.firstEntry().getValue()).toList();
    }

    @Test
    void narrowedRangesAreAThirdAsWideAndStayInside() {
        List<SequencedMap<String, String>> points = space("rate=0.001..1;share=even:0..9")
                .around(best("rate", "0.1", "share", "8.5")).sample(300, 1);
        assertThat(points).allSatisfy(point -> {
            assertThat(number(point, "rate")).isBetween(0.0316, 0.3163);
            assertThat(number(point, "share")).isBetween(7.0, 9.0);
        });
        assertThat(points.stream().mapToDouble(point -> number(point, "rate")).max().orElseThrow()).isGreaterThan(0.3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rate", "=1", "rate=", "rate=1,,2", "rate=(1,2", "rate=1)", "rate=1,1",
        "rate=1;rate=2", "rate=0.5..0.1", "rate=-1..1", "rate=1e..2"})
    void refusesWhatIsNoSpace(String text) {
        assertThatThrownBy(() -> space(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("search space");
    }
}
