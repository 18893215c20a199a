package dev.gatehouse.identity.policy;

import dev.gatehouse.kernel.Region;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of the condition keys that every request has, whatever it is for (IAM User Guide, "AWS
 * global condition context keys"). Keys that are named in neither these nor a service's own are not
 * known, and what depends on them allows nothing.
 *
 * @param sourceIp the client's address; null where a service calls by a role
 * @param region the region called; null for what is in none
 * @param via the services that call in the principal's name, in order
 */
public record GlobalKeys(
        @Nullable String sourceIp, @Nullable Region region, Instant now, List<String> via)
        implements ConditionKeys {
    private static final List<String> NONE = List.of();

    /**
     * What there is none of on a node: networks, organizations, and services that act by
     * themselves.
     */
    private static final Set<String> ABSENT =
            Set.of(
                    "aws:principalorgid",
                    "aws:principalorgpaths",
                    "aws:resourceorgid",
                    "aws:resourceorgpaths",
                    "aws:sourceaccount",
                    "aws:sourcearn",
                    "aws:sourceorgid",
                    "aws:sourcevpc",
                    "aws:sourcevpcarn",
                    "aws:sourcevpce",
                    "aws:vpcsourceip");

    /** Of a client that calls itself. */
    public GlobalKeys(String sourceIp, Region region, Instant now) {
        this(sourceIp, region, now, List.of());
    }

    @Override
    public @Nullable List<String> of(String key) {
        return switch (key) {
            case "aws:sourceip" -> optional(sourceIp);
            case "aws:currenttime" -> List.of(now.toString());
            case "aws:epochtime" -> List.of(Long.toString(now.getEpochSecond()));
            case "aws:requestedregion" -> optional(region == null ? null : region.name());
            case "aws:viaawsservice" -> List.of(String.valueOf(!via.isEmpty()));
            case "aws:calledvia" -> via;
            case "aws:calledviafirst" -> via.stream().limit(1).toList();
            case "aws:calledvialast" -> via.reversed().stream().limit(1).toList();
            // A node is spoken to on its own machine, or behind what ends TLS for it.
            case "aws:securetransport" -> List.of("true");
            default -> ABSENT.contains(key) ? NONE : null;
        };
    }

    private static List<String> optional(@Nullable String value) {
        return value == null ? NONE : List.of(value);
    }
}
