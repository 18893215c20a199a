package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.store.Kind;
import java.util.List;

/**
 * What a documentation version pins: the documentation parts as they were when it was made.
 *
 * @param parts all of the API
 */
public record DocumentationSnapshot(List<Document> parts) {
    public static final Kind<DocumentationSnapshot> KIND =
            new Kind<>("apigateway.documentationsnapshot", DocumentationSnapshot.class);
}
