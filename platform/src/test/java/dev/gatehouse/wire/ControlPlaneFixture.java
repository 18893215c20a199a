package dev.gatehouse.wire;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.RestApis;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.GetApisResponse;
import dev.gatehouse.aws.lambda.GetFunctionRequest;
import dev.gatehouse.aws.lambda.GetFunctionResponse;
import dev.gatehouse.aws.lambda.InvocationRequest;
import dev.gatehouse.aws.lambda.InvocationResponse;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.aws.logs.DescribeLogGroupsResponse;
import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.aws.s3.GetObjectOutput;
import dev.gatehouse.aws.s3.GetObjectRequest;
import dev.gatehouse.aws.s3.PutObjectOutput;
import dev.gatehouse.aws.s3.PutObjectRequest;
import dev.gatehouse.aws.s3.S3;
import dev.gatehouse.aws.sts.AssumeRoleWithWebIdentityResponse;
import dev.gatehouse.aws.sts.AssumedRoleUser;
import dev.gatehouse.aws.sts.GetCallerIdentityResponse;
import dev.gatehouse.aws.sts.Sts;
import dev.gatehouse.http.HttpEdge;
import dev.gatehouse.http.LoopbackEdge;
import dev.gatehouse.http.blocking.BlockingHandler;
import dev.gatehouse.http.blocking.BlockingLimits;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.RootCredentials;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.StoreUnavailableException;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A node with a few small services, one for each protocol and each odd way to be addressed. */
public final class ControlPlaneFixture implements AutoCloseable {
    private static final int BODY_LIMIT = 1_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final ServiceDirectory services =
            new ServiceDirectory(List.of(sts(), lambda(), rest(), http(), logs(), s3()));
    private final ControlPlane plane;
    private final HttpEdge edge;

    public ControlPlaneFixture(Clock clock) throws Exception {
        CredentialSource keys = RootCredentials.of(AccountId.DEFAULT, "test", "test");
        Authenticator authenticator =
                new Authenticator(
                        new Verifier(keys, clock, new SigningKeys(), (_, _, _) -> {}),
                        AccountId.DEFAULT,
                        Region.DEFAULT);
        plane = new ControlPlane(services, authenticator, SameAccount.AUTHORIZER, Beside.NOTHING);
        BlockingHandler handler =
                new BlockingHandler(
                        vertx,
                        new ControlPlaneEdge(plane),
                        new BlockingLimits(BODY_LIMIT, 10L * BODY_LIMIT, 64));
        edge =
                HttpEdge.listen(vertx, LoopbackEdge.anyPort(), _ -> handler)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(120, TimeUnit.SECONDS);
    }

    public ControlPlane plane() {
        return plane;
    }

    int port() {
        return edge.port();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public byte[] object(String name) {
        return objects.getOrDefault(name, new byte[0]);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    private static Service sts() {
        return Service.of(Sts.MODEL)
                .on(
                        Sts.GET_CALLER_IDENTITY,
                        (context, _) ->
                                GetCallerIdentityResponse.builder()
                                        .account(context.account().value())
                                        .arn(context.principal().arn())
                                        .userId(context.principal().userId())
                                        .build())
                .on(
                        Sts.ASSUME_ROLE_WITH_WEB_IDENTITY,
                        (context, input) ->
                                AssumeRoleWithWebIdentityResponse.builder()
                                        .assumedRoleUser(
                                                AssumedRoleUser.builder()
                                                        .arn(context.principal().arn())
                                                        .assumedRoleId(input.roleSessionName())
                                                        .build())
                                        .build())
                .build();
    }

    private static Service lambda() {
        return Service.of(Lambda.MODEL)
                .on(Lambda.GET_FUNCTION, ControlPlaneFixture::noSuchFunction)
                .on(Lambda.INVOKE, ControlPlaneFixture::echo)
                .build();
    }

    private static GetFunctionResponse noSuchFunction(
            RequestContext context, GetFunctionRequest input) {
        throw new ServiceException(
                "ResourceNotFoundException",
                404,
                "Function not found: " + context.region() + ":" + input.functionName());
    }

    private static InvocationResponse echo(RequestContext context, InvocationRequest input) {
        if (input.functionName().equals("away")) {
            throw new StoreUnavailableException("no space left in /data");
        }
        if (input.functionName().equals("faulty")) {
            throw new IllegalStateException("the database password is hunter2");
        }
        return InvocationResponse.builder()
                .statusCode(200)
                .executedVersion(context.authority())
                .payload(input.payload())
                .build();
    }

    private static Service rest() {
        return Service.of(ApiGateway.MODEL)
                .on(ApiGateway.GET_REST_APIS, (_, _) -> RestApis.builder().position("v1").build())
                .build();
    }

    private static Service http() {
        return Service.of(ApiGatewayV2.MODEL)
                .on(
                        ApiGatewayV2.GET_APIS,
                        (_, _) -> GetApisResponse.builder().nextToken("v2").build())
                .build();
    }

    private static Service logs() {
        return Service.of(Logs.MODEL)
                .on(
                        Logs.DESCRIBE_LOG_GROUPS,
                        (context, _) ->
                                DescribeLogGroupsResponse.builder()
                                        .nextToken(context.region().name())
                                        .build())
                .build();
    }

    private Service s3() {
        return Service.of(S3.MODEL)
                .on(S3.PUT_OBJECT, this::put)
                .on(S3.GET_OBJECT, this::get)
                .build();
    }

    private PutObjectOutput put(RequestContext context, PutObjectRequest input) {
        byte[] body = input.body();
        objects.put(input.bucket() + "/" + input.key(), body == null ? new byte[0] : body);
        return PutObjectOutput.builder().eTag("\"e\"").build();
    }

    private GetObjectOutput get(RequestContext context, GetObjectRequest input) {
        return GetObjectOutput.builder().body(object(input.bucket() + "/" + input.key())).build();
    }
}
