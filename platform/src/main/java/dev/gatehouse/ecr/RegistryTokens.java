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
 * it, twelve hours long, and links to single layers, one hour; both until the node ends.
 */
final class RegistryTokens {
    /** Amazon ECR API Reference, "GetAuthorizationToken". */
    private static final Duration LIFE = Duration.ofHours(12);

    /** Of passwords, and of links. */
    private static final int MOST = 10_000;

    private static final String USER = "AWS:";

    /** Amazon ECR API Reference, "GetDownloadUrlForLayer". */
    private static final Duration LINK_LIFE = Duration.ofHours(1);

    private static final String LINK = "ticket=";

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** Each the oldest first, and those of one map live equally long. */
    private final Map<String, Issued> passwords = new LinkedHashMap<>();

    private final Map<String, Issued> links = new LinkedHashMap<>();

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
        String password = issued(passwords, new Issued(caller, expiry, null));
        byte[] pair = (USER + password).getBytes(StandardCharsets.UTF_8);
        return new Token(Base64.getEncoder().encodeToString(pair), expiry);
    }

    /** A query that opens one path, for an hour, without a header. */
    synchronized String query(CallerIdentity caller, String path) {
        return LINK + issued(links, new Issued(caller, clock.now().plus(LINK_LIFE), path));
    }

    private String issued(Map<String, Issued> among, Issued one) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        among.put(secret, one);
        Iterator<Issued> oldest = among.values().iterator();
        while (oldest.hasNext()) {
            Issued first = oldest.next();
            if (among.size() <= MOST && first.expiry().isAfter(clock.now())) {
                break;
            }
            oldest.remove();
        }
        return secret;
    }

    /** Whom a query is of that opens a path. */
    synchronized Optional<CallerIdentity> caller(String path, String query) {
        return query.startsWith(LINK)
                ? live(links, query.substring(LINK.length()))
                        .filter(each -> path.equals(each.path()))
                        .map(Issued::caller)
                : Optional.empty();
    }

    private Optional<Issued> live(Map<String, Issued> among, String secret) {
        return Optional.ofNullable(among.get(secret))
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
                ? live(passwords, pair.substring(USER.length())).map(Issued::caller)
                : Optional.empty();
    }
}
