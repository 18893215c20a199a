package dev.gatehouse.cli.event;

import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.kernel.NearestWord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A sample event of each service that invokes functions, in the form that AWS's guide for it shows.
 * Each is a file of its name; the index says what each is.
 */
public final class SampleEvents {
    private static final String FOLDER = "/dev/gatehouse/cli/events/";

    private SampleEvents() {}

    /** What each event is, by its name. */
    public static Map<String, String> all() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (String line : read("index.txt").lines().toList()) {
            int space = line.indexOf(' ');
            meanings.put(line.substring(0, space), line.substring(space + 1));
        }
        return meanings;
    }

    /**
     * An event, JSON.
     *
     * @throws CommandException when there is none of this name; the message says which there are
     */
    public static String of(String name) {
        Map<String, String> all = all();
        if (all.containsKey(name)) {
            return read(name + ".json");
        }
        List<String> close = NearestWord.meant(name, all.keySet());
        throw new CommandException(
                "there is no sample event "
                        + name
                        + "; "
                        + (close.isEmpty()
                                ? "'gatehouse events' lists them"
                                : "did you mean " + String.join(" or ", close) + "?"));
    }

    private static String read(String file) {
        try (InputStream in = SampleEvents.class.getResourceAsStream(FOLDER + file)) {
            return new String(
                    Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
