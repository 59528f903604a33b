package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Implementation;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.Prerequisite;
import dev.cairn.files.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn devices}: what there is to compute with, what is in use, and what would make it faster. */
@Command(name = "devices",
        description = "Says what this machine can compute with, what is in use, and what would make it faster.")
final class DevicesCommand implements Callable<Integer> {
    private static final List<Backend> BACKENDS = List.of(Backend.CPU, Backend.CUDA, Backend.REFERENCE);

    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        if (output.isJson()) {
            output.out().print(json());
        } else {
            print(output.out());
        }
        output.out().flush();
        return 0;
    }

    private static void print(PrintWriter out) {
        for (Backend backend : BACKENDS) {
            out.printf("%-10s %s%n", Choice.nameOf(backend), summary(backend));
            for (Implementation implementation : backend.implementations()) {
                detail(out, implementation.name(), implementation.reason());
            }
            for (Prerequisite piece : backend.prerequisites()) {
                detail(out, piece.name(), piece.detail());
            }
        }
        machine().forEach((name, value) -> out.printf("%-10s %s%n", name, value));
    }

    private static void detail(PrintWriter out, String name, String text) {
        out.printf("           %-11s %s%n", name, text);
    }

    private static String json() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("backends");
            for (Backend backend : BACKENDS) {
                write(json, backend);
            }
            json.writeEndArray();
            for (Map.Entry<String, String> fact : machine().entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Backend backend) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", Choice.nameOf(backend));
        json.writeBooleanField("available", backend.isAvailable());
        json.writeStringField("description", description(backend));
        json.writeArrayFieldStart("implementations");
        for (Implementation implementation : backend.implementations()) {
            json.writeStartObject();
            json.writeStringField("name", implementation.name());
            json.writeBooleanField("available", implementation.available());
            json.writeBooleanField("used", implementation.used());
            json.writeStringField("reason", implementation.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("prerequisites");
        for (Prerequisite piece : backend.prerequisites()) {
            json.writeStartObject();
            json.writeStringField("name", piece.name());
            json.writeBooleanField("met", piece.met());
            json.writeStringField("detail", piece.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The description, but for the reasons that stand in the lines below it. */
    private static String summary(Backend backend) {
        List<String> unmet = backend.prerequisites().stream().filter(piece -> !piece.met()).map(Prerequisite::name)
                .toList();
        return backend.isAvailable() || unmet.isEmpty()
                ? description(backend)
                : "not available for want of: " + String.join(", ", unmet);
    }

    private static String description(Backend backend) {
        Optional<String> reason = backend.whyNot();
        if (reason.isPresent()) {
            return "not available: " + reason.get();
        }
        try (Device device = Device.require(backend)) {
            return device.describe();
        } catch (DeviceException e) {
            return "cannot be opened: " + e.getMessage();
        }
    }

    private static SequencedMap<String, String> machine() {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("java", Runtime.version() + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("vector", VectorWidth.ofThisMachine());
        facts.put("native", DevicesCommand.class.getModule().isNativeAccessEnabled()
                ? "native access enabled"
                : "native access not enabled: start Java with --enable-native-access=ALL-UNNAMED");
        facts.put("memory", (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB at most; more with -Xmx, as in CAIRN_JAVA_OPTS=-Xmx8g");
        return facts;
    }
}
