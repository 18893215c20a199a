package dev.gatehouse.lambda.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * A directory the sandbox sees, read-only unless said otherwise; or a file in the place of one that
 * is there.
 *
 * @param target where the sandbox sees it, absolute: {@code /var/task}, {@code /opt}, {@code
 *     /var/runtime}, or any path below which nothing is mounted before it
 * @param sources directories of the host; several are merged and a later one wins, as layers do
 * @param writable whether its programs write to the one source too, as the source's owner
 */
public record SandboxMount(String target, List<Path> sources, boolean writable) {

    public SandboxMount {
        sources = List.copyOf(sources);
        if (!target.startsWith("/") || target.matches(".*/\\.{0,2}(/.*)?")) {
            throw new IllegalArgumentException("not an absolute, plain path: " + target);
        }
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("nothing to mount at " + target);
        }
    }

    /** Directories that are only read. */
    public SandboxMount(String target, List<Path> sources) {
        this(target, sources, false);
    }

    /** One directory that is written to. */
    public static SandboxMount writable(Path source, String target) {
        return new SandboxMount(target, List.of(source), true);
    }

    /** One directory at one place. */
    public static SandboxMount of(Path source, String target) {
        return new SandboxMount(target, List.of(source));
    }
}
