package dev.cairn.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** What one of the library's loggers says, debug messages included, while this is open. */
public final class CapturedLog implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();
    private final Logger logger;
    private final @Nullable Level before;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            lines.add(new SimpleFormatter().formatMessage(message));
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    };

    public CapturedLog(String name) {
        logger = Logger.getLogger(name);
        before = logger.getLevel();
        logger.setLevel(Level.FINE);
        logger.addHandler(handler);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(before);
    }
}
