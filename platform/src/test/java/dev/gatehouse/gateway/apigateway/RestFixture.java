package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateDeploymentRequest;
import dev.gatehouse.aws.apigateway.CreateResourceRequest;
import dev.gatehouse.aws.apigateway.CreateRestApiRequest;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.PutIntegrationRequest;
import dev.gatehouse.aws.apigateway.PutMethodRequest;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.aws.apigateway.UpdateStageRequest;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.wire.Calls;
import dev.gatehouse.wire.RequestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations of REST APIs over a real store, and the first steps of most tests. */
final class RestFixture implements AutoCloseable {
    static final AccountId ACCOUNT = new AccountId("111111111111");
    private static final RequestContext CONTEXT =
            new RequestContext(
                    RequestId.next(),
                    Principal.root(ACCOUNT),
                    ACCOUNT,
                    Region.DEFAULT,
                    "127.0.0.1",
                    "localhost:4566");

    final Store store;
    final PlanTable plans = new PlanTable();
    private final Calls calls;

    RestFixture(Path folder, RestLimits limits) {
        this(SqlStore.open("sqlite:" + folder.resolve("rest.db")), limits);
    }

    RestFixture(Store store, RestLimits limits) {
        this.store = store;
        calls =
                new Calls(
                        RestService.open(
                                store,
                                plans,
                                limits,
                                "sqs"::equals,
                                RestFixture::noDataPlane,
                                TestSecrets.of(store),
                                Clock.SYSTEM),
                        CONTEXT);
    }

    RestFixture(Path folder) {
        this(folder, RestLimits.AWS);
    }

    <I extends View, O extends View> O call(Operation<I, O> operation, I request) {
        return calls.call(operation, request);
    }

    RestApi api() {
        return call(
                ApiGateway.CREATE_REST_API, CreateRestApiRequest.builder().name("pets").build());
    }

    Resource resource(String apiId, String parentId, String pathPart) {
        return call(
                ApiGateway.CREATE_RESOURCE,
                CreateResourceRequest.builder()
                        .restApiId(apiId)
                        .parentId(parentId)
                        .pathPart(pathPart)
                        .build());
    }

    void method(String apiId, String resourceId, String verb) {
        call(
                ApiGateway.PUT_METHOD,
                PutMethodRequest.builder()
                        .restApiId(apiId)
                        .resourceId(resourceId)
                        .httpMethod(verb)
                        .authorizationType("NONE")
                        .build());
    }

    void mock(String apiId, String resourceId, String verb) {
        method(apiId, resourceId, verb);
        call(
                ApiGateway.PUT_INTEGRATION,
                PutIntegrationRequest.builder()
                        .restApiId(apiId)
                        .resourceId(resourceId)
                        .httpMethod(verb)
                        .type("MOCK")
                        .requestTemplates(Map.of("application/json", "{\"statusCode\": 200}"))
                        .build());
    }

    Deployment deploy(String apiId, @Nullable String stage) {
        return call(
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder().restApiId(apiId).stageName(stage).build());
    }

    Stage stage(String apiId, String name, PatchOperation... changes) {
        return call(
                ApiGateway.UPDATE_STAGE,
                UpdateStageRequest.builder()
                        .restApiId(apiId)
                        .stageName(name)
                        .patchOperations(List.of(changes))
                        .build());
    }

    static PatchOperation patch(String op, @Nullable String path, @Nullable String value) {
        return PatchOperation.builder().op(op).path(path).value(value).build();
    }

    static String text(@Nullable String text) {
        return Objects.requireNonNull(text);
    }

    @Override
    public void close() {
        store.close();
    }

    private static TestCalls noDataPlane() {
        throw new IllegalStateException("there is no data plane here");
    }
}
