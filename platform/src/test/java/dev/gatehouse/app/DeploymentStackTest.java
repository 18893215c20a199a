package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;

/** Deployments that name their stage, and keys that name stages, as Serverless writes them. */
@Tag("node")
class DeploymentStackTest {
    private static final String TEMPLATE =
            """
            Resources:
              Api:
                Type: AWS::ApiGateway::RestApi
                Properties: {Name: staged}
              Get:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !GetAtt Api.RootResourceId
                  HttpMethod: GET
                  AuthorizationType: NONE
                  Integration: {Type: MOCK}
              Deployment%1$s:
                Type: AWS::ApiGateway::Deployment
                DeletionPolicy: %5$s
                DependsOn: [Get]
                Properties:
                  RestApiId: !Ref Api
                  StageName: dev
                  StageDescription:
                    Variables: {word: %1$s}
                    ThrottlingBurstLimit: %2$d
                    CanarySetting: {PercentTraffic: %2$d}
                    Tags: [{Key: kind, Value: %1$s}]
              Key:
                Type: AWS::ApiGateway::ApiKey
                DependsOn: Deployment%1$s
                Properties: {StageKeys: %3$s}
              %4$s
            Outputs:
              Api: {Value: !Ref Api}
              Key: {Value: !Ref Key}
            """;

    private static final String STAGE = "[{RestApiId: !Ref Api, StageName: dev}]";

    private static final String IMPOSSIBLE =
            "Late: {Type: 'AWS::ApiGateway::UsagePlan', DependsOn: [DeploymentThree], Properties:"
                    + " {ApiStages: [{ApiId: none, Stage: none}]}}";

    private static final String CANARY =
            "Canary: {Type: 'AWS::ApiGateway::Deployment', DependsOn: [DeploymentTwo], Properties:"
                    + " {RestApiId: !Ref Api, StageName: dev, DeploymentCanarySettings:"
                    + " {PercentTraffic: 30, StageVariableOverrides: {Word: Other}}}}";

    @Test
    void makesItsStageMovesItAndTakesItAlong(@TempDir Path folder) throws Exception {
        try (Node started = LiveNode.start(folder);
                ApiGatewayClient gateway =
                        LiveNode.of(started).client(ApiGatewayClient.builder())) {
            LiveStacks stacks = LiveStacks.of(LiveNode.of(started));
            Map<String, String> made =
                    LiveStacks.outputs(
                            stacks.created(
                                    "staged", TEMPLATE.formatted("One", 7, STAGE, "", "Retain")));
            String api = made.get("Api");
            GetStageResponse first = stage(gateway, api);
            assertThat(first.variables()).containsEntry("word", "One");
            assertThat(first.methodSettings().get("*/*").throttlingBurstLimit()).isEqualTo(7);
            assertThat(first.canarySettings().percentTraffic()).isEqualTo(7);
            assertThat(first.tags()).containsEntry("kind", "One");
            assertThat(gateway.getApiKey(r -> r.apiKey(made.get("Key"))).stageKeys())
                    .containsExactly(api + "/dev");

            stacks.updated("staged", TEMPLATE.formatted("Two", 8, "[]", "", "Delete"));
            GetStageResponse second = stage(gateway, api);
            assertThat(second.deploymentId()).isNotEqualTo(first.deploymentId());
            assertThat(second.methodSettings().get("*/*").throttlingBurstLimit()).isEqualTo(8);
            assertThat(gateway.getDeployments(r -> r.restApiId(api)).items()).hasSize(2);
            assertThat(gateway.getApiKey(r -> r.apiKey(made.get("Key"))).stageKeys()).isEmpty();

            stacks.updated("staged", TEMPLATE.formatted("Two", 8, "[]", CANARY, "Delete"));
            GetStageResponse canary = stage(gateway, api);
            assertThat(canary.deploymentId()).isEqualTo(second.deploymentId());
            assertThat(canary.canarySettings().deploymentId()).isNotEqualTo(second.deploymentId());
            assertThat(canary.canarySettings().percentTraffic()).isEqualTo(30);
            assertThat(canary.canarySettings().stageVariableOverrides())
                    .containsEntry("Word", "Other");
            stacks.updated("staged", TEMPLATE.formatted("Two", 8, "[]", "", "Delete"));
            assertThat(stage(gateway, api).canarySettings()).isNull();

            stacks.update("staged", TEMPLATE.formatted("Three", 9, "[]", IMPOSSIBLE, "Delete"));
            stacks.await("staged", "UPDATE_ROLLBACK_COMPLETE");
            assertThat(stage(gateway, api).deploymentId()).isEqualTo(second.deploymentId());
            assertThat(gateway.getDeployments(r -> r.restApiId(api)).items()).hasSize(2);

            stacks.deleted("staged");
            assertThat(gateway.getRestApis().items()).isEmpty();
        }
    }

    private static GetStageResponse stage(ApiGatewayClient gateway, String api) {
        return gateway.getStage(r -> r.restApiId(api).stageName("dev"));
    }
}
