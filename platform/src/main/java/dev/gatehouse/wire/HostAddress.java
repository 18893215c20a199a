package dev.gatehouse.wire;

import dev.gatehouse.kernel.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a host name of AWS's form says: {@code [bucket.]service.region.domain}, or {@code
 * [bucket.]service.domain} for AWS's own domain and localhost. Other names may begin with the name
 * of a service by chance and say nothing.
 *
 * @param service the service's endpoint prefix; null when the name says nothing
 * @param region the region named; null when none is
 * @param bucket what stands before the service: S3's bucket; empty for nothing
 */
record HostAddress(@Nullable String service, @Nullable Region region, String bucket) {
    private static final HostAddress SILENT = new HostAddress(null, null, "");
    private static final Set<String> DOMAINS = Set.of("amazonaws", "localhost");

    /** What stands between S3's name and its region in {@code s3-…} and {@code s3.dualstack.…}. */
    private static final Pattern UNUSUAL =
            Pattern.compile(
                    "(?<=^s3|\\.s3)(?:-|\\.dualstack\\.)(?=[a-z]{2}(?:-[a-z]+)+-\\d+\\.amazonaws\\.)");

    /**
     * @param authority the Host header
     * @param services the endpoint prefixes of the services there are; some have two labels
     */
    static HostAddress of(String authority, Set<String> services) {
        int colon = authority.lastIndexOf(':');
        String name = colon < 0 ? authority : authority.substring(0, colon);
        if (isNumber(name)) {
            return SILENT;
        }
        String host = usual(name);
        List<String> labels = Arrays.asList(host.split("\\."));
        for (int from = 0; from < labels.size() - 1; from++) {
            for (int to = from + 1; to <= Math.min(from + 2, labels.size() - 1); to++) {
                String service = String.join(".", labels.subList(from, to));
                if (services.contains(service)) {
                    Region region = region(labels.get(to));
                    if (region != null || DOMAINS.contains(labels.get(to))) {
                        String bucket = String.join(".", labels.subList(0, from));
                        return new HostAddress(service, region, bucket);
                    }
                }
            }
        }
        return SILENT;
    }

    /** The last label of an IPv4 address begins with a digit, that of no domain does. */
    private static boolean isNumber(String host) {
        int last = host.lastIndexOf('.') + 1;
        return last > 0 && last < host.length() && Character.isDigit(host.charAt(last));
    }

    private static String usual(String host) {
        return UNUSUAL.matcher(host).replaceFirst(".");
    }

    private static @Nullable Region region(String label) {
        try {
            return new Region(label);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
