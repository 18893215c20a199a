package dev.gatehouse.gateway.authorize;

import dev.gatehouse.identity.policy.ConditionKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The VPC endpoint that requests to private APIs come through. There is no network of AWS here: a
 * setting names it, so that policies that ask for it can be met.
 *
 * @param id null where none is named
 * @param vpc the network that it is in; null where none is named
 */
public record VpcEndpoint(@Nullable String id, @Nullable String vpc) {
    /** None is named: what asks for one keeps every caller out. */
    public static final VpcEndpoint NONE = new VpcEndpoint(null, null);

    /**
     * Reads ids with commas between them, such as {@code vpce-1a2b,vpc-3c4d}.
     *
     * @throws IllegalArgumentException it is neither's id
     */
    public static VpcEndpoint parse(String text) {
        String id = null;
        String vpc = null;
        for (String each : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            if (each.startsWith("vpce-")) {
                id = each;
            } else if (each.startsWith("vpc-")) {
                vpc = each;
            } else {
                throw new IllegalArgumentException("neither vpce-… nor vpc-…: " + each);
            }
        }
        return new VpcEndpoint(id, vpc);
    }

    /**
     * The values of condition keys.
     *
     * @param known of the request itself
     */
    ConditionKeys keys(ConditionKeys known) {
        return key ->
                switch (key) {
                    case "aws:sourcevpce" -> id == null ? List.of() : List.of(id);
                    case "aws:sourcevpc" -> vpc == null ? List.of() : List.of(vpc);
                    case "aws:vpcsourceip" -> id == null ? List.of() : known.of("aws:sourceip");
                    default -> known.of(key);
                };
    }

    /** What events and {@code $context.identity} say of it. */
    Map<String, String> identity() {
        Map<String, String> identity = new HashMap<>();
        if (id != null) {
            identity.put("vpceId", id);
        }
        if (vpc != null) {
            identity.put("vpcId", vpc);
        }
        return identity;
    }
}
