package dev.gatehouse.gateway.apigatewayv2;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateApiRequest;
import dev.gatehouse.aws.apigatewayv2.CreateDeploymentRequest;
import dev.gatehouse.aws.apigatewayv2.CreateDeploymentResponse;
import dev.gatehouse.aws.apigatewayv2.CreateStageRequest;
import dev.gatehouse.aws.apigatewayv2.CreateStageResponse;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.wire.Calls;
import dev.gatehouse.wire.RequestContext;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The operations of HTTP APIs over a real store, and an API that was quickly created. */
final class HttpFixture implements AutoCloseable {
    private static final RequestContext CONTEXT =
            new RequestContext(
                    RequestId.next(),
                    Principal.root(AccountId.DEFAULT),
                    AccountId.DEFAULT,
                    Region.DEFAULT,
                    "127.0.0.1",
                    "localhost");

    private final Store store;
    private final Calls calls;

    /** Its {@code $default} route leads to a backend, and its {@code $default} stage follows it. */
    final String api;

    HttpFixture(Path folder) {
        store = SqlStore.open("sqlite:" + folder.resolve("http.db"));
        calls =
                new Calls(
                        HttpService.open(
                                store, new PlanTable(), HttpLimits.AWS, _ -> false, Clock.SYSTEM),
                        CONTEXT);
        CreateApiRequest request =
                CreateApiRequest.builder()
                        .name("pets")
                        .protocolType("HTTP")
                        .target("http://127.0.0.1:1/")
                        .build();
        api = Objects.requireNonNull(call(ApiGatewayV2.CREATE_API, request).apiId());
    }

    <I extends View, O extends View> O call(Operation<I, O> operation, I request) {
        return calls.call(operation, request);
    }

    CreateStageResponse stage(String name, UnaryOperator<CreateStageRequest.Builder> with) {
        CreateStageRequest.Builder request = CreateStageRequest.builder();
        return call(
                ApiGatewayV2.CREATE_STAGE, with.apply(request.apiId(api).stageName(name)).build());
    }

    CreateDeploymentResponse deploy(@Nullable String stage) {
        return call(
                ApiGatewayV2.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder().apiId(api).stageName(stage).build());
    }

    @Override
    public void close() {
        store.close();
    }
}
