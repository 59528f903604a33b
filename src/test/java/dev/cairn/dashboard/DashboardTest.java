package dev.cairn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.io.RunFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's server: where it listens, how many it serves, and that it ends. */
class DashboardTest {
    private static final String HISTORY = "epoch,step,learning_rate,seconds,train_loss\r\n1,10,0.1,0.5,0.25\r\n";
    private static final int MOST_MILLIS = 30_000;

    @TempDir
    private Path runs;

    private static int port(Dashboard page) {
        return URI.create(page.url()).getPort();
    }

    @Test
    void listensOnThisMachinesLoopbackAddressAlone() throws IOException {
        List<InetAddress> others = new ArrayList<>(List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2})));
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.getHostAddress().equals("127.0.0.1")).forEach(others::add);
        try (Dashboard page = Dashboard.serve(runs, 0)) {
            assertThat(page.url()).startsWith("http://127.0.0.1:");
            for (InetAddress other : others) {
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, port(page)), 2000))
                            .as("%s", other).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void aPortInUseIsOneSentence() {
        try (Dashboard page = Dashboard.serve(runs, 0)) {
            assertThatThrownBy(() -> Dashboard.serve(runs, port(page))).isInstanceOf(CairnException.class)
                    .hasMessage("cannot serve the page on port " + port(page)
                            + ", which is in use: name another with --port, or 0 for any that is free");
        }
    }

    @Test
    void fiftyConnectionsThatStayOpenKeepNobodyOut() throws IOException {
        run("good");
        List<RawVisitor> visitors = new ArrayList<>();
        try (Dashboard page = Dashboard.serve(runs, 0)) {
            for (int i = 0; i < 50; i++) {
                visitors.add(new RawVisitor(page.url(), RawVisitor.request("/events?run=good")));
                visitors.add(new RawVisitor(page.url(), "GET / HTTP/1.1\nHost: 127."));
            }
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < visitors.size(); i += 2) {
                answers.add(visitors.get(i).readUntil("event: complete"));
            }
            assertThat(answers).filteredOn(answer -> answer.startsWith("HTTP/1.1 200")).hasSize(32);
            assertThat(answers).filteredOn(answer -> answer.startsWith("HTTP/1.1 503")).hasSize(18);
            assertThat(RawVisitor.get(page.url(), "/")).startsWith("HTTP/1.1 200");
            for (RawVisitor visitor : visitors) {
                visitor.close();
            }
            await("a place is free again",
                    () -> get(page, "/events?run=good").contains("\"run\":\"good\",\"from\":0"));
        }
    }

    private static String get(Dashboard page, String path) {
        try {
            return RawVisitor.get(page.url(), path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBrowserThatGoesAwayInTheMiddleDisturbsNobody() throws IOException {
        run("good");
        try (Dashboard page = Dashboard.serve(runs, 0);
                RawVisitor stays = new RawVisitor(page.url(), RawVisitor.request("/events?run=good"))) {
            stays.readUntil("event: complete");
            for (int i = 0; i < 40; i++) {
                try (RawVisitor goes = new RawVisitor(page.url(), RawVisitor.request("/events?run=good"))) {
                    goes.readUntil("event: summary");
                }
            }
            Files.writeString(runs.resolve("good/history.csv"), HISTORY + "2,20,0.1,0.9,0.125\r\n");
            assertThat(stays.readUntil("event: complete"))
                    .contains(
                            "{\"run\":\"good\",\"from\":1,\"columns\":[\"train_loss\"],\"rows\":[[2,0.9,0.1,0.125]]}");
        }
    }

    @Test
    void noThreadIsLeftAfterTheEnd() throws IOException {
        run("good");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Dashboard page = Dashboard.serve(runs, 0);
                RawVisitor follows = new RawVisitor(page.url(), RawVisitor.request("/events?run=good"));
                RawVisitor _ = new RawVisitor(page.url(), "GET / HTTP/1.1\nHost: 127.")) {
            follows.readUntil("event: complete");
            assertThat(pageThreads(before)).isNotEmpty();
            page.close();
            follows.readUntil("a line that never comes, so until the stream ends");
            await("the page's threads have ended", () -> pageThreads(before).isEmpty());
            assertThatThrownBy(() -> RawVisitor.get(page.url(), "/")).isInstanceOf(IOException.class);
        }
    }

    /** Those of the server: its own, and the JDK's dispatcher, which is no daemon and would keep a program from ending. */
    private static List<String> pageThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .map(Thread::getName).toList();
    }

    @Test
    void aRunThatEndsWithoutAPageLeavesNoThreadEither() {
        LiveRun run = LiveRun.begin(RunFolder.at(runs.resolve("live")),
                new RunFacts("points", "CPU", "net", 1, 1, 1));
        assertThat(writers()).hasSize(1);
        run.close();
        assertThat(writers()).isEmpty();
    }

    private static List<Thread> writers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cairn-live-run") && thread.isAlive()).toList();
    }

    private void run(String name) throws IOException {
        Files.writeString(Files.createDirectories(runs.resolve(name)).resolve("history.csv"), HISTORY);
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + MOST_MILLIS * 1_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until %s", what).isLessThan(end);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
