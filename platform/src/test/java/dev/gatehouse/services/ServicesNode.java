package dev.gatehouse.services;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import dev.gatehouse.client.LocalServices;
import dev.gatehouse.ecr.EcrService;
import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.http.HttpEdge;
import dev.gatehouse.http.LoopbackEdge;
import dev.gatehouse.http.blocking.BlockingHandler;
import dev.gatehouse.http.blocking.BlockingLimits;
import dev.gatehouse.iam.IamService;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.RootCredentials;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.logs.LogsService;
import dev.gatehouse.s3.S3Changes;
import dev.gatehouse.s3.S3Service;
import dev.gatehouse.ssm.SsmService;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.sts.Directory;
import dev.gatehouse.sts.StsService;
import dev.gatehouse.sts.Unreachable;
import dev.gatehouse.wire.Authenticator;
import dev.gatehouse.wire.Authorizer;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.ControlPlaneEdge;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.ServiceDirectory;
import dev.gatehouse.wire.access.PolicyAuthorizer;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.access.Trail;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** IAM, STS, CloudWatch Logs, S3, Parameter Store and ECR behind a real port, for real clients. */
final class ServicesNode {
    private static final int BODY_LIMIT = 32 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final Store store;
    private final LogsService logs;
    private final S3Service s3;
    private final SsmService ssm;
    private final EcrService ecr;
    private final StsService sts;
    private final Authorizer authorizer;
    private final HttpEdge edge;

    ServicesNode(Path folder) throws Exception {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
        Secrets secrets = TestSecrets.of(store);
        IamService iam = new IamService(store, secrets, Clock.SYSTEM);
        CredentialSource root = RootCredentials.of(AccountId.DEFAULT, "test", "test");
        sts =
                new StsService(
                        store,
                        secrets,
                        Clock.SYSTEM,
                        new Directory(
                                iam.roles(),
                                iam.permissions(),
                                iam.managedPolicies(),
                                iam.identityProviders()),
                        iam.credentials().or(root),
                        Unreachable.PROVIDERS,
                        true);
        logs = new LogsService(store, folder.resolve("logs"), Clock.SYSTEM);
        s3 =
                new S3Service(
                        store,
                        folder.resolve("s3"),
                        this::require,
                        S3Changes.NO_TARGETS,
                        Clock.SYSTEM);
        ssm = new SsmService(store, secrets, LocalServices.of(), Clock.SYSTEM);
        ecr = new EcrService(store, folder.resolve("ecr"), Clock.SYSTEM);
        CredentialSource keys = sts.credentials().or(iam.credentials()).or(root);
        authorizer =
                new PolicyAuthorizer(
                        iam.permissions(),
                        service -> access(service, iam),
                        PolicyAuthorizer.Mode.ENFORCE,
                        Trail.NONE,
                        Clock.SYSTEM);
        ControlPlane plane =
                new ControlPlane(
                        new ServiceDirectory(
                                List.of(
                                        iam.service(),
                                        sts.service(),
                                        logs.service(),
                                        s3.service(),
                                        ssm.service(),
                                        ecr.service())),
                        new Authenticator(
                                new Verifier(
                                        keys, Clock.SYSTEM, new SigningKeys(), (_, _, _) -> {}),
                                AccountId.DEFAULT,
                                dev.gatehouse.kernel.Region.DEFAULT),
                        authorizer,
                        Beside.NOTHING);
        BlockingHandler handler =
                new BlockingHandler(
                        vertx,
                        new ControlPlaneEdge(plane),
                        new BlockingLimits(BODY_LIMIT, 4L * BODY_LIMIT, 64));
        edge =
                HttpEdge.listen(vertx, LoopbackEdge.anyPort(), _ -> handler)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(120, TimeUnit.SECONDS);
    }

    private void require(RequestContext context, Operation<?, ?> operation, View input) {
        authorizer.authorize(context, operation.model(), input.data());
    }

    private ServiceAccess access(String service, IamService iam) {
        return switch (service) {
            case "iam" -> iam.access();
            case "s3" -> s3.access();
            case "ssm" -> ssm.access();
            case "ecr" -> ecr.access();
            case "logs" -> logs.access();
            default -> ServiceAccess.PLAIN;
        };
    }

    RoleCredentials roleCredentials() {
        return sts.roleCredentials();
    }

    LogsService logs() {
        return logs;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + edge.port());
    }

    /** A client's builder that signs with the root's pair. */
    <B extends AwsClientBuilder<B, C>, C> B client(B builder) {
        return client(builder, AwsBasicCredentials.create("test", "test"));
    }

    <B extends AwsClientBuilder<B, C>, C> B client(B builder, AwsCredentials credentials) {
        return builder.endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
    }

    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
        s3.close();
        logs.close();
        store.close();
    }
}
