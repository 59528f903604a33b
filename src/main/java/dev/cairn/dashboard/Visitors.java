package dev.cairn.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who may ask, and for what. */
final class Visitors {
    private static final int BAD_METHOD = 405;
    private static final int WRONG_HOST = 421;
    private static final int FOREIGN = 403;
    private static final int MOST_SHOWN = 20;
    private static final String RUN = "run=";

    private final Set<String> hosts;

    Visitors(int port) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    /** The status that turns a request away; 0 if it may pass. */
    int refusal(HttpExchange exchange) {
        List<String> host = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (host.size() != 1 || !hosts.contains(host.getFirst())) {
            return WRONG_HOST;
        }
        List<String> origin = exchange.getRequestHeaders().getOrDefault("Origin", List.of());
        if (!origin.stream()
                .allMatch(from -> from.startsWith("http://") && hosts.contains(from.substring("http://".length())))) {
            return FOREIGN;
        }
        return "GET".equals(exchange.getRequestMethod()) ? 0 : BAD_METHOD;
    }

    /** The runs that a page asks to see. They are compared with the names of those there are, and never part of a path. */
    static Set<String> runs(URI uri) {
        Set<String> names = new HashSet<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String part : query.split("&")) {
            if (part.startsWith(RUN) && names.size() < MOST_SHOWN) {
                names.add(URLDecoder.decode(part.substring(RUN.length()), StandardCharsets.UTF_8));
            }
        }
        return names;
    }
}
