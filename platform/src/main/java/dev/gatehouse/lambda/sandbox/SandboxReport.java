package dev.gatehouse.lambda.sandbox;

import java.util.List;

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
}
