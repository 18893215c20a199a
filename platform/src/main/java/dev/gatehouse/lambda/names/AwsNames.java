package dev.gatehouse.lambda.names;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which host names are those of AWS's APIs: everything under AWS's domains but the names that AWS
 * gives to machines of its customers (databases, caches, load balancers …), which speak protocols
 * of their own on ports of their own.
 */
public final class AwsNames {

    /** The last is that of APIs with IPv6 addresses too. */
    private static final List<String> APIS =
            List.of("amazonaws.com", "amazonaws.com.cn", "api.aws");

    /** This domain has many kinds of hosts; function URLs are the one that is ours. */
    private static final String RESOURCES = "on.aws";

    /** Every name is in one of these domains. */
    public static final List<String> DOMAINS =
            Stream.concat(APIS.stream(), Stream.of(RESOURCES)).toList();

    private static final String FUNCTION_URLS = ".lambda-url.";

    /**
     * Services whose hosts below {@code {id}.…} are customers' machines. Some put the region before
     * the service and some behind it.
     */
    private static final Set<String> MACHINES =
            Set.of(
                    "rds",
                    "docdb",
                    "neptune",
                    "redshift",
                    "redshift-serverless",
                    "cache",
                    "memorydb",
                    "elb",
                    "compute",
                    "compute-1",
                    "kafka",
                    "mq",
                    "efs");

    private AwsNames() {}

    /**
     * @param name in lower case, without a dot at its end
     */
    public static boolean include(String name) {
        if (name.endsWith("." + RESOURCES)) {
            return name.contains(FUNCTION_URLS);
        }
        for (String domain : APIS) {
            if (name.equals(domain)) {
                return true;
            }
            if (name.endsWith("." + domain)) {
                return !isMachine(labels(name, domain));
            }
        }
        return false;
    }

    /**
     * The service that a host of AWS's APIs names, in front of its region if any: {@code s3} in
     * {@code bucket.s3.us-east-1.amazonaws.com}.
     */
    public static Optional<String> service(String host) {
        for (String domain : APIS) {
            if (host.endsWith("." + domain)) {
                String[] parts = labels(host, domain).split("\\.");
                int last = parts.length - 1;
                return Optional.of(
                        last > 0 && isRegion(parts[last]) ? parts[last - 1] : parts[last]);
            }
        }
        return Optional.empty();
    }

    private static String labels(String name, String domain) {
        return name.substring(0, name.length() - domain.length() - 1);
    }

    private static boolean isRegion(String label) {
        return label.contains("-");
    }

    /** {@code rds.us-east-1} is an API; {@code mydb.abc.us-east-1.rds} is a machine. */
    private static boolean isMachine(String labels) {
        String[] parts = labels.split("\\.");
        int last = parts.length - 1;
        boolean region = isRegion(parts[last]);
        return (last >= 1 && MACHINES.contains(parts[last]))
                || (last >= 2 && region && MACHINES.contains(parts[last - 1]));
    }
}
