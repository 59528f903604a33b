package dev.cairn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** The response to a request, which HTTP/1.0 has in one piece; a stream until its first round is complete. */
    private String ask(String request) throws IOException {
        URI address = URI.create(page.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.replace("PORT", Integer.toString(address.getPort()))
                    .replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            for (String line = lines.readLine(); line != null
                    && !line.equals("event: complete"); line = lines.readLine()) {
                answer.append(line).append('\n');
            }
            return answer.toString();
        }
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.0\nHost: 127.0.0.1:PORT\nConnection: close\n\n");
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

    @Test
    void listensOnThisMachineAlone() {
        assertThat(page.url()).startsWith("http://127.0.0.1:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret.txt", "/%2e%2e/secret.txt", "/good/metrics.json", "/runs/good/history.csv",
        "/uplot/LICENSE", "/etc/passwd", "//etc/passwd", "/dashboard.js/../../secret.txt", "/%00", "/events?run=%zz"})
    void hasNoOtherFiles(String path) throws IOException {
        Files.writeString(temp.resolve("secret.txt"), SECRET);
        assertThat(get(path)).matches("(?s)HTTP/1.1 40[04].*").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../outside", "..%2Foutside", "%2e%2e%2foutside", "good/../../outside", "link",
        "linked-file",
        "."})
    void tellsNothingFromOutside(String run) throws IOException {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("history.csv"), HISTORY.replace("train_loss", SECRET));
        Files.writeString(outside.resolve("metrics.json"), "{\"dataset\": \"" + SECRET + "\"}");
        Files.createSymbolicLink(runs.resolve("link"), outside);
        Path run2 = Files.createDirectories(runs.resolve("linked-file"));
        Files.createSymbolicLink(run2.resolve("history.csv"), outside.resolve("history.csv"));
        Files.createSymbolicLink(run2.resolve("metrics.json"), outside.resolve("metrics.json"));
        assertThat(get("/events?run=" + run)).contains("\"run\":\"good\"", "it is a link or a folder, not a file")
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
                "it is a link or a folder, not a file", "it has 2,048 MB, and more than 16 MB are not read",
                "it has 2,048 MB, and more than 4 MB are not read");
        List<String> events = told.lines().filter(line -> line.startsWith("data: ")).toList();
        assertThat(events).allSatisfy(line -> assertThat(JsonValue.parse(line.substring(6)).fields()).contains("run"));
        assertThat(told)
                .contains("{\"run\":\"good\",\"from\":0,\"columns\":[\"train_loss\"],\"rows\":[[1,0.5,0.1,0.25]]}");
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
                browser.evaluate("location.reload()");
                browser.await(
                        "document.getElementById('name').textContent === decodeURIComponent('" + encoded(run) + "')");
                browser.await("document.querySelectorAll('#runs li').length === 4");
                assertThat(browser
                        .evaluate("document.querySelectorAll('main script, nav script, main img, nav img').length")
                        .number()).isZero();
            }
            browser.open(page.url() + "#run=huge", 1200, 900, "light");
            browser.evaluate("location.reload()");
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
