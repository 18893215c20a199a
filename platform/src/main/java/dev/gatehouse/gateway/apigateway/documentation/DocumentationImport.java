package dev.gatehouse.gateway.apigateway.documentation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.apigateway.DocumentationPartLocation;
import dev.gatehouse.aws.apigateway.DocumentationVersion;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.ImportReport;
import dev.gatehouse.gateway.openapi.Members;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What {@code x-amazon-apigateway-documentation} of a document says. */
public final class DocumentationImport {
    private static final List<String> OF_NO_PATH = List.of("API", "AUTHORIZER", "MODEL");

    private final Repositories in;
    private final String apiId;
    private final ImportReport report;

    /**
     * @param report hears of parts that cannot be taken
     */
    public DocumentationImport(Repositories in, String apiId, ImportReport report) {
        this.in = in;
        this.apiId = apiId;
        this.report = report;
    }

    /**
     * Writes the parts, and publishes them where the document names a version.
     *
     * @param overwrite whether what there was goes
     * @return the ids of the parts
     */
    public List<String> write(OpenApiDocument document, boolean overwrite) {
        JsonNode said = document.member(Extensions.DOCUMENTATION);
        if (overwrite) {
            in.of(RestTypes.DOCUMENTATION_PART, apiId).deleteAll();
        }
        DocumentationParts parts = new DocumentationParts(in, apiId);
        List<String> ids = new ArrayList<>();
        for (JsonNode part : said.path("documentationParts")) {
            DocumentationPartLocation location = location(part.path("location"));
            report.attempt(
                    "Unable to import documentation part of " + PartLocations.words(location),
                    () ->
                            ids.add(
                                    Objects.requireNonNull(
                                            parts.put(location, part.path("properties").toString())
                                                    .id())));
        }
        String version = Members.text(said, "version");
        if (version != null) {
            in.of(RestTypes.DOCUMENTATION_VERSION, apiId)
                    .put(
                            DocumentationVersion.builder()
                                    .version(version)
                                    .createdDate(in.now())
                                    .build());
            DocumentationVersionOperations.publish(in, apiId, version);
        }
        return ids;
    }

    /** Recorded: a part of a path that names none is of the root. */
    private static DocumentationPartLocation location(JsonNode said) {
        String type = Objects.requireNonNullElse(Members.text(said, "type"), "");
        String path = Members.text(said, "path");
        return DocumentationPartLocation.builder()
                .type(type)
                .path(path == null && !OF_NO_PATH.contains(type) ? "/" : path)
                .method(Members.text(said, "method"))
                .statusCode(Members.text(said, "statusCode"))
                .name(Members.text(said, "name"))
                .build();
    }
}
