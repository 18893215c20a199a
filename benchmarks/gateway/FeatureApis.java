import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.authorize.Authorizers;
import dev.gatehouse.gateway.authorize.token.TokenVerifier;
import dev.gatehouse.gateway.authorize.token.Tokens;
import dev.gatehouse.gateway.authorize.token.UserPools;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.integrate.IntegrationRoles;
import dev.gatehouse.gateway.integrate.IntegrationTargets;
import dev.gatehouse.gateway.integrate.link.Links;
import dev.gatehouse.gateway.map.LogFormat;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.AccessLog;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.gateway.plan.authorize.IdentitySource;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import dev.gatehouse.gateway.plan.authorize.TrustedIssuer;
import dev.gatehouse.gateway.plan.cache.CacheKey;
import dev.gatehouse.gateway.plan.cache.CacheRules;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.IntegrationResponse;
import dev.gatehouse.gateway.plan.integration.Mapping;
import dev.gatehouse.gateway.plan.integration.ParameterChange;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.schema.ModelSchemas;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.plan.usage.ApiKey;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.plan.usage.ExecutionLogging;
import dev.gatehouse.gateway.plan.usage.MethodSettings;
import dev.gatehouse.gateway.plan.usage.Quota;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.plan.usage.StageRoutes;
import dev.gatehouse.gateway.plan.usage.StageSettings;
import dev.gatehouse.gateway.plan.usage.UsagePlan;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.Targets;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.logs.LogsService;
import dev.gatehouse.observe.Observation;
import dev.gatehouse.proxy.exchange.PayloadLimits;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.store.sql.SqlStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The APIs of {@link FeatureCost}: each with the features that its name says, all before one
 * function of this process.
 */
final class FeatureApis {
    private static final long KEPT_BYTES = 64L << 20;
    private static final int MANY_KEYS = 100_000;
    private static final int MANY_ROUTES = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(29);
    private static final RateLimit PLENTY = new RateLimit(1e9, 1_000_000_000);
    private static final String BODY =
            "{\"name\": \"Ada\", \"tags\": [\"a\", \"b\"], \"count\": 3}";
    private static final String MODEL =
            """
            {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["name", "count"],
             "properties": {"name": {"type": "string", "minLength": 1},
                            "tags": {"type": "array", "items": {"type": "string"}},
                            "count": {"type": "integer", "minimum": 0}}}\
            """;
    private static final String REQUEST =
            """
            #set($body = $input.path('$'))
            {"name": "$util.escapeJavaScript($body.name)", "id": "$context.requestId", "tags": [#foreach($tag in $body.tags)"$tag"#if($foreach.hasNext),#end#end]}\
            """;
    private static final String RESPONSE =
            """
            #set($result = $input.path('$'))
            {"status": $result.statusCode, "text": "$result.body"}\
            """;
    private static final String LINE =
            "$context.identity.sourceIp $context.requestTime \"$context.httpMethod"
                    + " $context.resourcePath\" $context.status $context.requestId";
    private static final StageText FUNCTION = function("hello");
    private static final Buffer SAID = Buffer.buffer("{\"statusCode\": 200, \"body\": \"ok\"}");
    private static final Buffer ALLOWED =
            Buffer.buffer(
                    "{\"principalId\": \"ada\", \"policyDocument\": {\"Version\": \"2012-10-17\","
                            + " \"Statement\": [{\"Action\": \"execute-api:Invoke\", \"Effect\":"
                            + " \"Allow\", \"Resource\": \"arn:aws:execute-api:*\"}]}, \"context\":"
                            + " {\"plan\": \"gold\"}}");

    /** What an API's one method may have. */
    private enum Feature {
        AUTHORIZER,
        KEY,
        THROTTLE,
        VALIDATION,
        MAPPING,
        ACCESS_LOG,
        EXECUTION_LOG
    }

    private final Vertx vertx;
    private final Path folder;
    private final PlanTable plans = new PlanTable();
    private final Issuer issuer = new Issuer();
    private final List<FeatureCost.Case> cases = new ArrayList<>();

    FeatureApis(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
        List<ApiPlan> made = new ArrayList<>();
        made.add(rest("bare", "bare", Set.of()));
        for (Feature each : Feature.values()) {
            made.add(rest(each.name().toLowerCase(), "bare", Set.of(each)));
        }
        made.add(rest("all", "bare", EnumSet.allOf(Feature.class)));
        made.add(mock());
        made.add(cached());
        made.add(http("http", Authorization.OPEN, ParameterMapping.NONE, 1));
        made.add(http("jwt", issuer.authorizer(), ParameterMapping.NONE, 1));
        made.add(http("mapped", Authorization.OPEN, mapped(), 1));
        made.add(http("routes", Authorization.OPEN, ParameterMapping.NONE, MANY_ROUTES));
        plans.publishAll(made);
        keys();
    }

    List<FeatureCost.Case> cases() {
        return cases;
    }

    private void keys() {
        Map<String, Map<String, RateLimit>> stages =
                Map.of("key:live", Map.of(), "all:live", Map.of());
        plans.usage()
                .publish(
                        AccountId.DEFAULT,
                        Region.DEFAULT,
                        new UsagePlan(
                                "plan",
                                stages,
                                PLENTY,
                                new Quota(1_000_000_000, 0, Quota.Period.DAY)));
        plans.usage().publish(AccountId.DEFAULT, Region.DEFAULT, List.of(key(0)));
        // The same method in another region, where there are many.
        plans.usage()
                .publish(
                        AccountId.DEFAULT,
                        new Region("eu-west-1"),
                        new UsagePlan(
                                "plan",
                                Map.of("keys:live", Map.of()),
                                PLENTY,
                                new Quota(1_000_000_000, 0, Quota.Period.DAY)));
        plans.usage()
                .publish(
                        AccountId.DEFAULT,
                        new Region("eu-west-1"),
                        IntStream.range(0, MANY_KEYS).mapToObj(FeatureApis::key).toList());
        ApiAddress many = new ApiAddress(AccountId.DEFAULT, new Region("eu-west-1"), "keys");
        plans.publish(rest(many, "key", Set.of(Feature.KEY)));
    }

    private static ApiKey key(int number) {
        return new ApiKey("id" + number, "value-of-the-key-" + number, true, List.of("plan"));
    }

    private RestPlan rest(String name, String beside, Set<Feature> features) {
        return rest(address(name), beside, features);
    }

    private RestPlan rest(ApiAddress address, String beside, Set<Feature> features) {
        RestMethod method =
                new RestMethod(
                        "/POST",
                        features.contains(Feature.AUTHORIZER) ? authorizer() : Authorization.OPEN,
                        features.contains(Feature.KEY) ? ApiKeySource.HEADER : ApiKeySource.NONE,
                        features.contains(Feature.VALIDATION) ? rules() : RequestRules.NONE,
                        CacheKey.NONE,
                        features.contains(Feature.MAPPING)
                                ? new RestIntegration.LambdaCustom(
                                        FUNCTION, "POST", null, mapping(REQUEST, RESPONSE), TIMEOUT)
                                : new RestIntegration.LambdaProxy(
                                        FUNCTION, "POST", null, TIMEOUT, false, Map.of()));
        MethodSettings settings =
                new MethodSettings(
                        features.contains(Feature.THROTTLE) ? PLENTY : RateLimit.NONE,
                        CacheRules.NONE,
                        features.contains(Feature.EXECUTION_LOG)
                                ? ExecutionLogging.INFO
                                : ExecutionLogging.OFF,
                        false);
        AccessLog log =
                features.contains(Feature.ACCESS_LOG)
                        ? new AccessLog(new AccessLog.Group("access"), LogFormat.of(LINE))
                        : null;
        StringBuilder headers = new StringBuilder("Content-Type: application/json\r\n");
        if (features.contains(Feature.AUTHORIZER)) {
            headers.append("Authorization: token\r\n");
        }
        if (features.contains(Feature.KEY)) {
            headers.append("X-Api-Key: ").append(key(0).value()).append("\r\n");
        }
        cases.add(request(address.apiId(), beside, "POST", "/live/", headers.toString(), BODY));
        return plan(address, "POST", method, settings, log);
    }

    private static RestPlan plan(
            ApiAddress address,
            String verb,
            RestMethod method,
            MethodSettings settings,
            AccessLog log) {
        RestDeployment deployment =
                RestDeployment.of(
                        "d",
                        List.of(new RestResource("root", "/", Map.of(verb, method))),
                        BinaryMediaTypes.NONE,
                        Map.of(),
                        null);
        StageSettings ofStage = new StageSettings(Map.of(StageSettings.ALL, settings), false);
        return new RestPlan(
                address,
                false,
                Map.of(
                        "live",
                        new RestStage("live", Map.of(), log, "", deployment, ofStage, null)));
    }

    private RestPlan mock() {
        cases.add(request("mock", "mock", "GET", "/live/", "", ""));
        return plan(
                address("mock"),
                "GET",
                get(
                        new RestIntegration.Mock(
                                mapping("{\"statusCode\": 200}", "{\"hello\":\"world\"}"))),
                MethodSettings.USUAL,
                null);
    }

    private RestPlan cached() {
        cases.add(request("cached", "mock", "GET", "/live/", "", ""));
        CacheRules rules =
                new CacheRules(
                        Duration.ofHours(1),
                        false,
                        true,
                        CacheRules.Rejection.IGNORED_WITH_WARNING);
        return plan(
                address("cached"),
                "GET",
                get(
                        new RestIntegration.LambdaProxy(
                                FUNCTION, "POST", null, TIMEOUT, false, Map.of())),
                new MethodSettings(RateLimit.NONE, rules, ExecutionLogging.OFF, false),
                null);
    }

    private static RestMethod get(RestIntegration integration) {
        return new RestMethod(
                "/GET",
                Authorization.OPEN,
                ApiKeySource.NONE,
                RequestRules.NONE,
                new CacheKey("root", List.of()),
                integration);
    }

    private HttpPlan http(
            String name, Authorization authorization, ParameterMapping mapping, int count) {
        HttpIntegration integration =
                new HttpIntegration.LambdaProxy(
                        FUNCTION, HttpIntegration.PayloadFormat.V2, null, TIMEOUT);
        List<HttpRoute> routes =
                IntStream.range(0, count)
                        .mapToObj(i -> "POST /r" + i % 100 + "/{id}/s" + i / 100)
                        .map(key -> new HttpRoute(key, authorization, integration, mapping))
                        .toList();
        String headers = "Content-Type: application/json\r\n";
        String token = authorization == Authorization.OPEN ? "" : issuer.header();
        int last = count - 1;
        String path = "/r" + last % 100 + "/x/s" + last / 100;
        cases.add(request(name, "http", "POST", path, headers + token, BODY));
        HttpDeployment deployment = HttpDeployment.of("d", routes, null);
        return new HttpPlan(
                address(name),
                false,
                Map.of(
                        "$default",
                        new HttpStage(
                                "$default", Map.of(), null, "", deployment, StageRoutes.NONE)));
    }

    private static ParameterMapping mapped() {
        return new ParameterMapping(
                List.of(
                        ParameterChange.ofRequest(
                                        "append:header.x-who", "$context.identity.sourceIp")
                                .orElseThrow(),
                        ParameterChange.ofRequest(
                                        "overwrite:querystring.from", "$request.header.host")
                                .orElseThrow(),
                        ParameterChange.ofRequest("remove:header.accept", "''").orElseThrow()),
                Map.of());
    }

    private static RequestRules rules() {
        return new RequestRules(
                List.of(),
                Map.of(
                        "application/json",
                        new ModelSchemas("api", Map.of("Note", MODEL)).of("Note")));
    }

    private static Authorization authorizer() {
        return new FunctionAuthorizer(
                "token",
                FunctionAuthorizer.Form.TOKEN,
                function("authorizer"),
                null,
                List.of(new IdentitySource.Header("Authorization")),
                null,
                3600);
    }

    private static Mapping mapping(String request, String response) {
        return new Mapping(
                Map.of("application/json", MappingTemplate.compile(request)),
                PassthroughBehavior.WHEN_NO_MATCH,
                List.of(),
                null,
                List.of(
                        new IntegrationResponse(
                                200,
                                null,
                                List.of(),
                                Map.of("application/json", MappingTemplate.compile(response)),
                                null)));
    }

    private static FeatureCost.Case request(
            String name, String beside, String verb, String path, String headers, String body) {
        String text =
                verb
                        + " /_aws/execute-api/"
                        + name
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: benchmark\r\n"
                        + headers
                        + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
                        + "\r\n"
                        + body;
        return new FeatureCost.Case(name, beside, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ApiAddress address(String apiId) {
        return new ApiAddress(AccountId.DEFAULT, Region.DEFAULT, apiId);
    }

    private static StageText function(String name) {
        return new StageText("arn:aws:lambda:us-east-1:000000000000:function:" + name);
    }

    /** A gateway with a node's own metrics and log groups. */
    Gateway gateway() {
        Clock clock = Clock.SYSTEM;
        Backends backends =
                new Backends(
                        vertx::createHttpClient,
                        new Targets(vertx, AllowedTargets.parse("127.0.0.1:*"), clock));
        IntegrationRoles roles =
                new IntegrationRoles(
                        (role, service, name, source) -> Optional.empty(),
                        _ -> Permissions.NONE,
                        clock);
        FunctionCalls calls = new FunctionCalls(new Functions(), roles, clock);
        Verifier verifier =
                new Verifier(
                        _ -> Optional.empty(),
                        clock,
                        new SigningKeys(),
                        (key, service, region) -> {});
        Observation observation = Observation.open(null, null, null, clock);
        observation.metrics().load();
        LogsService logs =
                new LogsService(
                        SqlStore.open(
                                "sqlite:" + folder.resolve("store"),
                                Duration.ofSeconds(5),
                                "benchmark"),
                        folder.resolve("logs"),
                        clock);
        return new Gateway(
                plans,
                new Authorizers(
                        new Callers(
                                verifier,
                                verifier,
                                _ -> Permissions.NONE,
                                (request, caller, what) -> {}),
                        calls,
                        new Tokens(
                                new TokenVerifier(backends, new UserPools(backends, null), clock)),
                        clock),
                new IntegrationTargets(
                        calls,
                        backends,
                        new Links(plans, clock),
                        (caller, region, request) -> Future.failedFuture("there is no service"),
                        roles),
                (_, _, _) -> call -> call.response().setStatusCode(403).end(),
                observation.requests(),
                new Gateway.Outlets(logs.sink(), (account, region, stream, record) -> {}),
                new Gateway.Bounds(
                        new PayloadLimits(PayloadLimits.AWS_BYTES, KEPT_BYTES),
                        new Throttles(RateLimit.NONE, clock),
                        KEPT_BYTES,
                        ConnectionLimits.AWS),
                clock);
    }

    /** The function that all call, and the one that authorizes. */
    private static final class Functions implements FunctionInvoker {
        @Override
        public Future<InvocationResult> invoke(Invocation invocation) {
            boolean asks = invocation.function().resource().endsWith("authorizer");
            return Future.succeededFuture(
                    new InvocationResult(200, asks ? ALLOWED : SAID, null, "$LATEST", null));
        }

        @Override
        public Future<InvocationStream> stream(Invocation invocation) {
            return Future.failedFuture("nothing streams here");
        }
    }

    /** An OpenID Connect issuer on loopback with one RSA key. */
    private static final class Issuer {
        private final KeyPair pair;
        private final String url;

        Issuer() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                this.pair = generator.generateKeyPair();
                HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
                this.url = "http://127.0.0.1:" + server.getAddress().getPort();
                String modulus =
                        base64(((RSAPublicKey) pair.getPublic()).getModulus().toByteArray());
                String keys =
                        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\",\"alg\":\"RS256\",\"use\":\"sig\",\"e\":\"AQAB\",\"n\":\""
                                + modulus
                                + "\"}]}";
                String discovery = "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + "/keys\"}";
                server.createContext(
                        "/",
                        exchange -> {
                            boolean asked = exchange.getRequestURI().getPath().equals("/keys");
                            byte[] page =
                                    (asked ? keys : discovery).getBytes(StandardCharsets.UTF_8);
                            exchange.sendResponseHeaders(200, page.length);
                            exchange.getResponseBody().write(page);
                            exchange.close();
                        });
                server.start();
            } catch (Exception problem) {
                throw new IllegalStateException(problem);
            }
        }

        Authorization authorizer() {
            return new TokenAuthorizer(
                    List.of(TrustedIssuer.of(new TokenIssuer.Oidc(url), List.of("benchmark"))),
                    Set.of("RS256"),
                    new IdentitySource.Header("Authorization"),
                    null,
                    List.of());
        }

        String header() {
            long now = Clock.SYSTEM.millis() / 1000;
            String claims =
                    "{\"iss\":\"%s\",\"aud\":\"benchmark\",\"sub\":\"ada\",\"iat\":%d,\"exp\":%d,\"scope\":\"read\"}"
                            .formatted(url, now, now + 36_000);
            String signed =
                    base64("{\"alg\":\"RS256\",\"kid\":\"1\"}".getBytes(StandardCharsets.UTF_8))
                            + '.'
                            + base64(claims.getBytes(StandardCharsets.UTF_8));
            try {
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(pair.getPrivate());
                signature.update(signed.getBytes(StandardCharsets.UTF_8));
                return "Authorization: Bearer " + signed + '.' + base64(signature.sign()) + "\r\n";
            } catch (java.security.GeneralSecurityException problem) {
                throw new IllegalStateException(problem);
            }
        }

        private static String base64(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
