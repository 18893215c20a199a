package dev.gatehouse.app;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.http.tls.CertificateAuthority;
import dev.gatehouse.kernel.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/**
 * Roles for who has no keys but a token of an identity provider: a workflow, as GitHub vouches for
 * its own, and an identity of a Cognito identity pool.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class WebIdentityTest {
    private static final UnaryOperator<JWTClaimsSet.Builder> WORKFLOW =
            claims -> claims.subject("repo:acme/shop:ref:refs/heads/main").audience("app");
    private static final String POOL = "us-east-1:11111111-2222-3333-4444-555555555555";
    private static final String SOMEBODY = "us-east-1:aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    private static final String CODE =
            """
            def handler(event, context):
                identity = context.identity
                return [identity.cognito_identity_id, identity.cognito_identity_pool_id]
            """;

    private Issuer issuer;
    private Issuer pools;
    private Node node;
    private LiveNode live;
    private IamClient iam;
    private StsClient sts;
    private String provider;
    private String thumbprint;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        CertificateAuthority authority =
                CertificateAuthority.in(
                        Files.createDirectory(data.resolve("ca")),
                        List.of("localhost"),
                        Clock.SYSTEM);
        thumbprint = thumbprint(authority.certificate());
        issuer = Issuer.overTls(authority);
        pools = new Issuer();
        node =
                LiveNode.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data",
                                                data.resolve("node").toString(),
                                                "port",
                                                "0",
                                                "integration.allow",
                                                "localhost:" + issuer.port(),
                                                "endpoint.cognito-identity",
                                                pools.url()))));
        live = LiveNode.of(node);
        iam = live.client(IamClient.builder());
        sts =
                StsClient.builder()
                        .endpointOverride(live.endpoint())
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build();
        provider = provider(p -> p.url(issuer.url()).thumbprintList(thumbprint));
        role("deployer", provider, condition("sub", "repo:acme/shop:*"), "");
    }

    @AfterAll
    void stop() {
        iam.close();
        sts.close();
        node.close();
        issuer.close();
        pools.close();
    }

    private static String thumbprint(X509Certificate certificate) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
        return HexFormat.of().formatHex(hash);
    }

    private String provider(UnaryOperator<CreateOpenIdConnectProviderRequest.Builder> with) {
        return iam.createOpenIDConnectProvider(p -> with.apply(p.clientIDList("app")))
                .openIDConnectProviderArn();
    }

    private String condition(String claim, String pattern) {
        return "\"StringLike\": {\"localhost:%d:%s\": \"%s\"}"
                .formatted(issuer.port(), claim, pattern);
    }

    private void role(String name, String federated, String condition, String more) {
        iam.createRole(
                r ->
                        r.roleName(name)
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                         "Principal": {"Federated": "%s"},
                                         "Action": ["sts:AssumeRoleWithWebIdentity"%s],
                                         "Condition": {%s}}]}
                                        """
                                                .formatted(federated, more, condition)));
    }

    private AssumeRoleWithWebIdentityResponse assume(String role, String token) {
        return sts.assumeRoleWithWebIdentity(
                r ->
                        r.roleArn("arn:aws:iam::000000000000:role/" + role)
                                .roleSessionName("run-1")
                                .webIdentityToken(token));
    }

    private StsClient as(AssumeRoleWithWebIdentityResponse response) {
        return live.client(StsClient.builder(), keys(response));
    }

    private static AwsSessionCredentials keys(AssumeRoleWithWebIdentityResponse response) {
        return AwsSessionCredentials.create(
                response.credentials().accessKeyId(),
                response.credentials().secretAccessKey(),
                response.credentials().sessionToken());
    }

    private static void rejects(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        rejection -> {
                            assertThat(rejection.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(rejection.awsErrorDetails().errorMessage())
                                    .startsWith(message);
                        });
    }

    @Test
    void aWorkflowAssumesTheRoleThatTrustsItsRepository() throws Exception {
        AssumeRoleWithWebIdentityResponse response = assume("deployer", issuer.token(WORKFLOW));

        assertThat(response.subjectFromWebIdentityToken())
                .isEqualTo("repo:acme/shop:ref:refs/heads/main");
        assertThat(response.audience()).isEqualTo("app");
        assertThat(response.provider()).isEqualTo(provider);
        assertThat(as(response).getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/deployer/run-1");
        assertThat(assume("deployer", issuer.onACurve(WORKFLOW)).provider()).isEqualTo(provider);
    }

    @Test
    void nobodyElseDoes() throws Exception {
        String denied = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
        String other = issuer.token(c -> WORKFLOW.apply(c).subject("repo:evil/shop:x"));
        role("unbound", "arn:aws:iam::000000000000:oidc-provider/example.com", "", "");
        iam.createRole(
                r ->
                        r.roleName("accounts")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Statement": {"Effect": "Allow", "Action": "sts:*",
                                         "Principal": {"AWS": ["000000000000", "*"]}}}
                                        """));

        rejects(() -> assume("deployer", other), "AccessDenied", denied);
        rejects(() -> assume("nobody", issuer.token(WORKFLOW)), "AccessDenied", denied);
        rejects(() -> assume("unbound", issuer.token(WORKFLOW)), "AccessDenied", denied);
        rejects(() -> assume("accounts", issuer.token(WORKFLOW)), "AccessDenied", denied);
    }

    @Test
    void aTokenThatDoesNotHoldIsRejectedByWhatIsWrong() throws Exception {
        String code = "InvalidIdentityToken";
        String late = issuer.token(c -> WORKFLOW.apply(c).expirationTime(new Date(1_000)));
        String forged = issuer.token(WORKFLOW);
        forged = forged.substring(0, forged.length() - 8) + "AAAAAAAA";
        String altered = forged;

        rejects(() -> assume("deployer", "no.token"), code, "The ID Token provided is not a valid");
        rejects(() -> assume("deployer", late), "ExpiredTokenException", "Token expired: current");
        rejects(
                () -> assume("deployer", issuer.token(c -> c.audience("another"))),
                code,
                "Incorrect token audience");
        rejects(
                () -> assume("deployer", issuer.token(c -> c.issuer("https://example.com"))),
                code,
                "No OpenIDConnect provider found in your account for https://example.com");
        rejects(() -> assume("deployer", altered), code, "The web identity token that was passed");
        rejects(() -> assume("deployer", issuer.confused()), code, "The web identity token that");
        rejects(
                () -> assume("deployer", issuer.signed(issuer.key(), "unknown", WORKFLOW)),
                code,
                "Couldn't retrieve verification key from your identity provider");
        rejects(
                () -> assume("deployer", issuer.token(c -> c.subject(null))),
                code,
                "Missing a required claim: sub");
    }

    @Test
    void aProviderIsAskedOnlyWhereAnIssuerMayBeAndIsVouchedFor(@TempDir Path folder)
            throws Exception {
        String unreachable = "Couldn't retrieve verification key from your identity provider";
        CertificateAuthority another =
                CertificateAuthority.in(folder, List.of("localhost"), Clock.SYSTEM);
        try (Issuer hidden = Issuer.overTls(another)) {
            String name = provider(p -> p.url(hidden.url()).thumbprintList(thumbprint));
            role("hidden", name, "", "");

            rejects(
                    () -> assume("hidden", hidden.token(WORKFLOW)),
                    "InvalidIdentityToken",
                    unreachable);
            assertThat(hidden.fetches).hasValue(0);
        }
        String path = issuer.url() + "/path";
        String name = provider(p -> p.url(path).thumbprintList("0".repeat(40)));
        role("unknown-host", name, "", "");
        rejects(
                () -> assume("unknown-host", issuer.token(c -> WORKFLOW.apply(c).issuer(path))),
                "InvalidIdentityToken",
                unreachable);
    }

    @Test
    void aTokenBringsTagsAndASourceIdentityWhereTheRoleAllowsThem() throws Exception {
        UnaryOperator<JWTClaimsSet.Builder> tagged =
                c ->
                        WORKFLOW.apply(c)
                                .claim("https://aws.amazon.com/source_identity", "ann")
                                .claim(
                                        "https://aws.amazon.com/tags",
                                        Map.of(
                                                "principal_tags",
                                                Map.of("team", List.of("shop")),
                                                "transitive_tag_keys",
                                                List.of("team")));
        String more = ", \"sts:TagSession\", \"sts:SetSourceIdentity\"";
        role("tagged", provider, condition("aud", "app"), more);

        rejects(
                () -> assume("deployer", issuer.token(tagged)),
                "AccessDenied",
                "Not authorized to perform sts:TagSession");
        assertThat(assume("tagged", issuer.token(tagged)).sourceIdentity()).isEqualTo("ann");
        rejects(
                () ->
                        sts.assumeRoleWithWebIdentity(
                                r ->
                                        r.roleArn("arn:aws:iam::000000000000:role/tagged")
                                                .roleSessionName("long")
                                                .durationSeconds(7_200)
                                                .webIdentityToken(token(tagged))),
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration");
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> with) {
        try {
            return issuer.token(with);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anIdentityOfAPoolInvokesItsFunctionsWhichKnowIt() throws Exception {
        try (LambdaClient root = live.lambda()) {
            String own = live.python(root, "own", live.role("own"), CODE).functionArn();
            live.python(root, "other", live.role("other"), CODE);
            role(
                    "guest",
                    "cognito-identity.amazonaws.com",
                    """
                    "StringEquals": {"cognito-identity.amazonaws.com:aud": "%s"},
                    "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}
                    """
                            .formatted(POOL),
                    "");
            iam.putRolePolicy(
                    p ->
                            p.roleName("guest")
                                    .policyName("own")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                             "Action": "lambda:InvokeFunction", "Resource": "%s",
                                             "Condition": {"StringEquals": {
                                               "cognito-identity.amazonaws.com:sub": "%s",
                                               "aws:FederatedProvider": "cognito-identity.amazonaws.com"}}}]}
                                            """
                                                    .formatted(own, SOMEBODY)));

            try (LambdaClient somebody =
                            live.client(
                                    LambdaClient.builder(), keys(assume("guest", pool(SOMEBODY))));
                    LambdaClient another =
                            live.client(
                                    LambdaClient.builder(), keys(assume("guest", pool(POOL))))) {
                assertThat(LiveNode.invoke(somebody, "own", "{}"))
                        .isEqualTo("[\"%s\", \"%s\"]".formatted(SOMEBODY, POOL));
                rejects(
                        () -> LiveNode.invoke(somebody, "other", "{}"),
                        "AccessDeniedException",
                        "User: arn:aws:sts::000000000000:assumed-role/guest/run-1 is not");
                rejects(
                        () -> LiveNode.invoke(another, "own", "{}"),
                        "AccessDeniedException",
                        "User: arn:aws:sts::000000000000:assumed-role/guest/run-1 is not");
            }
        }
    }

    /** {@code examples/direct-calls}, as its client calls it. */
    @Test
    void theExampleOfDirectCallsAllowsExactlyItsFunctions() throws Exception {
        String template =
                Files.readString(Path.of("..", "examples", "direct-calls", "template.yaml"));
        Map<String, String> made =
                LiveStacks.of(live)
                        .created(
                                "direct",
                                template,
                                Parameter.builder()
                                        .parameterKey("IdentityPool")
                                        .parameterValue(POOL)
                                        .build())
                        .outputs()
                        .stream()
                        .collect(toMap(Output::outputKey, Output::outputValue));
        String role = made.get("PlayerRole").substring(made.get("PlayerRole").indexOf('/') + 1);
        try (LambdaClient player =
                live.client(LambdaClient.builder(), keys(assume(role, pool(SOMEBODY))))) {
            assertThat(LiveNode.invoke(player, made.get("Score"), "{\"points\": 3}"))
                    .contains("\"player\": \"" + SOMEBODY + "\"", "\"points\": 3");
            assertThat(LiveNode.invoke(player, made.get("Rank"), "{}")).contains(SOMEBODY);
            rejects(
                    () -> LiveNode.invoke(player, made.get("Reset"), "{}"),
                    "AccessDeniedException",
                    "User: arn:aws:sts::000000000000:assumed-role/" + role + "/run-1 is not");
        }
    }

    /** A token as GetOpenIdToken gives it. */
    private String pool(String identity) throws Exception {
        return pools.token(
                c ->
                        c.issuer("https://cognito-identity.amazonaws.com")
                                .audience(POOL)
                                .subject(identity)
                                .claim("amr", List.of("authenticated", "login.example.com"))
                                .expirationTime(Date.from(Instant.now().plusSeconds(60))));
    }
}
