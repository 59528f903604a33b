package dev.cairn.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Somebody who speaks to a page byte by byte, well or badly. */
final class RawVisitor implements AutoCloseable {
    private static final int MOST_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader lines;

    /** @param request with PORT for the page's port; each line ends with \n */
    RawVisitor(String url, String request) throws IOException {
        URI address = URI.create(url);
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(MOST_MILLIS);
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        socket.getOutputStream().write(request.replace("PORT", Integer.toString(address.getPort()))
                .replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    static String request(String path) {
        return "GET " + path + " HTTP/1.0\nHost: 127.0.0.1:PORT\nConnection: close\n\n";
    }

    /** The whole response to a path; of a stream all until its first round is complete. */
    static String get(String url, String path) throws IOException {
        return ask(url, request(path));
    }

    /** The whole response to a request; of a stream all until its first round is complete. */
    static String ask(String url, String request) throws IOException {
        try (RawVisitor visitor = new RawVisitor(url, request)) {
            return visitor.readUntil("event: complete");
        }
    }

    /** All up to the next such line or the end. */
    String readUntil(String end) throws IOException {
        StringBuilder answer = new StringBuilder();
        for (String line = lines.readLine(); line != null && !line.equals(end); line = lines.readLine()) {
            answer.append(line).append('\n');
        }
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
