package dev.gatehouse.gateway.apigateway.documentation;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateDocumentationPartRequest;
import dev.gatehouse.aws.apigateway.DeleteDocumentationPartRequest;
import dev.gatehouse.aws.apigateway.DocumentationPart;
import dev.gatehouse.aws.apigateway.DocumentationPartLocation;
import dev.gatehouse.aws.apigateway.GetDocumentationPartsRequest;
import dev.gatehouse.aws.apigateway.UpdateDocumentationPartRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on the documentation parts of REST APIs. */
public final class DocumentationPartOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.EXACT_TEXT, "/properties")
                    .build();

    private DocumentationPartOperations() {}

    public static void addTo(Resources service) {
        service.of(RestTypes.DOCUMENTATION_PART)
                .create(ApiGateway.CREATE_DOCUMENTATION_PART, DocumentationPartOperations::create)
                .get(ApiGateway.GET_DOCUMENTATION_PART)
                .list(ApiGateway.GET_DOCUMENTATION_PARTS, DocumentationPartOperations::page)
                .update(ApiGateway.UPDATE_DOCUMENTATION_PART, DocumentationPartOperations::update);
        service.on(ApiGateway.DELETE_DOCUMENTATION_PART, DocumentationPartOperations::delete);
    }

    private static DocumentationPart create(
            Repositories in, CreateDocumentationPartRequest request) {
        DocumentationPartLocation location = PartLocations.checked(request.location());
        String properties = DocumentationParts.checked(request.properties());
        if (new DocumentationParts(in, request.restApiId()).find(location).isPresent()) {
            throw conflict(
                    "Documentation part already exists for the specified location: "
                            + PartLocations.words(location)
                            + '.');
        }
        return DocumentationPart.builder()
                .id(Ids.part())
                .location(location)
                .properties(properties)
                .build();
    }

    /** What is asked for is chosen first; a position is the id that a page ended with. */
    private static Page<DocumentationPart> page(
            Repositories in,
            GetDocumentationPartsRequest request,
            @Nullable String position,
            int limit) {
        if ("UNDOCUMENTED".equals(request.locationStatus())) {
            return undocumented(in, request, position, limit);
        }
        List<DocumentationPart> chosen =
                in.of(RestTypes.DOCUMENTATION_PART, request.restApiId()).all().stream()
                        .filter(part -> isAsked(Objects.requireNonNull(part.location()), request))
                        .filter(part -> position == null || id(part).compareTo(position) > 0)
                        .limit(limit + 1L)
                        .toList();
        boolean more = chosen.size() > limit;
        List<DocumentationPart> shown = more ? chosen.subList(0, limit) : chosen;
        return new Page<>(shown, more ? id(shown.getLast()) : null);
    }

    /** What has no part has no id: a position is how many were shown. */
    private static Page<DocumentationPart> undocumented(
            Repositories in,
            GetDocumentationPartsRequest request,
            @Nullable String position,
            int limit) {
        in.of(RestTypes.API).get(request.restApiId());
        List<DocumentationPart> all =
                Undocumented.of(in, request.restApiId()).stream()
                        .filter(part -> isAsked(Objects.requireNonNull(part.location()), request))
                        .toList();
        int from = Math.min(shown(position), all.size());
        int to = Math.min(from + limit, all.size());
        return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }

    private static int shown(@Nullable String position) {
        return position != null && position.matches("\\d{1,6}") ? Integer.parseInt(position) : 0;
    }

    private static boolean isAsked(
            DocumentationPartLocation location, GetDocumentationPartsRequest request) {
        String name = request.nameQuery();
        return fits(request.type(), location.type())
                && fits(request.path(), location.path())
                && (name == null
                        || name.isEmpty()
                        || (location.name() != null && location.name().contains(name)));
    }

    private static boolean fits(@Nullable String asked, @Nullable String present) {
        return asked == null || asked.isEmpty() || asked.equals(present);
    }

    private static String id(DocumentationPart part) {
        return Objects.requireNonNull(part.id());
    }

    private static DocumentationPart update(
            Repositories in, DocumentationPart part, UpdateDocumentationPartRequest request) {
        DocumentationPart changed =
                Patches.apply(PATCH, RestTypes.DOCUMENTATION_PART, part, request.patchOperations());
        DocumentationParts.checked(changed.properties());
        return changed;
    }

    /** Recorded: unlike the others it looks at the API first. */
    private static DocumentationPart delete(
            Repositories in, DeleteDocumentationPartRequest request) {
        in.of(RestTypes.API).get(request.restApiId());
        DocumentationPart part =
                in.of(RestTypes.DOCUMENTATION_PART, request.restApiId())
                        .get(request.documentationPartId());
        in.of(RestTypes.DOCUMENTATION_PART, request.restApiId())
                .delete(request.documentationPartId());
        return part;
    }
}
