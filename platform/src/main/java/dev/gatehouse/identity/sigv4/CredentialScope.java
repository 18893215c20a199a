package dev.gatehouse.identity.sigv4;

import dev.gatehouse.kernel.Region;
import java.time.Instant;

/**
 * Where and when a signing key is good for.
 *
 * @param date the day, {@code yyyyMMdd} in UTC
 * @param region the region's name as the client wrote it
 * @param service the service's signing name
 */
public record CredentialScope(String date, String region, String service) {
    static final String TERMINATOR = "aws4_request";

    public static CredentialScope at(Instant instant, Region region, String service) {
        return new CredentialScope(AmzDate.format(instant).substring(0, 8), region.name(), service);
    }

    /** {@code date/region/service/aws4_request}. */
    @Override
    public String toString() {
        return date + '/' + region + '/' + service + '/' + TERMINATOR;
    }
}
