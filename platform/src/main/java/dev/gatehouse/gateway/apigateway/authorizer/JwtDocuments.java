package dev.gatehouse.gateway.apigateway.authorizer;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigateway.JwtAdditionalClaim;
import dev.gatehouse.aws.apigateway.JwtConfiguration;
import dev.gatehouse.aws.apigateway.JwtIssuer;
import dev.gatehouse.gateway.resource.Structures;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** JWT configurations as JSON, as patches and OpenAPI documents have them. */
public final class JwtDocuments {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CONFIGURATION = Set.of("issuers", "defaultAlgorithms");
    private static final Set<String> ISSUER =
            Set.of("issuer", "audiences", "additionalClaims", "jwksUri");
    private static final Set<String> CLAIM =
            Set.of("claimName", "format", "required", "expectedValues");

    private JwtDocuments() {}

    /** A configuration's text; rejects what is none. */
    public static JwtConfiguration parse(String text) {
        try {
            return read(JSON.readTree(text));
        } catch (JsonProcessingException malformed) {
            throw badRequest("Invalid jwtConfiguration specified: it must be a JSON object");
        }
    }

    /** A configuration; rejects what is none, and members that it has not. */
    public static JwtConfiguration read(JsonNode said) {
        requireObject(said, CONFIGURATION);
        return JwtConfiguration.builder()
                .issuers(each(said.path("issuers"), JwtDocuments::issuer))
                .defaultAlgorithms(texts(said.path("defaultAlgorithms")))
                .build();
    }

    /** A configuration as a document tells it. */
    public static ObjectNode write(JwtConfiguration configuration) {
        return JSON.valueToTree(Structures.tree(configuration.data()));
    }

    private static JwtIssuer issuer(JsonNode said) {
        requireObject(said, ISSUER);
        if (said.has("jwksUri")) {
            throw badRequest("jwksUri of an issuer cannot be set");
        }
        JwtIssuer.Builder issuer =
                JwtIssuer.builder()
                        .issuer(text(said.path("issuer")))
                        .audiences(texts(said.path("audiences")));
        return said.has("additionalClaims")
                ? issuer.additionalClaims(each(said.path("additionalClaims"), JwtDocuments::claim))
                        .build()
                : issuer.build();
    }

    private static JwtAdditionalClaim claim(JsonNode said) {
        requireObject(said, CLAIM);
        JwtAdditionalClaim.Builder claim =
                JwtAdditionalClaim.builder()
                        .claimName(text(said.path("claimName")))
                        .format(text(said.path("format")));
        if (said.has("required")) {
            claim.required(said.path("required").asBoolean());
        }
        return said.has("expectedValues")
                ? claim.expectedValues(texts(said.path("expectedValues"))).build()
                : claim.build();
    }

    private static void requireObject(JsonNode said, Set<String> members) {
        if (!said.isObject()) {
            throw badRequest("Invalid jwtConfiguration specified: it must be a JSON object");
        }
        said.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!members.contains(name)) {
                                throw badRequest(
                                        "Invalid jwtConfiguration specified: unknown member "
                                                + name);
                            }
                        });
    }

    private static List<String> texts(JsonNode said) {
        return each(said, JwtDocuments::text);
    }

    private static <T> List<T> each(JsonNode said, Function<JsonNode, T> read) {
        ArrayNode all =
                switch (said) {
                    case ArrayNode list -> list;
                    case JsonNode none when none.isMissingNode() ->
                            JsonNodeFactory.instance.arrayNode();
                    default ->
                            throw badRequest(
                                    "Invalid jwtConfiguration specified: a list was expected");
                };
        return all.valueStream().map(read).toList();
    }

    private static String text(JsonNode said) {
        if (!said.isTextual()) {
            throw badRequest("Invalid jwtConfiguration specified: a text was expected");
        }
        return said.asText();
    }
}
