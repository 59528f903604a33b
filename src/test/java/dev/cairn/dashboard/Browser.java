package dev.cairn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.files.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine's Chromium without a window, driven over the Chrome DevTools Protocol. Without one a test is skipped with the
 * reason, or fails if CAIRN_REQUIRE lists {@code browser}. The page's own errors are kept for {@link #errors}.
 */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final int MOST_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonValue>> pending = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final String session;
    private int calls;

    private Browser(Process process, URI address) throws IOException {
        this.process = process;
        socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Listener()).join();
        JsonValue target = call("", "Target.createTarget", "{\"url\": \"about:blank\"}");
        session = call("", "Target.attachToTarget",
                "{\"targetId\": \"" + target.get("targetId").text() + "\", \"flatten\": true}").get("sessionId").text();
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(session, domain + ".enable", "{}");
        }
    }

    static Browser start(Path profile) throws IOException {
        Path program = find().orElseGet(Browser::unavailable);
        Process process = new ProcessBuilder(program.toString(), "--headless=new", "--remote-debugging-port=0",
                "--user-data-dir=" + profile, "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars", "about:blank").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {
                }));
                return new Browser(process, URI.create(line.substring("DevTools listening on ".length())));
            }
        }
        return Assertions.fail(program + " ended before it could be driven");
    }

    private static Optional<Path> find() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    private static Path unavailable() {
        String reason = "no Chromium on the PATH; apt-get install chromium brings one";
        if (Arrays.asList(System.getenv().getOrDefault("CAIRN_REQUIRE", "").split("[,\\s]+")).contains("browser")) {
            return Assertions.fail("needs a browser, and CAIRN_REQUIRE asks for it: " + reason);
        }
        return Assumptions.abort("needs a browser: " + reason);
    }

    /** Loads a page anew, also where its address differs from the present one in the part after # alone. */
    void open(String url, int width, int height, String theme) {
        call(session, "Emulation.setDeviceMetricsOverride",
                "{\"width\": " + width + ", \"height\": " + height + ", \"deviceScaleFactor\": 1, \"mobile\": false}");
        call(session, "Emulation.setEmulatedMedia",
                "{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"" + theme + "\"}]}");
        call(session, "Page.navigate", "{\"url\": \"about:blank\"}");
        call(session, "Page.navigate", "{\"url\": \"" + url + "\"}");
    }

    /** The value of an expression in the page, which may be a promise. */
    JsonValue evaluate(String expression) {
        String quoted = Json.text(json -> json.writeString(expression)).strip();
        JsonValue answer = call(session, "Runtime.evaluate",
                "{\"expression\": " + quoted + ", \"awaitPromise\": true, \"returnByValue\": true}");
        assertThat(answer.get("exceptionDetails").isNothing()).as("%s: %s", expression, answer).isTrue();
        return answer.get("result").get("value");
    }

    /** Waits until the condition holds in the page. */
    void await(String condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!Boolean.TRUE.equals(evaluate("(() => { try { return Boolean(" + condition
                + "); } catch (e) { return false; } })()").value())) {
            assertThat(errors).as("errors of the page").isEmpty();
            assertThat(System.nanoTime()).as("'%s' never came true", condition).isLessThan(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A picture of the window, as a PNG file. */
    void screenshot(Path file) throws IOException {
        evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
        Object data = call(session, "Page.captureScreenshot", "{\"format\": \"png\"}").get("data").value();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
    }

    /** What the page complained about: exceptions, refused resources, console errors. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    private JsonValue call(String toSession, String method, String parameters) {
        int id = ++calls;
        CompletableFuture<JsonValue> answer = new CompletableFuture<>();
        pending.put(id, answer);
        String recipient = toSession.isEmpty() ? "" : ", \"sessionId\": \"" + toSession + "\"";
        socket.sendText(
                "{\"id\": " + id + recipient + ", \"method\": \"" + method + "\", \"params\": " + parameters + "}",
                true).join();
        return answer.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
    }

    private void receive(String text) {
        JsonValue message;
        try {
            message = JsonValue.parse(text);
        } catch (IOException e) {
            errors.add("the browser said " + text);
            return;
        }
        CompletableFuture<JsonValue> waiting = pending.remove((int) message.get("id").number());
        JsonValue parameters = message.get("params");
        switch (message.get("method").text()) {
            case "Runtime.exceptionThrown" -> errors.add(parameters.get("exceptionDetails").toString());
            case "Log.entryAdded" -> {
                if (parameters.get("entry").get("level").text().equals("error")) {
                    errors.add(parameters.get("entry").toString());
                }
            }
            case "Runtime.consoleAPICalled" -> {
                if (parameters.get("type").text().equals("error")) {
                    errors.add(parameters.get("args").toString());
                }
            }
            default -> {
                if (waiting != null && message.get("error").isNothing()) {
                    waiting.complete(message.get("result"));
                } else if (waiting != null) {
                    waiting.completeExceptionally(new IllegalStateException(message.get("error").toString()));
                }
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                receive(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
