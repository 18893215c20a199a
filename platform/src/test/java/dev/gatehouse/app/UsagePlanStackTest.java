package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/** Keys, plans, validators, models and gateway responses of a template, made, changed, removed. */
@Tag("node")
class UsagePlanStackTest {
    private static final String TEMPLATE =
            """
            Resources:
              Api:
                Type: AWS::ApiGateway::RestApi
                Properties: {Name: sold}
              Order:
                Type: AWS::ApiGateway::Model
                Properties:
                  RestApiId: !Ref Api
                  ContentType: application/json
                  Name: Order
                  Schema: {type: object, required: [%1$s]}
              Validator:
                Type: AWS::ApiGateway::RequestValidator
                Properties: {RestApiId: !Ref Api, Name: body, ValidateRequestBody: true}
              Post:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !GetAtt Api.RootResourceId
                  HttpMethod: POST
                  AuthorizationType: NONE
                  ApiKeyRequired: true
                  RequestValidatorId: !Ref Validator
                  RequestModels: {application/json: !Ref Order}
                  Integration:
                    Type: MOCK
                    RequestTemplates: {application/json: '{"statusCode": 200}'}
                    IntegrationResponses: [{StatusCode: '200'}]
                  MethodResponses: [{StatusCode: '200'}]
              Invalid:
                Type: AWS::ApiGateway::GatewayResponse
                Properties:
                  RestApiId: !Ref Api
                  ResponseType: BAD_REQUEST_BODY
                  StatusCode: '422'
              Deployment%1$s:
                Type: AWS::ApiGateway::Deployment
                DependsOn: [Post, Invalid]
                Properties: {RestApiId: !Ref Api}
              Stage:
                Type: AWS::ApiGateway::Stage
                Properties:
                  RestApiId: !Ref Api
                  StageName: v1
                  DeploymentId: !Ref Deployment%1$s
                  MethodSettings:
                    - {ResourcePath: /*, HttpMethod: '*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50}
              Key:
                Type: AWS::ApiGateway::ApiKey
                Properties: {Enabled: true, Description: '%1$s', Tags: [{Key: kind, Value: '%1$s'}]}
              Plan:
                Type: AWS::ApiGateway::UsagePlan
                Properties:
                  UsagePlanName: partners-%1$s
                  ApiStages:
                    - ApiId: !Ref Api
                      Stage: !Ref Stage
                      Throttle: {/POST: {RateLimit: 10, BurstLimit: 5}}
                  Quota: {Limit: %2$d, Period: DAY}
                  Throttle: {RateLimit: 20, BurstLimit: 10}
              Place:
                Type: AWS::ApiGateway::UsagePlanKey
                Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}
            Outputs:
              Api: {Value: !Ref Api}
              Key: {Value: !GetAtt Key.APIKeyId}
              Plan: {Value: !Ref Plan}
            """;

    @Test
    void areMadeChangedAndRemoved(@TempDir Path folder) throws Exception {
        try (Node started = LiveNode.start(folder);
                ApiGatewayClient gateway =
                        LiveNode.of(started).client(ApiGatewayClient.builder())) {
            LiveNode node = LiveNode.of(started);
            LiveStacks stacks = LiveStacks.of(node);
            Map<String, String> made =
                    LiveStacks.outputs(stacks.created("sold", TEMPLATE.formatted("one", 1_000)));
            String key =
                    gateway.getApiKey(r -> r.apiKey(made.get("Key")).includeValue(true)).value();
            URI url = node.endpoint().resolve("/_aws/execute-api/" + made.get("Api") + "/v1/");

            assertThat(post(url, "none", "{\"one\":1}").statusCode()).isEqualTo(403);
            assertThat(post(url, key, "{\"one\":1}").statusCode()).isEqualTo(200);
            assertThat(post(url, key, "{\"two\":1}").statusCode()).isEqualTo(422);

            stacks.updated("sold", TEMPLATE.formatted("two", 4));
            assertThat(gateway.getUsagePlan(r -> r.usagePlanId(made.get("Plan"))).name())
                    .isEqualTo("partners-two");
            assertThat(post(url, key, "{\"two\":1}").statusCode()).isEqualTo(200);
            assertThat(post(url, key, "{\"one\":1}").statusCode()).isEqualTo(422);
            Eventually.holds(() -> post(url, key, "{\"two\":1}").statusCode() == 429);

            stacks.deleted("sold");
            assertThat(gateway.getUsagePlans().items()).isEmpty();
            assertThat(gateway.getApiKeys().items()).isEmpty();
        }
    }

    private static HttpResponse<String> post(URI url, String key, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url)
                                .header("x-api-key", key)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
