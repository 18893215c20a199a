package dev.gatehouse.kernel;

import java.util.Set;
import java.util.TreeSet;

/**
 * The services, by the names that requests are signed with, that the node can have served by an
 * engine beside it, in memory.
 */
public final class DevelopmentServices {
    /** All of them. */
    public static final Set<String> ALL =
            Set.of(
                    "cloudfront",
                    "cognito-identity",
                    "cognito-idp",
                    "dynamodb",
                    "kinesis",
                    "sns",
                    "sqs",
                    "states");

    private DevelopmentServices() {}

    /** How a service that is not there can be had. */
    public static String hint(String service) {
        String endpoint =
                "--endpoint %s=URL (the setting endpoint.%1$s) names one".formatted(service);
        return ALL.contains(service)
                ? "start the node with --with %s for one in memory, or %s"
                        .formatted(service, endpoint)
                : endpoint;
    }

    /** All of them, for people. */
    public static String list() {
        return String.join(", ", new TreeSet<>(ALL));
    }
}
