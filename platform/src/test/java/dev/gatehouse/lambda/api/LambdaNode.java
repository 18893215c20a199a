package dev.gatehouse.lambda.api;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.LocalServices;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.http.HttpEdge;
import dev.gatehouse.http.LoopbackEdge;
import dev.gatehouse.http.blocking.BlockingHandler;
import dev.gatehouse.http.blocking.BlockingLimits;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.RootCredentials;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.code.CodeDownloadHandler;
import dev.gatehouse.lambda.code.CodeDownloads;
import dev.gatehouse.lambda.code.CodeLimits;
import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.code.PackagePreparation;
import dev.gatehouse.lambda.configuration.AccountResources;
import dev.gatehouse.lambda.configuration.Networks;
import dev.gatehouse.lambda.destination.DestinationRules;
import dev.gatehouse.lambda.destination.OwnServices;
import dev.gatehouse.lambda.durable.DurableExecutions;
import dev.gatehouse.lambda.encryption.CodeEncryption;
import dev.gatehouse.lambda.encryption.VariableEncryption;
import dev.gatehouse.lambda.image.Images;
import dev.gatehouse.lambda.plan.FileSystems;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import dev.gatehouse.wire.Authenticator;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.ControlPlaneEdge;
import dev.gatehouse.wire.SameAccount;
import dev.gatehouse.wire.ServiceDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;

/** A node that has Lambda's control plane behind the real edge, and functions that echo. */
final class LambdaNode implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::000000000000:role/app";
    static final Arn UNTRUSTED = Arn.parse("arn:aws:iam::000000000000:role/stranger").orElseThrow();

    private static final AwsServices NO_OTHERS = LocalServices.of();
    private static final int BODY_LIMIT = 80_000_000;
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final FunctionCatalog catalog = new FunctionCatalog();
    private final CodeStore packages;
    private final Store store;
    private final LambdaService lambda;
    private final HttpEdge edge;

    LambdaNode(Path folder, PackagePreparation preparation) {
        this(folder, preparation, CodeLimits.AWS, LambdaQuotas.AWS);
    }

    /** A node that rejects what AWS has retired. */
    static LambdaNode strict(Path folder) {
        return new LambdaNode(folder, (_, _) -> {}, CodeLimits.AWS, LambdaQuotas.AWS, false);
    }

    LambdaNode(
            Path folder, PackagePreparation preparation, CodeLimits limits, LambdaQuotas quotas) {
        this(folder, preparation, limits, quotas, true);
    }

    /** A node on a store that it may share. */
    static LambdaNode on(Store store, Path folder) {
        return new LambdaNode(store, folder, (_, _) -> {}, CodeLimits.AWS, LambdaQuotas.AWS, true);
    }

    private LambdaNode(
            Path folder,
            PackagePreparation preparation,
            CodeLimits limits,
            LambdaQuotas quotas,
            boolean retiredRuntimes) {
        this(
                SqlStore.open("sqlite:" + folder.resolve("store.db")),
                folder,
                preparation,
                limits,
                quotas,
                retiredRuntimes);
    }

    private LambdaNode(
            Store store,
            Path folder,
            PackagePreparation preparation,
            CodeLimits limits,
            LambdaQuotas quotas,
            boolean retiredRuntimes) {
        this.store = store;
        packages = CodeStore.open(folder.resolve("code"), limits, Clock.SYSTEM);
        lambda =
                new LambdaService(
                        store,
                        packages,
                        new Images(Map.of(), (_, _) -> Optional.empty()),
                        catalog,
                        preparation,
                        new FileSystems(Map.of()),
                        Duration.ZERO,
                        Clock.SYSTEM);
        lambda.start();
        edge = listen(quotas, retiredRuntimes);
    }

    private HttpEdge listen(LambdaQuotas quotas, boolean retiredRuntimes) {
        CodeDownloads downloads = new CodeDownloads(packages, Clock.SYSTEM);
        ServiceDirectory services =
                new ServiceDirectory(
                        List.of(
                                lambda.service(
                                        echo(),
                                        new DurableExecutions(store, catalog, Clock.SYSTEM),
                                        this::object,
                                        new AccountResources(
                                                role -> !role.equals(UNTRUSTED),
                                                new DestinationRules(new OwnServices()),
                                                new VariableEncryption(NO_OTHERS),
                                                new CodeEncryption(NO_OTHERS),
                                                new Networks(NO_OTHERS, (_, _, _, _) -> {})),
                                        downloads,
                                        quotas,
                                        retiredRuntimes)));
        Authenticator authenticator =
                new Authenticator(
                        new Verifier(
                                RootCredentials.of(AccountId.DEFAULT, "test", "test"),
                                Clock.SYSTEM,
                                new SigningKeys(),
                                (_, _, _) -> {}),
                        AccountId.DEFAULT,
                        Region.DEFAULT);
        BlockingHandler controlPlane =
                new BlockingHandler(
                        vertx,
                        new ControlPlaneEdge(
                                new ControlPlane(
                                        services,
                                        authenticator,
                                        SameAccount.AUTHORIZER,
                                        Beside.NOTHING)),
                        new BlockingLimits(BODY_LIMIT, 2L * BODY_LIMIT, 64));
        CodeDownloadHandler code = new CodeDownloadHandler(downloads);
        return HttpEdge.listen(
                        vertx,
                        LoopbackEdge.anyPort(),
                        request ->
                                request.path().startsWith(CodeDownloads.PATH_PREFIX)
                                        ? code
                                        : controlPlane)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }

    FunctionCatalog catalog() {
        return catalog;
    }

    CodeStore packages() {
        return packages;
    }

    LambdaService lambda() {
        return lambda;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + edge.port());
    }

    void putObject(String name, byte[] content) {
        objects.put(name, content);
    }

    LambdaClient client() {
        return client("test");
    }

    /** A role of the account that a client is of. */
    static String roleOf(LambdaClient client) {
        String account =
                client.serviceClientConfiguration()
                        .credentialsProvider()
                        .resolveIdentity()
                        .join()
                        .accessKeyId();
        return "arn:aws:iam::" + account + ":role/app";
    }

    /** A client of the root of another account, whose twelve digits are its key. */
    LambdaClient client(String accessKeyId) {
        return LambdaClient.builder()
                .endpointOverride(endpoint())
                .region(software.amazon.awssdk.regions.Region.US_EAST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(accessKeyId, "test")))
                .build();
    }

    /** Waits until nothing of a function is under way; the SDK's waiters look once a second. */
    static GetFunctionConfigurationResponse ready(LambdaClient client, String function) {
        return Eventually.value(
                () -> client.getFunctionConfiguration(r -> r.functionName(function)),
                now ->
                        now.state() == State.ACTIVE
                                && now.lastUpdateStatus() == LastUpdateStatus.SUCCESSFUL);
    }

    private InputStream object(
            Principal principal,
            Region region,
            String bucket,
            String key,
            @Nullable String version) {
        byte[] content = objects.get(bucket + '/' + key);
        if (content == null) {
            throw new ServiceException("NoSuchKey", 404, "The specified key does not exist.");
        }
        return new ByteArrayInputStream(content);
    }

    /**
     * FunctionResponses what it was asked: the event, and as log tail what else the call carried.
     */
    private static FunctionInvoker echo() {
        return new FunctionInvoker() {
            @Override
            public Future<InvocationResult> invoke(Invocation call) {
                if (call.type() != InvocationType.REQUEST_RESPONSE) {
                    int status = call.type() == InvocationType.EVENT ? 202 : 204;
                    return Future.succeededFuture(
                            new InvocationResult(status, Buffer.buffer(), null, "$LATEST", null));
                }
                Buffer tail =
                        call.details().logTail()
                                ? Buffer.buffer(
                                        call.function()
                                                + " "
                                                + call.details().clientContext()
                                                + " "
                                                + call.details().traceHeader())
                                : null;
                return Future.succeededFuture(
                        new InvocationResult(200, call.payload(), null, "$LATEST", tail));
            }

            @Override
            public Future<InvocationStream> stream(Invocation call) {
                throw new UnsupportedOperationException("nobody asks for a stream here");
            }
        };
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        lambda.close();
        store.close();
    }
}
