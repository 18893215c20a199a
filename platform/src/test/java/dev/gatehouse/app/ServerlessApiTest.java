package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/** What {@code AWS::Serverless::Api} says of an API, called as its clients call it. */
@Tag("node")
final class ServerlessApiTest {
    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: live
                  Variables: {release: now}
                  CanarySetting: {PercentTraffic: 100, StageVariableOverrides: {release: '%1$s'}}
                  BinaryMediaTypes: [image~1png]
                  Cors: {AllowOrigin: "'https://shop.example'", AllowMethods: "'GET,POST'", AllowHeaders: "'X-Token'"}
                  GatewayResponses:
                    UNAUTHORIZED:
                      StatusCode: 418
                      ResponseParameters: {Headers: {X-Why: "'%1$s'"}}
                      ResponseTemplates: {application/json: '{"why": "$context.error.responseType"}'}
                  Models:
                    Order: {type: object, required: ['%1$s']}
                  MethodSettings:
                    - {ResourcePath: /limited, HttpMethod: GET, ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0}
                  Auth:
                    DefaultAuthorizer: Pool
                    AddDefaultAuthorizerToCorsPreflight: false
                    Authorizers:
                      Pool: {UserPoolArn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_pool1'}
                      Asked:
                        FunctionPayloadType: REQUEST
                        FunctionArn: !GetAtt Judge.Arn
                        Identity: {QueryStrings: [who], ReauthorizeEvery: 0}
                    UsagePlan: {CreateUsagePlan: PER_API, Quota: {Limit: 1, Period: DAY}}
                    ResourcePolicy: {IpRangeBlacklist: [192.0.2.0/24]}
              Judge:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: python3.11
                  Handler: index.handler
                  InlineCode: |
                    def handler(event, context):
                        effect = 'Allow' if event['queryStringParameters']['who'] == 'ann' else 'Deny'
                        return {'principalId': 'p', 'policyDocument': {'Version': '2012-10-17',
                            'Statement': [{'Effect': effect, 'Action': '*', 'Resource': '*'}]}}
              Shop:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: python3.11
                  Handler: index.handler
                  InlineCode: |
                    def handler(event, context):
                        if event['resource'] == '/image':
                            return {'statusCode': 200, 'headers': {'Content-Type': 'image/png'},
                                    'body': 'UE5H', 'isBase64Encoded': True}
                        return {'statusCode': 200, 'body': event['stageVariables']['release']}
                  Events:
                    Pool: {Type: Api, Properties: {Path: /pool, Method: get, RestApiId: !Ref Api}}
                    Asked: {Type: Api, Properties: {Path: /asked, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: Asked}}}
                    Keyed: {Type: Api, Properties: {Path: /keyed, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: NONE, ApiKeyRequired: true}}}
                    Limited: {Type: Api, Properties: {Path: /limited, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}}
                    Image: {Type: Api, Properties: {Path: /image, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}}
                    Order:
                      Type: Api
                      Properties:
                        Path: /order
                        Method: post
                        RestApiId: !Ref Api
                        Auth: {Authorizer: NONE}
                        RequestModel: {Model: Order, Required: true, ValidateBody: true}
            Outputs:
              Api: {Value: !Ref Api}
              Key: {Value: !Ref ApiApiKey}
            """;

    private LiveNode live;
    private String base;

    @Test
    void everyPropertyHoldsForItsClients(@TempDir Path data) throws Exception {
        try (Issuer issuer = new Issuer();
                Node node = LiveNode.start(Config.of(settings(data, issuer)))) {
            live = LiveNode.of(node);
            LiveStacks stacks = LiveStacks.of(live);
            Map<String, String> made =
                    LiveStacks.outputs(stacks.created("shop", TEMPLATE.formatted("next")));
            base = "/_aws/execute-api/" + made.get("Api") + "/live";
            String token =
                    issuer.token(
                            c ->
                                    c.issuer(
                                                    "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool1")
                                            .claim("token_use", "id"));

            authorizersAreAsked(token, "next");
            theKeyOpensOneRequest(value(made.get("Key")));
            bodiesLimitsTypesAndBrowsersAreHeeded("next");

            stacks.updated("shop", TEMPLATE.formatted("later"));
            authorizersAreAsked(token, "later");
            bodiesLimitsTypesAndBrowsersAreHeeded("later");
            stacks.deleted("shop");
            stacks.client().close();
        }
    }

    private static Settings settings(Path data, Issuer issuer) {
        return new Settings(
                Map.of(
                        "data", data.toString(),
                        "port", "0",
                        "endpoint.cognito-idp", issuer.url()));
    }

    private void authorizersAreAsked(String token, String release) throws Exception {
        HttpResponse<String> opened = get("/pool", "Authorization", token);
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).as("a canary's variable").isEqualTo(release);
        HttpResponse<String> closed = get("/pool");
        assertThat(closed.statusCode()).isEqualTo(418);
        assertThat(closed.body()).isEqualTo("{\"why\": \"UNAUTHORIZED\"}");
        assertThat(closed.headers().firstValue("x-why")).hasValue(release);
        assertThat(get("/asked?who=ann").statusCode()).isEqualTo(200);
        assertThat(get("/asked?who=bob").statusCode()).isEqualTo(403);
        assertThat(get("/asked").statusCode()).isEqualTo(418);
    }

    private void theKeyOpensOneRequest(String key) throws Exception {
        assertThat(get("/keyed").statusCode()).isEqualTo(403);
        assertThat(get("/keyed", "X-Api-Key", key).statusCode()).isEqualTo(200);
        assertThat(get("/keyed", "X-Api-Key", key).body())
                .isEqualTo("{\"message\":\"Limit Exceeded\"}");
    }

    private void bodiesLimitsTypesAndBrowsersAreHeeded(String required) throws Exception {
        String order = "{\"%s\": 1}".formatted(required);
        assertThat(live.post(base + "/order", order).statusCode()).isEqualTo(200);
        assertThat(live.post(base + "/order", "{}").statusCode()).isEqualTo(400);
        assertThat(get("/limited").statusCode()).isEqualTo(429);
        assertThat(get("/image", "Accept", "image/png").body()).isEqualTo("PNG");
        HttpResponse<String> preflight = live.http("OPTIONS", base + "/pool");
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("access-control-allow-origin"))
                .hasValue("https://shop.example");
    }

    private String value(String key) {
        try (ApiGatewayClient gateway = live.client(ApiGatewayClient.builder())) {
            return gateway.getApiKey(r -> r.apiKey(key).includeValue(true)).value();
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return live.http("GET", base + path, headers);
    }
}
