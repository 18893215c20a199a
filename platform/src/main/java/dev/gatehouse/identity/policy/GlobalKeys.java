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
 */
public record GlobalKeys(String sourceIp, Region region, Instant now) implements ConditionKeys {
    private static final List<String> NONE = List.of();

    /** What there is none of on a node: networks, organizations, other services on the way. */
    private static final Set<String> ABSENT =
            Set.of(
                    "aws:calledvia",
                    "aws:calledviafirst",
                    "aws:calledvialast",
                    "aws:multifactorauthage",
                    "aws:multifactorauthpresent",
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

    @Override
    public @Nullable List<String> of(String key) {
        return switch (key) {
            case "aws:sourceip" -> List.of(sourceIp);
            case "aws:currenttime" -> List.of(now.toString());
            case "aws:epochtime" -> List.of(Long.toString(now.getEpochSecond()));
            case "aws:requestedregion" -> List.of(region.name());
            case "aws:viaawsservice" -> List.of("false");
            // A node is spoken to on its own machine, or behind what ends TLS for it.
            case "aws:securetransport" -> List.of("true");
            default -> ABSENT.contains(key) ? NONE : null;
        };
    }
}
