package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import dev.gatehouse.kernel.Region;
import java.time.Instant;
import java.util.List;

/**
 * Where and when a signing key is good for.
 *
 * @param algorithm what it signs with
 * @param date the day, {@code yyyyMMdd} in UTC
 * @param region the region's name as the client wrote it; of an asymmetric signature the set of
 *     {@code X-Amz-Region-Set}, names with commas between, each of which may end in {@code *}
 * @param service the service's signing name
 */
public record CredentialScope(
        SigningAlgorithm algorithm, String date, String region, String service) {
    static final String TERMINATOR = "aws4_request";

    public CredentialScope(String date, String region, String service) {
        this(SigningAlgorithm.HMAC, date, region, service);
    }

    public static CredentialScope at(Instant instant, Region region, String service) {
        return new CredentialScope(AmzDate.format(instant).substring(0, 8), region.name(), service);
    }

    /**
     * The region that a request with this scope acts in.
     *
     * @param preferred taken where the scope is good for several, as that of the address is
     * @throws SignatureException the scope is good for none that can be told
     */
    public Region regionOr(String preferred) {
        return switch (algorithm) {
            case HMAC -> region(region);
            case ECDSA -> region(covers(preferred) ? preferred : regions().getFirst());
        };
    }

    /** Whether it is good for a region. */
    public boolean covers(String name) {
        return switch (algorithm) {
            case HMAC -> region.equals(name);
            case ECDSA ->
                    regions().stream()
                            .anyMatch(
                                    each ->
                                            each.endsWith("*")
                                                    ? name.startsWith(
                                                            each.substring(0, each.length() - 1))
                                                    : each.equals(name));
        };
    }

    private List<String> regions() {
        return List.of(region.split(",", -1)).stream().map(String::strip).toList();
    }

    private static Region region(String name) {
        try {
            return new Region(name);
        } catch (IllegalArgumentException _) {
            throw new SignatureException(
                    Reason.WRONG_SCOPE, "Credential should be scoped to a valid region. ");
        }
    }

    /** {@code date/region/service/aws4_request}, for a set of regions without the region. */
    @Override
    public String toString() {
        String where =
                switch (algorithm) {
                    case HMAC -> region + '/';
                    case ECDSA -> "";
                };
        return date + '/' + where + service + '/' + TERMINATOR;
    }
}
