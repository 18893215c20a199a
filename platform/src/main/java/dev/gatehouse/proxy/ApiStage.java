package dev.gatehouse.proxy;

import java.util.Map;

/**
 * The stage of an API as events name it; a function URL is one too.
 *
 * @param accountId whose API it is
 * @param apiId the API's id, or a function URL's
 * @param stage the stage's name
 * @param variables the stage variables; none is an empty map
 */
public record ApiStage(
        String accountId, String apiId, String stage, Map<String, String> variables) {}
