package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.TestInvokeAuthorizerRequest;
import dev.gatehouse.aws.apigateway.TestInvokeAuthorizerResponse;
import dev.gatehouse.aws.apigateway.TestInvokeMethodRequest;
import dev.gatehouse.aws.apigateway.TestInvokeMethodResponse;
import dev.gatehouse.gateway.apigateway.method.MethodEntry;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.apigateway.stage.Snapshots;
import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.cache.CacheKey;
import dev.gatehouse.gateway.plan.integration.Mapping;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.plan.usage.ExecutionLogging;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.wire.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * TestInvokeMethod and TestInvokeAuthorizer: the API as it is now, not as it was deployed, in the
 * data plane's own pipeline.
 */
final class TestInvoke {
    /** A method may take 15 minutes where it streams; its own timeout ends it before. */
    private static final long LONGEST_SECONDS = Duration.ofMinutes(16).toSeconds();

    private static final int OK = 200;
    private static final String ANY = "ANY";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Supplier<TestCalls> calls;
    private final Clock clock;

    private TestInvoke(Supplier<TestCalls> calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    static void addTo(Resources service, Supplier<TestCalls> calls, Clock clock) {
        TestInvoke operations = new TestInvoke(calls, clock);
        service.reading(
                        ApiGateway.TEST_INVOKE_METHOD,
                        operations::method,
                        (context, call) -> operations.execute(call.apply(context)))
                .reading(
                        ApiGateway.TEST_INVOKE_AUTHORIZER,
                        operations::authorizer,
                        (context, asked) ->
                                operations.authorize(asked.call().apply(context), asked.context()));
    }

    /** Makes the call that is to be tried. */
    @FunctionalInterface
    private interface Draft {
        RestApiCall apply(RequestContext context);
    }

    /** A call whose authorizer is to be tried, and what it finds in its context. */
    private record Tried(Draft call, Map<String, String> context) {}

    private Draft method(Repositories in, TestInvokeMethodRequest request) {
        String certificate = request.clientCertificateId();
        if (certificate != null && !certificate.isEmpty()) {
            in.of(LinkTypes.CLIENT_CERTIFICATE).get(certificate);
        }
        String apiId = request.restApiId();
        Resource resource = in.of(RestTypes.RESOURCE, apiId).get(request.resourceId());
        Map<String, Method> methods = MethodEntry.methods(resource);
        String verb = methods.containsKey(request.httpMethod()) ? request.httpMethod() : ANY;
        Method method = methods.get(verb);
        if (method == null) {
            throw notFound("Invalid Method identifier specified");
        }
        if (method.methodIntegration() == null) {
            throw badRequest("No integration defined for method");
        }
        RestSnapshot draft =
                Snapshots.draft(
                        in,
                        apiId,
                        List.of(
                                resource.toBuilder()
                                        .resourceMethods(Map.of(verb, method))
                                        .build()));
        RestPlan plan = RestPlans.draft(in, apiId);
        TestRequest wanted =
                new TestRequest(
                        request.httpMethod().equals(ANY) ? "GET" : request.httpMethod(),
                        request.pathWithQueryString(),
                        request.body(),
                        request.headers(),
                        request.multiValueHeaders(),
                        request.stageVariables(),
                        certificate);
        return context -> call(wanted, plan, draft, verb, context);
    }

    private RestApiCall call(
            TestRequest wanted,
            RestPlan plan,
            RestSnapshot draft,
            String verb,
            RequestContext context) {
        RestDeployment deployment = RestCompiler.compile("", draft);
        RestResource resource =
                RestCompiler.resource(RestTypes.RESOURCE.read(draft.resources().getFirst()), draft);
        return wanted.of(
                plan,
                deployment,
                resource,
                Objects.requireNonNull(resource.methods().get(verb)),
                context,
                log(),
                clock.millis());
    }

    private Tried authorizer(Repositories in, TestInvokeAuthorizerRequest request) {
        String apiId = request.restApiId();
        Authorizer authorizer = in.of(RestTypes.AUTHORIZER, apiId).get(request.authorizerId());
        RestSnapshot draft = Snapshots.draft(in, apiId, List.of());
        RestPlan plan = RestPlans.draft(in, apiId);
        TestRequest wanted =
                new TestRequest(
                        "GET",
                        request.pathWithQueryString(),
                        request.body(),
                        request.headers(),
                        request.multiValueHeaders(),
                        request.stageVariables(),
                        null);
        Draft call =
                context -> {
                    RestMethod method =
                            new RestMethod(
                                    "/GET",
                                    RestAuthorizations.of(draft).of(authorizer),
                                    ApiKeySource.NONE,
                                    RequestRules.NONE,
                                    CacheKey.NONE,
                                    new RestIntegration.Mock(
                                            new Mapping(
                                                    Map.of(),
                                                    PassthroughBehavior.NEVER,
                                                    List.of(),
                                                    null,
                                                    List.of())));
                    return wanted.of(
                            plan,
                            RestCompiler.compile("", draft),
                            new RestResource("test-invoke-resource-id", "/", Map.of("GET", method)),
                            method,
                            context,
                            log(),
                            clock.millis());
                };
        return new Tried(call, Objects.requireNonNullElse(request.additionalContext(), Map.of()));
    }

    private ExecutionLog log() {
        return new ExecutionLog(ExecutionLogging.DATA_TRACE, clock);
    }

    private TestInvokeMethodResponse execute(RestApiCall call) {
        long begun = clock.nanoTime();
        Response response = await(calls.get().execute(call));
        Buffer bytes = await(response.body().buffered(Long.MAX_VALUE));
        MultiMap headers = response.headers();
        Map<String, String> single = new LinkedHashMap<>();
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String name : headers.names()) {
            single.put(name, Objects.requireNonNull(headers.get(name)));
            all.put(name, headers.getAll(name));
        }
        return TestInvokeMethodResponse.builder()
                .status(response.status())
                .body(bytes.toString())
                .headers(single)
                .multiValueHeaders(all)
                .log(written(call))
                .latency(millis(begun))
                .build();
    }

    private TestInvokeAuthorizerResponse authorize(RestApiCall call, Map<String, String> context) {
        long begun = clock.nanoTime();
        TestInvokeAuthorizerResponse.Builder response = TestInvokeAuthorizerResponse.builder();
        try {
            TestCalls.Said said = await(calls.get().authorize(call, context));
            response.clientStatus(OK)
                    .principalId(said.principalId())
                    .policy(said.policy())
                    .claims(said.claims().isEmpty() ? null : said.claims());
        } catch (Rejection rejection) {
            response.clientStatus(rejection.status());
            tell(call, rejection.type());
        }
        return response.log(written(call)).latency(millis(begun)).build();
    }

    private static void tell(RestApiCall call, GatewayResponseType type) {
        call.failed("Unauthorized request: " + call.request().ids().requestId().value());
        ExecutionLog log = call.log();
        if (log != null) {
            log.info(type == GatewayResponseType.UNAUTHORIZED ? "Unauthorized" : type.errorType());
        }
    }

    private static String written(RestApiCall call) {
        ExecutionLog log = Objects.requireNonNull(call.log());
        return log.lines().stream()
                .map(
                        line ->
                                DATE.format(Instant.ofEpochMilli(line.millis()))
                                        + " : "
                                        + line.text()
                                        + '\n')
                .collect(
                        Collectors.joining(
                                "",
                                "Execution log for request "
                                        + call.request().ids().requestId().value()
                                        + '\n',
                                ""));
    }

    private long millis(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - begun);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("a test invocation never ended", late);
        }
    }
}
