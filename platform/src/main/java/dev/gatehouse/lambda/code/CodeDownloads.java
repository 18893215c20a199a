package dev.gatehouse.lambda.code;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.BlobKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links under which GetFunction and GetLayerVersion let clients download a package: whoever has one
 * needs no credentials, and it ends after ten minutes, as on AWS.
 */
public final class CodeDownloads {
    /** What the path of every link starts with. */
    public static final String PATH_PREFIX = "/_aws/lambda/code/";

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Pattern PATH = Pattern.compile(PATH_PREFIX + "([0-9a-f]{64})");
    private static final Pattern QUERY =
            Pattern.compile("X-Amz-Expires=(\\d{1,15})&X-Amz-Signature=([0-9a-f]{64})");

    private final CodeStore packages;
    private final Clock clock;
    private final SecretKeySpec secret;

    public CodeDownloads(CodeStore packages, Clock clock) {
        this.packages = packages;
        this.clock = clock;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.secret = new SecretKeySpec(random, "HmacSHA256");
    }

    /**
     * A link to a package.
     *
     * @param authority host and port under which the client reaches this node
     */
    public String link(String authority, BlobKey key) {
        long expires = clock.now().plus(LIFETIME).getEpochSecond();
        String path = PATH_PREFIX + key.sha256();
        return "http://%s%s?X-Amz-Expires=%d&X-Amz-Signature=%s"
                .formatted(authority, path, expires, signature(path, expires));
    }

    /**
     * The package a link is good for; empty when the link is not one of this node's, or has ended.
     */
    Optional<BlobKey> opened(String path, String query) {
        Matcher place = PATH.matcher(path);
        Matcher proof = QUERY.matcher(query);
        if (!place.matches() || !proof.matches()) {
            return Optional.empty();
        }
        long expires = Long.parseLong(proof.group(1));
        byte[] expected = signature(path, expires).getBytes(StandardCharsets.US_ASCII);
        byte[] given = proof.group(2).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, given) || clock.now().getEpochSecond() > expires) {
            return Optional.empty();
        }
        return Optional.of(new BlobKey(place.group(1)));
    }

    /** The archive of a package; empty when it is gone or damaged. Blocks: it reads all of it. */
    Optional<Path> archive(BlobKey key) {
        return packages.isIntact(key) ? Optional.of(packages.archive(key)) : Optional.empty();
    }

    private String signature(String path, long expires) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] signed = (path + '?' + expires).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
