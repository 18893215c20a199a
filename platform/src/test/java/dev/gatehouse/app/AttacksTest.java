package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.Signing;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.wire.message.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What somebody with few permissions, or with what he overheard, tries; all of it fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class AttacksTest {
    private static final String LIST = "/2015-03-31/functions/";
    private static final String ROLES = "arn:aws:iam::000000000000:role/";
    private static final String TRUST_ROOT =
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "000000000000"}}}\
            """;

    private Node started;
    private LiveNode node;
    private IamClient iam;
    private AccessKey eve;

    @BeforeAll
    void start(@TempDir Path data) {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        iam = node.client(IamClient.builder());
        node.role("plain");
        iam.createRole(r -> r.roleName("admin").assumeRolePolicyDocument(TRUST_ROOT));
        iam.attachRolePolicy(
                r -> r.roleName("admin").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        iam.createGroup(g -> g.groupName("admins"));
        iam.attachGroupPolicy(
                r ->
                        r.groupName("admins")
                                .policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        iam.createPolicy(
                p -> p.policyName("eves").policyDocument(allow("lambda:ListFunctions", "*")));
        iam.createUser(u -> u.userName("victim"));
        iam.createUser(u -> u.userName("eve"));
        iam.putUserPolicy(
                p ->
                        p.userName("eve")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": [
                                         {"Effect": "Allow", "Action": ["lambda:*", "apigateway:*",
                                          "cloudformation:*", "iam:Get*", "iam:List*"],
                                          "Resource": "*"},
                                         {"Effect": "Allow", "Action": "apigateway:GET",
                                          "Resource": "arn:aws:apigateway:*::/restapis/mine/*"}]}\
                                        """));
        var key = iam.createAccessKey(k -> k.userName("eve")).accessKey();
        eve = new AccessKey(key.accessKeyId(), key.secretAccessKey(), null);
    }

    @AfterAll
    void stop() {
        iam.close();
        started.close();
    }

    @Test
    void theRequestThatTheOthersAreMadeFromIsServed() throws Exception {
        assertThat(sent(get(), _ -> {}, host())).startsWith("HTTP/1.1 200");
    }

    @Test
    void aStrippedSignatureIsNone() throws Exception {
        assertThat(sent(get(), without("Authorization"), host()))
                .startsWith("HTTP/1.1 403")
                .contains("MissingAuthenticationToken");
        assertThat(sent(get(), without("X-Amz-Date"), host())).startsWith("HTTP/1.1 403");
    }

    @Test
    void aSignatureHoldsForItsHostItsPathItsQueryItsHeadersAndItsBodyOnly() throws Exception {
        String wrong = "InvalidSignatureException";
        assertThat(sent(get(), _ -> {}, "lambda.us-east-1.amazonaws.com"))
                .startsWith("HTTP/1.1 403")
                .contains(wrong);
        assertThat(sent(get(), withPath(LIST + "?FunctionVersion=ALL"), host())).contains(wrong);
        assertThat(sent(get(), withPath("/2018-10-31/layers"), host())).contains(wrong);
        assertThat(
                        sent(
                                signed(
                                        request("GET", LIST + "none", ""),
                                        "lambda",
                                        "us-east-1",
                                        Clock.SYSTEM,
                                        eve),
                                lines -> lines.replaceAll(l -> l.replace("GET /", "DELETE /")),
                                host()))
                .contains(wrong);
        AwsRequest invoke = request("POST", LIST + "none/invocations", "{}");
        assertThat(
                        sent(
                                signed(invoke, "lambda", "us-east-1", Clock.SYSTEM, eve),
                                lines -> lines.replaceAll(l -> l.equals("{}") ? "[]" : l),
                                host()))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void anOldRequestIsNotServedAgain() throws Exception {
        for (Duration away : new Duration[] {Duration.ofMinutes(-16), Duration.ofMinutes(16)}) {
            TurnableClock then = new TurnableClock();
            then.turn(away);
            assertThat(sent(signed(list(), "lambda", "us-east-1", then, eve), _ -> {}, host()))
                    .startsWith("HTTP/1.1 403")
                    .contains("Signature");
        }
    }

    @Test
    void aSignatureForAnotherServiceOpensNothingHere() throws Exception {
        String response =
                sent(signed(list(), "iam", "us-east-1", Clock.SYSTEM, eve), _ -> {}, host());
        assertThat(response).doesNotContain("HTTP/1.1 200").doesNotContain("\"Functions\"");
    }

    @Test
    void sessionTokensBelongToTheirKeys() throws Exception {
        try (StsClient sts = node.client(StsClient.builder())) {
            Credentials one =
                    sts.assumeRole(r -> r.roleArn(ROLES + "admin").roleSessionName("one"))
                            .credentials();
            Credentials two =
                    sts.assumeRole(r -> r.roleArn(ROLES + "admin").roleSessionName("two"))
                            .credentials();
            AccessKey mixed =
                    new AccessKey(one.accessKeyId(), one.secretAccessKey(), two.sessionToken());
            AccessKey stripped = new AccessKey(one.accessKeyId(), one.secretAccessKey(), null);
            for (AccessKey key : List.of(mixed, stripped)) {
                assertThat(
                                sent(
                                        signed(list(), "lambda", "us-east-1", Clock.SYSTEM, key),
                                        _ -> {},
                                        host()))
                        .startsWith("HTTP/1.1 403")
                        .contains("token");
            }
        }
    }

    /** Every way by which permissions over IAM become all permissions. */
    @Test
    void nobodyGivesHimselfMoreThanHeHas() {
        String admin = "arn:aws:iam::aws:policy/AdministratorAccess";
        String own = "arn:aws:iam::000000000000:policy/eves";
        IamClient mine =
                node.client(
                        IamClient.builder(), AwsBasicCredentials.create(eve.id(), eve.secret()));
        Map<String, Consumer<IamClient>> ways =
                Map.ofEntries(
                        Map.entry(
                                "AttachUserPolicy",
                                c -> c.attachUserPolicy(r -> r.userName("eve").policyArn(admin))),
                        Map.entry(
                                "PutUserPolicy",
                                c ->
                                        c.putUserPolicy(
                                                r ->
                                                        r.userName("eve")
                                                                .policyName("x")
                                                                .policyDocument(allow("*", "*")))),
                        Map.entry(
                                "CreatePolicyVersion",
                                c ->
                                        c.createPolicyVersion(
                                                r ->
                                                        r.policyArn(own)
                                                                .setAsDefault(true)
                                                                .policyDocument(allow("*", "*")))),
                        Map.entry(
                                "SetDefaultPolicyVersion",
                                c ->
                                        c.setDefaultPolicyVersion(
                                                r -> r.policyArn(own).versionId("v1"))),
                        Map.entry(
                                "AddUserToGroup",
                                c -> c.addUserToGroup(r -> r.groupName("admins").userName("eve"))),
                        Map.entry(
                                "CreateAccessKey",
                                c -> c.createAccessKey(r -> r.userName("victim"))),
                        Map.entry(
                                "UpdateAssumeRolePolicy",
                                c ->
                                        c.updateAssumeRolePolicy(
                                                r ->
                                                        r.roleName("admin")
                                                                .policyDocument(TRUST_ROOT))),
                        Map.entry(
                                "DeleteUserPermissionsBoundary",
                                c -> c.deleteUserPermissionsBoundary(r -> r.userName("eve"))),
                        Map.entry("DeleteUser", c -> c.deleteUser(r -> r.userName("victim"))));
        ways.forEach((action, way) -> denied(() -> way.accept(mine), "iam:" + action));
    }

    @Test
    void aRoleOfMorePermissionsIsNeitherAssumedNorPassed() {
        LambdaClient mine =
                node.client(
                        LambdaClient.builder(), AwsBasicCredentials.create(eve.id(), eve.secret()));
        denied(
                () ->
                        mine.createFunction(
                                r ->
                                        r.functionName("f")
                                                .runtime("python3.11")
                                                .handler("a.b")
                                                .role(ROLES + "admin")
                                                .code(c -> c.s3Bucket("bbb").s3Key("k"))),
                "iam:PassRole");
        StsClient sts =
                node.client(
                        StsClient.builder(), AwsBasicCredentials.create(eve.id(), eve.secret()));
        for (String role : List.of("admin", "ADMIN", "none", "x/../admin")) {
            denied(
                    () -> sts.assumeRole(r -> r.roleArn(ROLES + role).roleSessionName("me")),
                    "sts:AssumeRole");
        }
    }

    /** Only what is below /restapis/mine is hers; whatever a path says, it stays there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/restapis/mine/../other/resources",
                "/restapis/mine%2F..%2Fother/resources",
                "/restapis/mine/%2e%2e/other/resources",
                "/restapis/other%00mine/resources",
                "/restapis//mine/resources",
                "/RESTAPIS/mine/resources",
                "/restapis/*/resources"
            })
    void pathsAreNotBentAroundPolicies(String path) throws Exception {
        iam.createUser(u -> u.userName("narrow"));
        try {
            iam.putUserPolicy(
                    p ->
                            p.userName("narrow")
                                    .policyName("p")
                                    .policyDocument(
                                            allow(
                                                    "apigateway:GET",
                                                    "arn:aws:apigateway:us-east-1::/restapis/mine/*")));
            var made = iam.createAccessKey(k -> k.userName("narrow")).accessKey();
            AccessKey key = new AccessKey(made.accessKeyId(), made.secretAccessKey(), null);
            String response =
                    sent(
                            signed(
                                    request("GET", path, ""),
                                    "apigateway",
                                    "us-east-1",
                                    Clock.SYSTEM,
                                    key),
                            _ -> {},
                            host());
            assertThat(response).doesNotContain("HTTP/1.1 200").doesNotContain("\"item\"");
            iam.deleteAccessKey(k -> k.userName("narrow").accessKeyId(made.accessKeyId()));
        } finally {
            iam.deleteUserPolicy(p -> p.userName("narrow").policyName("p"));
            iam.deleteUser(u -> u.userName("narrow"));
        }
    }

    private String host() {
        return "127.0.0.1:" + node.endpoint().getPort();
    }

    private AwsRequest get() {
        return signed(list(), "lambda", "us-east-1", Clock.SYSTEM, eve);
    }

    private static AwsRequest list() {
        return request("GET", LIST, "");
    }

    private static AwsRequest request(String method, String path, String body) {
        return new AwsRequest(
                method, path, "", Headers.NONE, body.getBytes(StandardCharsets.UTF_8));
    }

    private AwsRequest signed(
            AwsRequest request, String service, String region, Clock clock, AccessKey key) {
        return new Signing(key, new Region(region), new SigningKeys(), clock)
                .sign(request, service, host());
    }

    private static Consumer<List<String>> without(String header) {
        return lines ->
                lines.removeIf(
                        line ->
                                line.toLowerCase(Locale.ROOT)
                                        .startsWith(header.toLowerCase(Locale.ROOT)));
    }

    private static Consumer<List<String>> withPath(String path) {
        return lines -> lines.set(0, lines.getFirst().split(" ")[0] + ' ' + path + " HTTP/1.1");
    }

    /** The response to a request as an attacker changes it. */
    private String sent(AwsRequest request, Consumer<List<String>> change, String host)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(request.method() + ' ' + request.path() + " HTTP/1.1");
        lines.add("Host: " + host);
        lines.add("Connection: close");
        lines.add("Content-Length: " + request.body().length);
        request.headers().forEach((name, value) -> lines.add(name + ": " + value));
        lines.removeIf(
                line -> line.toLowerCase(Locale.ROOT).startsWith("host: ") && !line.endsWith(host));
        lines.add("");
        lines.add(new String(request.body(), StandardCharsets.UTF_8));
        change.accept(lines);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", node.endpoint().getPort()), 60_000);
            socket.setSoTimeout(120_000);
            socket.getOutputStream()
                    .write(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "%s",
         "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }

    private static void denied(ThrowingCallable call, String action) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorMessage())
                                        .contains("is not authorized to perform: " + action));
    }
}
