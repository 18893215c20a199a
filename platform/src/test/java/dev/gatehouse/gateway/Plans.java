package dev.gatehouse.gateway;

import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.GatewayResponse;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.cache.CacheKey;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.IntegrationResponse;
import dev.gatehouse.gateway.plan.integration.Mapping;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.plan.usage.StageRoutes;
import dev.gatehouse.gateway.plan.usage.StageSettings;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.proxy.cors.CorsRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short ways to plans for tests. */
final class Plans {
    static final ApiAddress REST =
            new ApiAddress(new AccountId("123456789012"), new Region("eu-west-1"), "rest123456");
    static final ApiAddress HTTP =
            new ApiAddress(new AccountId("123456789012"), new Region("eu-west-1"), "http123456");
    static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:hello";
    static final Map<String, String> NO_VARIABLES = Map.of();

    private Plans() {}

    static RestPlan rest(RestResource... resources) {
        return rest(BinaryMediaTypes.NONE, Map.of(), resources);
    }

    static RestPlan rest(
            BinaryMediaTypes binary,
            Map<GatewayResponseType, GatewayResponse> responses,
            RestResource... resources) {
        RestDeployment deployment =
                RestDeployment.of("dep123", Arrays.asList(resources), binary, responses, null);
        return new RestPlan(
                REST,
                false,
                Map.of(
                        "prod",
                        new RestStage(
                                "prod",
                                NO_VARIABLES,
                                null,
                                "",
                                deployment,
                                StageSettings.NONE,
                                null)));
    }

    static RestResource resource(String path, String method, RestIntegration integration) {
        return new RestResource(
                "res123",
                path,
                Map.of(
                        method,
                        new RestMethod(
                                path + '/' + method,
                                Authorization.OPEN,
                                ApiKeySource.NONE,
                                RequestRules.NONE,
                                CacheKey.NONE,
                                integration)));
    }

    static RestIntegration restFunction() {
        return new RestIntegration.LambdaProxy(
                new StageText(FUNCTION), "POST", null, Duration.ofSeconds(29), false, Map.of());
    }

    static RestIntegration mock(String requestTemplate, IntegrationResponse... responses) {
        return new RestIntegration.Mock(
                new Mapping(
                        Map.of("application/json", MappingTemplate.compile(requestTemplate)),
                        PassthroughBehavior.WHEN_NO_MATCH,
                        List.of(),
                        null,
                        Arrays.asList(responses)));
    }

    static IntegrationResponse response(int status, String template) {
        return new IntegrationResponse(
                status,
                null,
                List.of(),
                Map.of("application/json", MappingTemplate.compile(template)),
                null);
    }

    static HttpPlan http(@Nullable CorsRules cors, HttpRoute... routes) {
        HttpDeployment deployment =
                HttpDeployment.of("dep456", new ArrayList<>(Arrays.asList(routes)), cors);
        return new HttpPlan(
                HTTP,
                false,
                Map.of(
                        "$default",
                                new HttpStage(
                                        "$default",
                                        NO_VARIABLES,
                                        null,
                                        "",
                                        deployment,
                                        StageRoutes.NONE),
                        "test",
                                new HttpStage(
                                        "test",
                                        Map.of("color", "blue"),
                                        null,
                                        "",
                                        deployment,
                                        StageRoutes.NONE)));
    }

    static HttpRoute route(String key, HttpIntegration.PayloadFormat format) {
        return new HttpRoute(
                key,
                Authorization.OPEN,
                new HttpIntegration.LambdaProxy(
                        new StageText(FUNCTION), format, null, Duration.ofSeconds(30)),
                ParameterMapping.NONE);
    }

    static HttpRoute proxy(String key, String uri, Duration timeout) {
        return new HttpRoute(
                key,
                Authorization.OPEN,
                new HttpIntegration.HttpProxy("ANY", new StageText(uri), timeout),
                ParameterMapping.NONE);
    }
}
