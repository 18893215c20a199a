package dev.gatehouse.gateway.apigateway.authorizer;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.gateway.plan.authorize.IdentitySource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The identity sources of an authorizer of a REST API: one text, with commas between them. */
public final class IdentitySources {
    private IdentitySources() {}

    /** The sources; rejects, in AWS's words, what is none. */
    public static List<IdentitySource> parse(@Nullable String sources) {
        List<IdentitySource> parsed = new ArrayList<>();
        if (sources == null || sources.isBlank()) {
            return parsed;
        }
        for (String source : sources.split(",", -1)) {
            parsed.add(
                    IdentitySource.ofRest(source)
                            .orElseThrow(
                                    () ->
                                            badRequest(
                                                    "Invalid Identity Source specified: "
                                                            + source)));
        }
        return parsed;
    }
}
