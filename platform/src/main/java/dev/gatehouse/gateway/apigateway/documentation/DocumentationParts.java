package dev.gatehouse.gateway.apigateway.documentation;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigateway.DocumentationPart;
import dev.gatehouse.aws.apigateway.DocumentationPartLocation;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The documentation parts of one API as one transaction sees them: one for each location. */
public final class DocumentationParts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 32 * 1024;

    private final Repositories in;
    private final String apiId;
    private final Map<String, DocumentationPart> byLocation = new HashMap<>();

    public DocumentationParts(Repositories in, String apiId) {
        this.in = in;
        this.apiId = apiId;
        for (DocumentationPart part : in.of(RestTypes.DOCUMENTATION_PART, apiId).all()) {
            byLocation.put(PartLocations.key(Objects.requireNonNull(part.location())), part);
        }
    }

    /** The part of a location. */
    Optional<DocumentationPart> find(DocumentationPartLocation location) {
        return Optional.ofNullable(byLocation.get(PartLocations.key(location)));
    }

    /**
     * Adds a part, or puts its properties among those of the one at its location, as AWS's page
     * "Import API documentation" has it.
     */
    public DocumentationPart put(DocumentationPartLocation location, String properties) {
        DocumentationPartLocation checked = PartLocations.checked(location);
        DocumentationPart part =
                DocumentationPart.builder()
                        .id(find(checked).map(DocumentationPart::id).orElseGet(Ids::part))
                        .location(checked)
                        .properties(merged(find(checked), checked(properties)))
                        .build();
        byLocation.put(PartLocations.key(checked), part);
        return in.of(RestTypes.DOCUMENTATION_PART, apiId).put(part);
    }

    private static String merged(Optional<DocumentationPart> present, String properties) {
        String before = present.map(DocumentationPart::properties).orElse("");
        try {
            return before.isEmpty()
                    ? properties
                    : ((ObjectNode) JSON.readTree(before))
                            .<ObjectNode>setAll((ObjectNode) JSON.readTree(properties))
                            .toString();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored unchecked: " + before, impossible);
        }
    }

    /** The properties of a part, which are a JSON object. */
    static String checked(@Nullable String properties) {
        if (properties != null && properties.length() <= LONGEST) {
            try {
                if (JSON.readTree(properties) instanceof ObjectNode object && !object.isEmpty()) {
                    return properties;
                }
            } catch (JsonProcessingException malformed) {
                throw badRequest("Documentation part properties must be a valid JSON object");
            }
        }
        throw badRequest("Documentation part properties must be a valid JSON object");
    }
}
