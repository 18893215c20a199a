package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** APIs whose authorizers take the tokens of an issuer, and the issuer. */
final class TokenApis implements AutoCloseable {
    static final String ECHO =
            """
            import json
            def handler(event, context):
                return {'statusCode': 200, 'body': json.dumps(event['requestContext'])}
            """;
    static final UnaryOperator<JWTClaimsSet.Builder> PLAIN = claims -> claims;
    static final ObjectMapper JSON = new ObjectMapper();
    final Node node;
    final LiveNode live;
    final ApiGatewayClient rest;
    final ApiGatewayV2Client http;
    final String echo;
    final Issuer issuer;

    TokenApis(Path data) throws Exception {
        issuer = new Issuer();
        node =
                LiveNode.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data",
                                                data.toString(),
                                                "port",
                                                "0",
                                                "integration.allow",
                                                "127.0.0.1:" + issuer.port(),
                                                "endpoint.cognito-idp",
                                                issuer.url()))));
        live = LiveNode.of(node);
        rest = live.client(ApiGatewayClient.builder());
        http = live.client(ApiGatewayV2Client.builder());
        try (LambdaClient lambda = live.lambda()) {
            echo = live.python(lambda, "echo", live.role("echo"), ECHO).functionArn();
            lambda.addPermission(
                    p ->
                            p.functionName("echo")
                                    .statementId("api")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com"));
        }
    }

    @Override
    public void close() {
        rest.close();
        http.close();
        node.close();
        issuer.close();
    }

    HttpResponse<String> get(String api, String path, String token) throws Exception {
        return live.http("GET", path(api, path), "Authorization", token);
    }

    static String path(String api, String path) {
        return "/_aws/execute-api/" + api + "/prod" + path;
    }

    String jwt(String api, String url, List<String> audiences) {
        return http.createAuthorizer(
                        a ->
                                a.apiId(api)
                                        .name("jwt")
                                        .authorizerType("JWT")
                                        .identitySource("$request.header.Authorization")
                                        .jwtConfiguration(j -> j.issuer(url).audience(audiences)))
                .authorizerId();
    }

    static JsonNode context(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
