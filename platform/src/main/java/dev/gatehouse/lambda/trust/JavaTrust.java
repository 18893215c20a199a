package dev.gatehouse.lambda.trust;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JDK's trust store with the node's authority added, to be mounted over the JDK's own: no flag
 * and no variable says so, and those of a function's own keep their meaning. Written as JKS, which
 * every Java since the first reads.
 */
final class JavaTrust {

    private static final Logger LOG = LoggerFactory.getLogger(JavaTrust.class);

    /** What every JDK's own trust store has, and is no secret. */
    private static final char[] PASSWORD = "changeit".toCharArray();

    private JavaTrust() {}

    /**
     * The mount of a store with everybody in it; empty when the JDK's own cannot be read.
     *
     * @param own the JDK's store, and where a sandbox sees it
     */
    static Optional<SandboxMount> of(SandboxMount own, TrustFolder folder) {
        Path source = own.sources().getFirst();
        try {
            String name = "java-" + fingerprint(source, folder);
            Path file = folder.ready().resolve(name);
            if (!Files.exists(file)) {
                folder.write(name, extended(source, folder));
            }
            return Optional.of(SandboxMount.of(file, own.target()));
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("Java functions do not trust this node's AWS host names: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Changes with the store, its place, and the authority. */
    private static String fingerprint(Path source, TrustFolder folder)
            throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(source.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(Files.size(source))
                        .putLong(Files.getLastModifiedTime(source).toMillis())
                        .flip());
        digest.update(folder.authority().getEncoded());
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static byte[] extended(Path source, TrustFolder folder)
            throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance(source.toFile(), PASSWORD);
        KeyStore all = KeyStore.getInstance("JKS");
        all.load(null, null);
        for (String alias : Collections.list(own.aliases())) {
            if (own.isCertificateEntry(alias)) {
                all.setCertificateEntry(alias, own.getCertificate(alias));
            }
        }
        all.setCertificateEntry("gatehouse", folder.authority());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        all.store(bytes, PASSWORD);
        return bytes.toByteArray();
    }
}
