package dev.cairn.report;

import dev.cairn.Device;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;

/** What a run depends on besides its command: enough to repeat it, and nothing about who ran it. */
final class Environment {
    private Environment() {
    }

    static SequencedMap<String, String> facts(Device device) {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        String version = Environment.class.getPackage().getImplementationVersion();
        facts.put("Cairn", Objects.requireNonNullElse(version, "not packaged"));
        facts.put("Device", device.describe());
        facts.put("Processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("Java", property("java.runtime.version") + ", " + property("java.vendor"));
        facts.put("System", property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
        facts.put("Written", ZonedDateTime.now().truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME).replace('T', ' '));
        return facts;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
