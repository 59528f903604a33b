package dev.cairn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders and visitors that mean no good: nothing outside of the runs is told, and what is wrong with one run stays there. */
class HostileRunsTest {
    private static final String SECRET = "the-secret-outside";
    private static final String HISTORY = "epoch,step,learning_rate,seconds,train_loss\r\n1,10,0.1,0.5,0.25\r\n";
    private static final String SCRIPT = "<script>document.title='broken'</script><img src=x onerror=alert(1)>";

    @TempDir
    private Path temp;
    private Path runs;
    private Dashboard page;

    @BeforeEach
    void start() throws IOException {
        runs = Files.createDirectories(temp.resolve("runs"));
        write("good", "history.csv", HISTORY);
        write("good", "metrics.json", "{\"dataset\": \"points\", \"epochs\": 1, \"test\": {\"accuracy\": 0.5}}");
        page = Dashboard.serve(runs, 0);
    }

    @AfterEach
    void end() {
        page.close();
    }

    private void write(String run, String file, String text) throws IOException {
        Files.writeString(Files.createDirectories(runs.resolve(run)).resolve(file), text);
    }

    private String ask(String request) throws IOException {
        return RawVisitor.ask(page.url(), request);
    }

    private String get(String path) throws IOException {
        return RawVisitor.get(page.url(), path);
    }

    @ParameterizedTest
    @CsvSource({"evil.example, 421", "127.0.0.1, 421", "evil.example:PORT, 421", "localhost:PORT, 200"})
    void answersOnlyThoseWhoAddressIt(String host, String status) throws IOException {
        assertThat(ask("GET / HTTP/1.0\nHost: " + host + "\nConnection: close\n\n")).startsWith("HTTP/1.1 " + status);
        assertThat(ask("GET /dashboard.js HTTP/1.0\nHost: " + host + "\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void answersNoOtherSiteAndChangesNothing() throws IOException {
        assertThat(
                ask("GET /events HTTP/1.0\nHost: 127.0.0.1:PORT\nOrigin: http://evil.example\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 403").doesNotContain("good");
        assertThat(ask("POST / HTTP/1.0\nHost: 127.0.0.1:PORT\nContent-Length: 0\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 405");
        assertThat(get("/")).contains("Content-security-policy: default-src 'none'", "X-content-type-options: nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret.txt", "/%2e%2e/secret.txt", "/good/metrics.json", "/runs/good/history.csv",
        "/uplot/LICENSE", "/etc/passwd", "//etc/passwd", "/dashboard.js/../../secret.txt", "/%00", "/events?run=%zz",
        "/..\\secret.txt", "/%2e%2e%5csecret.txt",
        "/..%2fsecret.txt", "/%252e%252e/secret.txt", "\\..\\secret.txt"})
    void hasNoOtherFiles(String path) throws IOException {
        Files.writeString(temp.resolve("secret.txt"), SECRET);
        assertThat(get(path)).matches("(?s)HTTP/1.1 40[04].*").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../outside", "..%2Foutside", "%2e%2e%2foutside", "good/../../outside", "link",
        "linked-file", "search%2Fbest", "..%5Coutside", "."})
    void tellsNothingFromOutside(String run) throws IOException {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("history.csv"), HISTORY.replace("train_loss", SECRET));
        Files.writeString(outside.resolve("metrics.json"), "{\"dataset\": \"" + SECRET + "\"}");
        Files.createSymbolicLink(runs.resolve("link"), outside);
        Path run2 = Files.createDirectories(runs.resolve("linked-file"));
        Files.createSymbolicLink(run2.resolve("history.csv"), outside.resolve("history.csv"));
        Files.createSymbolicLink(run2.resolve("metrics.json"), outside.resolve("metrics.json"));
        Files.writeString(Files.createDirectories(runs.resolve("search")).resolve("search.json"), "{}");
        Files.createSymbolicLink(runs.resolve("search").resolve("best"), outside);
        assertThat(get("/events?run=" + run))
                .contains("\"run\":\"good\"", "it is a link, a folder or a device, not a plain file")
                .doesNotContain(SECRET, "\"run\":\"link\"", "outside");
    }

    @Test
    void saysWhatIsWrongWithAFileAndShowsTheRest() throws IOException {
        write("broken", "metrics.json", "{\"dataset\": \"points\", ");
        write("empty", "metrics.json", "");
        write("deep", "metrics.json", "[".repeat(100_000));
        write("kinds", "metrics.json", """
                {"dataset": 5, "epochs": "many", "seconds": 1e999, "test": {"accuracy": [1], "classes": "abc",
                 "confusionMatrix": [[1], [2, 3]]}, "network": {"a": null}}""");
        write("no-csv", "history.csv", "this is no history\n\0");
        write("bad-row", "history.csv", HISTORY + "1,2\r\n");
        Files.createDirectories(runs.resolve("folder").resolve("metrics.json"));
        huge("huge", "history.csv");
        huge("huge-json", "metrics.json");
        String told = get("/events?"
                + Stream.of("good", "broken", "empty", "deep", "kinds", "no-csv", "bad-row", "folder", "huge",
                        "huge-json").map(name -> "run=" + name).collect(Collectors.joining("&")));
        assertThat(told).contains("metrics.json cannot be shown: Unexpected end-of-input",
                "metrics.json cannot be shown: it is empty", "nested more than 50 deep",
                "history.csv: is not a training history", "history.csv, line 3: has 2 fields",
                "it is a link, a folder or a device, not a plain file",
                "it has 2,048 MB, and more than 16 MB are not read",
                "it has 2,048 MB, and more than 4 MB are not read");
        List<String> events = told.lines().filter(line -> line.startsWith("data: ")).toList();
        assertThat(events).allSatisfy(line -> assertThat(JsonValue.parse(line.substring(6)).fields()).contains("run"));
        assertThat(told)
                .contains("{\"run\":\"good\",\"from\":0,\"columns\":[\"train_loss\"],\"rows\":[[1,0.5,0.1,0.25]]}");
    }

    /** A named pipe, which whoever opens it waits for; and a file that only another user may read. */
    @Test
    void waitsForNoPipeAndSaysWhatItMayNotRead() throws Exception {
        Path pipe = Files.createDirectories(runs.resolve("pipe")).resolve("metrics.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        write("private", "metrics.json", "{}");
        Path file = runs.resolve("private/metrics.json");
        Files.setPosixFilePermissions(file, Set.of());
        boolean mayReadAll = Files.isReadable(file); // the superuser
        assertThat(get("/events?run=pipe&run=private"))
                .contains("metrics.json cannot be shown: it is a link, a folder or a device, not a plain file")
                .matches(told -> mayReadAll || told.contains("metrics.json cannot be shown: no permission"),
                        "says that there is no permission");
    }

    @Test
    void longArraysAreCut() throws IOException {
        write("long", "metrics.json",
                "{\"test\": {\"classes\": [" + "0,".repeat(500_000)
                        + "0], \"other\": [[1], [2]], \"accuracy\": 0.25}}");
        assertThat(get("/events?run=long")).contains("\"accuracy\":0.25");
        JsonValue read = JsonValue.parse(Files.readString(runs.resolve("long/metrics.json"))).get("test");
        assertThat(read.get("classes").elements()).hasSize(100_000);
        assertThat(read.get("other").elements()).isEmpty();
    }

    @Test
    void theBestRunOfASearchIsARun() throws IOException {
        write("search", "search.json", "{}");
        assertThat(get("/events")).doesNotContain("search");
        write("search/best", "history.csv", HISTORY);
        assertThat(get("/events?run=search%2Fbest"))
                .contains("{\"run\":\"search/best\",\"from\":0,\"columns\":[\"train_loss\"]");
    }

    @Test
    void aFolderThatIsDeletedWhileItIsFollowedIsGone() throws IOException {
        write("short", "history.csv", HISTORY);
        try (RawVisitor visitor = new RawVisitor(page.url(), RawVisitor.request("/events?run=short"));
                Browser browser = Browser.start(temp.resolve("profile"))) {
            assertThat(visitor.readUntil("event: complete")).contains("\"run\":\"short\"");
            browser.open(page.url() + "#run=short&with=good", 1200, 900, "light");
            browser.await("cairn.drawn().loss['short, train'].length === 1");
            Files.delete(runs.resolve("short/history.csv"));
            Files.delete(runs.resolve("short"));
            assertThat(visitor.readUntil("event: complete")).contains("event: gone\ndata: {\"run\":\"short\"}");
            browser.await("document.getElementById('gone').textContent === 'short is not there any more, or not yet.'");
            browser.await("document.getElementById('run').hidden");
            browser.evaluate("document.querySelector('#runs button').click()");
            browser.await("document.getElementById('name').textContent === 'good'");
            assertThat(browser.errors()).isEmpty();
        }
    }

    private void huge(String run, String file) throws IOException {
        write(run, file, "");
        try (RandomAccessFile sparse = new RandomAccessFile(runs.resolve(run).resolve(file).toFile(), "rw")) {
            sparse.setLength(2L << 30);
        }
    }

    @Test
    void thePageShowsScriptsAsTextAndSurvivesEverythingElse() throws IOException {
        String name = SCRIPT.replace("/", "\u2215");
        write(name, "history.csv",
                HISTORY.replace("train_loss", "\"" + SCRIPT + "\",train_loss").replace(",0.25", ",1,0.25"));
        write(name, "metrics.json", """
                {"dataset": "%1$s", "network": "%1$s", "test": {"accuracy": 0.5, "classes": ["%1$s", "b"],
                 "confusionMatrix": [[1, 2], [3, 4]]}}""".formatted(SCRIPT));
        write(name, "snapshot.json", """
                {"epoch": 1, "set": "%1$s", "classes": ["%1$s", "b"], "confusionMatrix": [[1, 2], [3, 4]],
                 "regions": {"left": 0, "right": 1, "bottom": 0, "top": 1, "side": 2, "cells": [0, 1, 7, null]},
                 "points": [[0.5, 0.5, 0, 1], [null, "x", -3, 1e300]]}""".formatted(SCRIPT));
        write("broken", "metrics.json", "{\"dataset\": ");
        write("broken", "history.csv", HISTORY);
        huge("huge", "history.csv");
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            for (String run : List.of(name, "broken", "huge", "good")) {
                browser.open(page.url() + "#run=" + encoded(run) + "&with=good", 1200, 900, "light");
                browser.await(
                        "document.getElementById('name').textContent === decodeURIComponent('" + encoded(run) + "')");
                browser.await("document.querySelectorAll('#runs li').length === 4");
                assertThat(browser
                        .evaluate("document.querySelectorAll('main script, nav script, main img, nav img').length")
                        .number()).isZero();
            }
            browser.open(page.url() + "#run=huge", 1200, 900, "light");
            browser.await("document.getElementById('problems').textContent.includes('2,048 MB')");
            assertThat(browser.errors()).isEmpty();
        }
    }

    private static String encoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte part : name.getBytes(StandardCharsets.UTF_8)) {
            text.append('%').append(String.format("%02X", part));
        }
        return text.toString();
    }
}
