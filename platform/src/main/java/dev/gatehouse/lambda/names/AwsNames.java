package dev.gatehouse.lambda.names;

import java.util.Set;

/**
 * Which host names are those of AWS's APIs: everything under AWS's domains but the names that AWS
 * gives to machines of its customers (databases, caches, load balancers …), which speak protocols
 * of their own on ports of their own.
 */
public final class AwsNames {

    private static final Set<String> DOMAINS = Set.of("amazonaws.com", "amazonaws.com.cn");

    /** The newer domain has many kinds of hosts; function URLs are the one that is ours. */
    private static final String NEWER_DOMAIN = ".on.aws";

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
        if (name.endsWith(NEWER_DOMAIN)) {
            return name.contains(FUNCTION_URLS);
        }
        for (String domain : DOMAINS) {
            if (name.equals(domain)) {
                return true;
            }
            if (name.endsWith("." + domain)) {
                return !isMachine(name.substring(0, name.length() - domain.length() - 1));
            }
        }
        return false;
    }

    /** {@code rds.us-east-1} is an API; {@code mydb.abc.us-east-1.rds} is a machine. */
    private static boolean isMachine(String labels) {
        String[] parts = labels.split("\\.");
        int last = parts.length - 1;
        boolean region = parts[last].contains("-");
        return (last >= 1 && MACHINES.contains(parts[last]))
                || (last >= 2 && region && MACHINES.contains(parts[last - 1]));
    }
}
