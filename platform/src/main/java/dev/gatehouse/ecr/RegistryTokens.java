package dev.gatehouse.ecr;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.kernel.Clock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What opens the registry: passwords that GetAuthorizationToken hands out, each for who asked for
 * it, twelve hours long, or until the node ends.
 */
final class RegistryTokens {
    /** Amazon ECR API Reference, "GetAuthorizationToken". */
    private static final Duration LIFE = Duration.ofHours(12);

    /** The oldest go first. */
    private static final int MOST = 10_000;

    private static final String USER = "AWS:";

    /** Amazon ECR API Reference, "GetDownloadUrlForLayer". */
    private static final Duration TICKET_LIFE = Duration.ofHours(1);

    private static final String TICKET = "ticket=";

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new LinkedHashMap<>();

    RegistryTokens(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param path what it opens alone; null for the whole registry
     */
    private record Issued(CallerIdentity caller, Instant expiry, @Nullable String path) {}

    /**
     * @param encoded the user and the password, as HTTP's basic authentication has them
     */
    record Token(String encoded, Instant expiry) {}

    synchronized Token issue(CallerIdentity caller) {
        Instant expiry = clock.now().plus(LIFE);
        byte[] pair = (USER + secret(caller, expiry, null)).getBytes(StandardCharsets.UTF_8);
        return new Token(Base64.getEncoder().encodeToString(pair), expiry);
    }

    /** A query that opens one path, for an hour, without a header. */
    synchronized String query(CallerIdentity caller, String path) {
        return TICKET + secret(caller, clock.now().plus(TICKET_LIFE), path);
    }

    private String secret(CallerIdentity caller, Instant expiry, @Nullable String path) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        issued.put(secret, new Issued(caller, expiry, path));
        Iterator<Issued> oldest = issued.values().iterator();
        while (oldest.hasNext()) {
            Issued first = oldest.next();
            if (issued.size() <= MOST && first.expiry().isAfter(clock.now())) {
                break;
            }
            oldest.remove();
        }
        return secret;
    }

    /** Whom a query is of that opens a path. */
    synchronized Optional<CallerIdentity> caller(String path, String query) {
        return query.startsWith(TICKET)
                ? live(query.substring(TICKET.length()))
                        .filter(each -> path.equals(each.path()))
                        .map(Issued::caller)
                : Optional.empty();
    }

    private Optional<Issued> live(String secret) {
        return Optional.ofNullable(issued.get(secret))
                .filter(each -> each.expiry().isAfter(clock.now()));
    }

    /** Whom a header Authorization is of: {@code Basic} with user and password. */
    synchronized Optional<CallerIdentity> caller(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        String pair;
        try {
            pair =
                    new String(
                            Base64.getDecoder().decode(header.substring(6).strip()),
                            StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return pair.startsWith(USER)
                ? live(pair.substring(USER.length()))
                        .filter(each -> each.path() == null)
                        .map(Issued::caller)
                : Optional.empty();
    }
}
