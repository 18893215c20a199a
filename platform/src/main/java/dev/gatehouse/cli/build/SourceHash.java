package dev.gatehouse.cli.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a folder's content, the runtime and the build method: equal names build to equal packages.
 */
final class SourceHash {
    private SourceHash() {}

    static String of(CodeFolder folder) throws IOException {
        MessageDigest digest = sha256();
        add(digest, folder.runtime());
        add(digest, folder.buildMethod());
        for (Path file : folder.files()) {
            add(digest, folder.path().relativize(file).toString());
            add(digest, Files.isExecutable(file) ? "x" : "-");
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
