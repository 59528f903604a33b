package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.search.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    static Stream<Publication> trainings() {
        return Publication.all().stream().filter(publication -> !publication.isCheck());
    }

    @Test
    void theListNamesEveryFile() throws IOException {
        List<String> files = new ArrayList<>(Publication.all().stream().map(Publication::name).toList());
        files.add("list");
        try (Stream<Path> folder = Files.list(Path.of("src/main/resources/dev/cairn/cli/publications"))) {
            assertThat(folder.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void everyTrainingIsOneThatTrainTakes(Publication publication) {
        List<SequencedMap<String, String>> points = publication.isGrid()
                ? Space.parse(publication.grid(), ExperimentWords::isWhole).grid()
                : List.of(ExperimentWords.parse("").options());
        for (Publication.Row row : publication.rows()) {
            points.forEach(point -> assertThatCode(
                    () -> publication.words(row).with(point).experiment()).doesNotThrowAnyException());
        }
        assertThat(publication.about()).isNotBlank();
        assertThat(publication.source()).matches("R[0-4]|goal");
        assertThat(publication.given()).contains("--dataset ");
    }

    @Test
    void theGridsHaveAsManyTrainingsAsTheReports() {
        assertThat(trainings().filter(Publication::isGrid)).extracting(
                publication -> publication.name() + " "
                        + Space.parse(publication.grid(), ExperimentWords::isWhole).grid().size())
                .containsExactly("cifar-coarse 49", "cifar-fine 28", "mnist-linear 32");
    }

    @Test
    void theBestOfAGridIsAmongTheTrainingsThatDidNotDiverge() {
        List<Double> values = List.of(41.0, Double.NaN, 43.0);
        assertThat(PublishedFigure.Take.BEST.of(values)).isEqualTo(43);
        assertThat(PublishedFigure.Take.LEAST.of(values)).isNaN();
        assertThat(PublishedFigure.Take.BEST.of(List.of(Double.NaN))).isNaN();
    }

    @Test
    void rowsDifferInOptionsAndFigures() {
        Publication publication = Publication.parse("some", """
                # a remark
                about: something
                source: R1
                published: test 84.7, best train 90 with --hidden 5
                published: test 91.5
                given: --dataset iris
                given: --epochs 3
                ours: --batch-size 8
                """);
        assertThat(publication.seeds()).isEqualTo(3);
        Publication.Row first = publication.rows().getFirst();
        assertThat(publication.words(first)).hasToString("--dataset=iris --epochs=3 --batch-size=8 --hidden=5");
        assertThat(publication.label(first)).isEqualTo("some --hidden 5");
        assertThat(first.figures()).containsExactly(new PublishedFigure(PublishedFigure.Take.MEAN, "test", 84.7),
                new PublishedFigure(PublishedFigure.Take.BEST, "train", 90));
        assertThat(publication.describe()).contains("some (R1): something", "test 84.70, train 90.00 with --hidden 5",
                "ours: --batch-size 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"published: test", "published: exam 3", "published: test 3\nours --l2 1", "about: nothing",
        "published: most test 3"})
    void refusesWhatIsNoPublication(String text) {
        assertThatThrownBy(() -> Publication.parse("some", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void figuresAreComparedByTheirDigitsAndDifferencesTheOtherWayRound() {
        PublishedFigure accuracy = PublishedFigure.parse("test 97.1");
        assertThat(accuracy.isReachedBy(97.096)).isTrue();
        assertThat(accuracy.isReachedBy(97.09)).isFalse();
        assertThat(accuracy.isReachedBy(Double.NaN)).isFalse();
        PublishedFigure difference = PublishedFigure.parse("difference 1e-7");
        assertThat(difference.isReachedBy(9e-8)).isTrue();
        assertThat(difference.isReachedBy(2e-7)).isFalse();
        assertThat(difference.text(9e-8)).isEqualTo("9.0e-08");
    }
}
