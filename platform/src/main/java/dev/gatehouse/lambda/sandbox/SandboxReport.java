package dev.gatehouse.lambda.sandbox;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found by trying at start, for {@code status} and the log.
 *
 * @param level the level in use
 * @param outbound how a sandbox reaches other machines, in words
 * @param memory what holds a sandbox to its memory, in words
 * @param storage what {@code /tmp} is made of, in words
 * @param warnings what is weaker than it could be, why, and what would help; empty is best
 */
public record SandboxReport(
        SandboxLevel level, String outbound, String memory, String storage, List<String> warnings) {

    public SandboxReport {
        warnings = List.copyOf(warnings);
    }

    /** The same with more warnings. */
    SandboxReport with(String... more) {
        List<String> all = Stream.concat(warnings.stream(), Stream.of(more)).toList();
        return new SandboxReport(level, outbound, memory, storage, all);
    }
}
