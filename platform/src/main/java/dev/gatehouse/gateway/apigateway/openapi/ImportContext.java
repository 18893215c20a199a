package dev.gatehouse.gateway.apigateway.openapi;

import dev.gatehouse.aws.View;
import dev.gatehouse.gateway.apigateway.method.IntegrationRules;
import dev.gatehouse.gateway.openapi.ImportReport;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.ResourceType;

/**
 * What all parts of one import share.
 *
 * @param in the transaction that the whole import is
 * @param report where each part notes what it cannot take
 */
record ImportContext(
        Repositories in,
        String apiId,
        OpenApiDocument document,
        ImportReport report,
        IntegrationRules integrations) {

    /** What the API has of one type. */
    <T extends View> Repository<T> all(ResourceType<T> type) {
        return in.of(type, apiId);
    }
}
