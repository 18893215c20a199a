package dev.gatehouse.wirecompiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A digest of everything a run depends on: the models and the compiler's own classes. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Path models) throws IOException {
        MessageDigest digest = sha256();
        add(models, ".json", digest);
        add(ownClasses(), "", digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Path ownClasses() {
        return Path.of(
                Fingerprint.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static void add(Path root, String suffix, MessageDigest digest) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root, suffix.isEmpty() ? Integer.MAX_VALUE : 1)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            if (file.toString().endsWith(suffix)) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
