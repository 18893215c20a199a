package dev.gatehouse.lambda.runtimes.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The pinned files of all runtime clients and SDKs, from the resource {@code artifacts.lock}. */
final class ArtifactLock {
    private static final String FILE = "/dev/gatehouse/lambda/runtimes/artifacts.lock";

    private final List<Artifact> artifacts;

    private ArtifactLock(List<Artifact> artifacts) {
        this.artifacts = artifacts;
    }

    static ArtifactLock load() {
        try (InputStream in =
                Objects.requireNonNull(ArtifactLock.class.getResourceAsStream(FILE))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ArtifactLock(
                    text.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(ArtifactLock::parse)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Artifact parse(String line) {
        String[] parts = line.split(" ");
        Artifact.Source source = Artifact.Source.valueOf(parts[1].toUpperCase(Locale.ROOT));
        return new Artifact(parts[0], source, parts[2], parts[3], parts[4]);
    }

    /** What a bundle is made of; empty when there is no such bundle. */
    List<Artifact> of(String bundle) {
        return artifacts.stream().filter(artifact -> artifact.bundle().equals(bundle)).toList();
    }
}
