package dev.gatehouse.identity.policy;

import dev.gatehouse.kernel.Region;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of the condition keys that every request has, whatever it is for (IAM User Guide, "AWS
 * global condition context keys"). Keys that are named in neither these nor a service's own are not
 * known, and what depends on them allows nothing.
 */
public final class GlobalKeys {
    private static final List<String> NONE = List.of();

    /** What there is none of on a node: networks, organizations, other services on the way. */
    private static final List<String> ABSENT =
            List.of(
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

    private GlobalKeys() {}

    /** Values by key in lower case, to be added to. */
    public static Map<String, List<String>> of(String sourceIp, Region region, Instant now) {
        Map<String, List<String>> keys = new HashMap<>();
        ABSENT.forEach(key -> keys.put(key, NONE));
        keys.put("aws:sourceip", List.of(sourceIp));
        keys.put("aws:currenttime", List.of(now.toString()));
        keys.put("aws:epochtime", List.of(Long.toString(now.getEpochSecond())));
        keys.put("aws:requestedregion", List.of(region.name()));
        keys.put("aws:viaawsservice", List.of("false"));
        // A node is spoken to on its own machine, or behind what ends TLS for it.
        keys.put("aws:securetransport", List.of("true"));
        return keys;
    }
}
