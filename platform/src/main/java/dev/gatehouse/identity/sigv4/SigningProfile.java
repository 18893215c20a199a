package dev.gatehouse.identity.sigv4;

import java.util.ArrayDeque;
import java.util.Deque;

/** How a service's requests are made canonical: S3 differs from all others. */
public enum SigningProfile {
    /**
     * Every service but S3: the path is normalised and its encoded form is encoded once more, and
     * the payload's own hash is signed.
     */
    STANDARD,
    /**
     * S3: object keys are taken as they are, so the path is neither normalised nor encoded twice;
     * the payload may be unsigned or signed chunk by chunk, as {@code x-amz-content-sha256} says.
     */
    S3;

    /** The profile of a service by its signing name. */
    public static SigningProfile ofService(String signingName) {
        return signingName.equals("s3") || signingName.equals("s3express") ? S3 : STANDARD;
    }

    String canonicalPath(String path) {
        String absolute = path.isEmpty() ? "/" : path;
        return switch (this) {
            case STANDARD -> PercentCode.encode(normalized(absolute), true);
            case S3 -> PercentCode.encode(PercentCode.decode(absolute, false), true);
        };
    }

    /** Without empty and {@code .} segments, and each {@code ..} taken back (RFC 3986, 5.2.4). */
    private static String normalized(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        boolean directory = path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..");
        String joined = "/" + String.join("/", segments);
        return directory && !segments.isEmpty() ? joined + "/" : joined;
    }
}
