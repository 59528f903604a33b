package dev.cairn.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.CairnException;
import dev.cairn.files.IoReason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A page about the runs of a folder, for browsers on this machine: it listens on 127.0.0.1 alone, answers only those who
 * address it by that name (so that no other site can reach it by DNS rebinding), and reads nothing but the runs.
 *
 * <pre>{@code
 * try (Dashboard page = Dashboard.serve(Path.of("runs"), 0)) {
 *     System.out.println(page.url());
 *     ...
 * }
 * }</pre>
 */
public final class Dashboard implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int MOST_PAGES = 32;
    private static final int MOST_SECONDS_TO_END = 1;
    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, PageFile> files = PageFile.all();
    private final Semaphore pages = new Semaphore(MOST_PAGES);
    private final CountDownLatch end = new CountDownLatch(1);
    private final RunsFolder folder;
    private final Visitors visitors;

    private Dashboard(HttpServer server, Path runs) {
        this.server = server;
        folder = new RunsFolder(runs);
        visitors = new Visitors(server.getAddress().getPort());
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Serves the page until it is closed.
     *
     * @param runs the folder of the runs' folders; it may appear later
     * @param port 0 for any that is free
     * @throws CairnException if the folder is a file, or the port cannot be had
     */
    public static Dashboard serve(Path runs, int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException(
                    "port " + port + ": must be from 0 to 65535, where 0 takes any that is free");
        }
        if (Files.exists(runs) && !Files.isDirectory(runs)) {
            throw new CairnException(runs + " is a file: name the folder that holds the folders of runs");
        }
        try {
            return new Dashboard(HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0),
                    runs);
        } catch (BindException e) {
            throw new CairnException(
                    "cannot serve the page on port " + port + ", which is in use: name another with --port, "
                            + "or 0 for any that is free",
                    e);
        } catch (IOException e) {
            throw new CairnException("cannot serve the page on port " + port + ": " + IoReason.of(e), e);
        }
    }

    /** What to open in a browser on this machine. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Security-Policy", CONTENT_POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cache-Control", "no-store");
            String path = exchange.getRequestURI().getPath();
            PageFile file = files.get(path);
            int refusal = visitors.refusal(exchange);
            if (refusal != 0) {
                exchange.sendResponseHeaders(refusal, -1);
            } else if (file != null) {
                headers.set("Content-Type", file.type());
                exchange.sendResponseHeaders(200, file.bytes().length);
                exchange.getResponseBody().write(file.bytes());
            } else if ("/events".equals(path)) {
                stream(exchange);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        if (!pages.tryAcquire()) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        try {
            Set<String> shown = Visitors.runs(exchange.getRequestURI());
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            new EventStream(folder, shown, end, out).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the page is being closed
        } finally {
            pages.release();
        }
    }

    /** Tells open pages what there is to tell by now, and ends. They keep what they show. */
    @Override
    public void close() {
        end.countDown();
        threads.shutdown();
        try {
            boolean _ = threads.awaitTermination(MOST_SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        server.stop(0);
    }
}
