package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.metrics.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final int EVALUATIONS = 8;

    @TempDir
    private Path folder;

    private static List<Configuration> configurations(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(
                        i -> new Configuration(i, new LinkedHashMap<>(Map.of("quality", Integer.toString(i * 7 % 11)))))
                .toList();
    }

    /** Learns in proportion to its quality. */
    private static double train(Configuration configuration, DoublePredicate isHopeless) {
        double quality = Double.parseDouble(configuration.value("quality"));
        double score = Double.NaN;
        for (int i = 1; i <= EVALUATIONS; i++) {
            score = quality * i;
            if (isHopeless.test(score)) {
                break;
            }
        }
        return score;
    }

    private Search search(String name) {
        return Search.in(folder.resolve(name), Goal.MAXIMIZE).stopHopeless(2);
    }

    @Test
    void theBestTrialIsTheOneThatLearnsMost() {
        List<TrialResult> results = Search.in(folder, Goal.MAXIMIZE).run(configurations(10), SearchTest::train);
        assertThat(results).extracting(result -> result.configuration().number()).isSorted().hasSize(10);
        assertThat(results).allMatch(result -> result.state() == TrialResult.State.FINISHED
                && result.scores().size() == EVALUATIONS);
        TrialResult best = Ranking.of(results, Goal.MAXIMIZE).best().orElseThrow();
        assertThat(best.configuration().value("quality")).isEqualTo("10");
        assertThat(best.score()).isEqualTo(80);
        assertThat(Ranking.of(results, Goal.MINIMIZE).best().orElseThrow().configuration().value("quality"))
                .isEqualTo("1");
    }

    @Test
    void trialsBelowTheMedianOfLowerOnesStopWhereverTheyRun() {
        List<TrialResult> alone = search("alone").run(configurations(10), SearchTest::train);
        assertThat(alone).extracting(result -> result.scores().size())
                .containsExactly(8, 8, 8, 8, 3, 8, 3, 3, 8, 3);
        assertThat(alone.get(4).state()).isEqualTo(TrialResult.State.STOPPED);
        assertThat(alone.get(4).score()).isEqualTo(6);
        List<TrialResult> together = search("together").parallel(5).run(configurations(10), SearchTest::train);
        assertThat(together).isEqualTo(alone);
    }

    @Test
    void trialsThatWereKeptAreNotRunAgain() {
        List<TrialResult> whole = search("whole").run(configurations(10), SearchTest::train);
        List<Integer> tried = Collections.synchronizedList(new ArrayList<>());
        Objective broken = (configuration, isHopeless) -> {
            tried.add(configuration.number());
            if (configuration.number() == 5) {
                throw new CairnException("no more power");
            }
            return train(configuration, isHopeless);
        };
        assertThatThrownBy(() -> search("broken").parallel(2).run(configurations(10), broken))
                .hasMessage("no more power");
        assertThat(tried).contains(1, 2, 3, 4, 5);
        Search resumed = search("broken").parallel(3);
        List<Integer> kept = resumed.results().stream().map(result -> result.configuration().number()).toList();
        assertThat(kept).isNotEmpty().doesNotContain(5);
        tried.clear();
        assertThat(resumed.run(configurations(10), (configuration, isHopeless) -> {
            tried.add(configuration.number());
            return train(configuration, isHopeless);
        })).isEqualTo(whole);
        assertThat(tried).doesNotContainAnyElementsOf(kept).hasSize(10 - kept.size());
        assertThat(Ranking.of(resumed.results(), Goal.MAXIMIZE).toCsv("score"))
                .isEqualTo(Ranking.of(whole, Goal.MAXIMIZE).toCsv("score"));
    }

    @Test
    void aFailureEndsTrialsThatWaitForOthers() {
        CountDownLatch others = new CountDownLatch(3);
        assertThatThrownBy(() -> Search.in(folder, Goal.MAXIMIZE).stopHopeless(1).parallel(4)
                .run(configurations(4), (configuration, isHopeless) -> {
                    if (configuration.number() == 1) {
                        await(others);
                        throw new CairnException("lost");
                    }
                    assertThat(isHopeless.test(1)).isFalse();
                    others.countDown();
                    return isHopeless.test(1) ? 0 : 1; // waits for the first trial's second score
                })).hasMessage("lost");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void foldersOfOtherSearchesAreRefused() throws IOException {
        search("one").run(configurations(3), SearchTest::train);
        List<Configuration> others = List.of(new Configuration(1, new LinkedHashMap<>(Map.of("quality", "99"))));
        assertThatThrownBy(() -> search("one").run(others, SearchTest::train))
                .hasMessageContaining("holds trial 1 with quality=7, but this search has quality=99");
        Files.writeString(folder.resolve("one").resolve("trial-0002.json"), "{\"number\": 2, \"st");
        assertThatThrownBy(() -> search("one")).isInstanceOf(CairnException.class)
                .hasMessageContaining("trial-0002.json").hasMessageContaining("remove it");
    }

    @Test
    void theTableNamesStatesAndLeavesMissingScoresOut() {
        Configuration first = new Configuration(1, new LinkedHashMap<>(Map.of("rate", "0.5")));
        Configuration second = new Configuration(2, new LinkedHashMap<>(Map.of("rate", "0.1")));
        List<TrialResult> results = List.of(
                new TrialResult(first, TrialResult.State.DIVERGED, Double.NaN, List.of()),
                new TrialResult(second, TrialResult.State.FINISHED, 0.75, List.of(0.5, 0.75)));
        assertThat(Ranking.of(results, Goal.MAXIMIZE).toCsv("accuracy").lines()).containsExactly(
                "rank,trial,rate,state,evaluations,accuracy", "1,2,0.1,finished,2,0.75", "2,1,0.5,diverged,0,");
    }
}
