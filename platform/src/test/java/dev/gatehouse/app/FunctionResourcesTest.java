package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.VpcConfigResponse;

/** What of its account a function names: the key of its variables, its network. */
@Tag("sandbox")
class FunctionResourcesTest {
    private static final String SECRET = "only-for-those-with-the-key";
    private static final String CODE =
            "import os\ndef handler(event, context): return os.environ.get('SECRET')";

    private static final String ALL_OF_LAMBDA =
            """
            {"Version": "2012-10-17", "Statement": [
             {"Effect": "Allow", "Action": "lambda:*", "Resource": "*"}]}
            """;

    @TempDir static Path data;
    private static HttpServer ec2;
    private static Node started;
    private static LiveNode node;
    private static LambdaClient lambda;
    private static KmsClient kms;
    private static IamClient iam;
    private static String role;

    @BeforeAll
    static void start() throws IOException {
        ec2 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ec2.createContext("/", FunctionResourcesTest::describe);
        ec2.start();
        String address = "http://127.0.0.1:" + ec2.getAddress().getPort();
        started = LiveNode.start(data, Map.of("endpoint.ec2", address));
        node = LiveNode.of(started);
        lambda = node.lambda();
        kms = node.client(KmsClient.builder());
        iam = node.client(IamClient.builder());
        role = node.role("resources");
    }

    @AfterAll
    static void stop() {
        started.close();
        ec2.stop(0);
    }

    @Test
    void variablesAreEncryptedUnderTheFunctionsKeyAndClearWhereTheyAreUsed() throws IOException {
        String key = key();
        sealed("sealed", key, SECRET);

        assertThat(stored(SECRET)).isEmpty();
        assertThat(LiveNode.invoke(lambda, "sealed", "{}")).isEqualTo('"' + SECRET + '"');
        assertThat(variables(lambda, "sealed").variables()).containsEntry("SECRET", SECRET);
        assertThat(lambda.listFunctions().functions())
                .filteredOn(each -> each.functionName().equals("sealed"))
                .singleElement()
                .satisfies(
                        each ->
                                assertThat(each.environment().variables())
                                        .containsEntry("SECRET", SECRET));

        String other = key();
        lambda.updateFunctionConfiguration(r -> r.functionName("sealed").kmsKeyArn(other));
        settled("sealed");
        kms.disableKey(r -> r.keyId(key));
        assertThat(LiveNode.invoke(lambda, "sealed", "{}")).isEqualTo('"' + SECRET + '"');
        lambda.updateFunctionConfiguration(r -> r.functionName("sealed").kmsKeyArn(""));
        settled("sealed");
        kms.disableKey(r -> r.keyId(other));
        assertThat(variables(lambda, "sealed").variables()).containsEntry("SECRET", SECRET);
        assertThat(LiveNode.invoke(lambda, "sealed", "{}")).isEqualTo('"' + SECRET + '"');
    }

    @Test
    void aKeyThatIsNotToBeUsedStopsEnvironmentsFromStarting() {
        String key = key();
        sealed("stopped", key, "x");
        kms.disableKey(r -> r.keyId(key));
        rejected(
                () -> LiveNode.invoke(lambda, "stopped", "{}"),
                "KMSDisabledException",
                502,
                "Lambda was unable to decrypt the environment variables because the KMS key used is"
                        + " disabled. Please check the function's KMS key settings. KMS Exception:"
                        + " DisabledExceptionKMS Message: "
                        + key
                        + " is disabled.");
        assertThat(variables(lambda, "stopped").error().errorCode())
                .isEqualTo("KMSDisabledException");
        String other = key();
        rejected(
                () ->
                        lambda.updateFunctionConfiguration(
                                r -> r.functionName("stopped").kmsKeyArn(other)),
                "InvalidParameterValueException",
                400,
                "the KMS key is invalid for Decrypt. Please check your KMS key settings. KMS"
                        + " Exception: DisabledException KMS Message: ");
        kms.enableKey(r -> r.keyId(key));
        assertThat(LiveNode.invoke(lambda, "stopped", "{}")).isEqualTo("\"x\"");

        lambda.updateFunctionConfiguration(r -> r.functionName("stopped").timeout(4));
        settled("stopped");
        kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7));
        rejected(
                () -> LiveNode.invoke(lambda, "stopped", "{}"),
                "KMSInvalidStateException",
                502,
                "the state of the KMS key used is not valid for Decrypt");
    }

    @Test
    void aKeyThatIsNotThereCannotBeAFunctionsKey() {
        rejected(
                () ->
                        sealed(
                                "keyless",
                                "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000"
                                        + "-000000000000",
                                "x"),
                "InvalidParameterValueException",
                400,
                "Lambda was unable to configure access to your environment variables because the"
                        + " KMS key is invalid for ");
    }

    @Test
    void whoMayNotUseTheKeyReadsAllButTheVariables() {
        String key = key();
        sealed("guarded", key, SECRET);
        LambdaClient reader = user("reader", ALL_OF_LAMBDA);
        EnvironmentResponse shown = variables(reader, "guarded");
        assertThat(shown.hasVariables()).isFalse();
        assertThat(shown.error().errorCode()).isEqualTo("AccessDeniedException");
        assertThat(shown.error().message())
                .startsWith("Lambda was unable to decrypt your environment variables because the")
                .contains("is not authorized to perform: kms:Decrypt on resource: " + key);
        assertThat(LiveNode.invoke(reader, "guarded", "{}")).isEqualTo('"' + SECRET + '"');
        rejected(
                () ->
                        reader.updateFunctionConfiguration(
                                r ->
                                        r.functionName("guarded")
                                                .environment(
                                                        e -> e.variables(Map.of("NAME", "b")))),
                "AccessDeniedException",
                403,
                "is not authorized to perform: kms:CreateGrant");
    }

    @Test
    void aPackageUnderAKeyIsForThoseWhoMayUseTheKey() {
        String key = key();
        node.python(lambda, "packed", role, CODE);
        rejected(
                () ->
                        user("deployer", ALL_OF_LAMBDA)
                                .updateFunctionCode(
                                        r ->
                                                r.functionName("packed")
                                                        .zipFile(LiveNode.zip(CODE))
                                                        .sourceKMSKeyArn(key)),
                "AccessDeniedException",
                403,
                "is not authorized to perform: kms:GenerateDataKey on resource: " + key);
        lambda.updateFunctionCode(
                r ->
                        r.functionName("packed")
                                .zipFile(LiveNode.zip(CODE))
                                .sourceKMSKeyArn(key)
                                .publish(true));
        settled("packed");
        assertThat(sourceKey("packed")).isEqualTo(key);
        rejected(
                () -> user("spy", ALL_OF_LAMBDA).getFunction(r -> r.functionName("packed")),
                "AccessDeniedException",
                403,
                "is not authorized to perform: kms:Decrypt on resource: " + key);

        kms.disableKey(r -> r.keyId(key));
        rejected(
                () -> LiveNode.invoke(lambda, "packed:1", "{}"),
                "KMSDisabledException",
                502,
                "Lambda was unable to decrypt the deployment package because the KMS key used is"
                        + " disabled.");
        kms.enableKey(r -> r.keyId(key));
        assertThat(LiveNode.invoke(lambda, "packed:1", "{}")).isEqualTo("null");

        lambda.updateFunctionCode(r -> r.functionName("packed").zipFile(LiveNode.zip(CODE)));
        settled("packed");
        assertThat(sourceKey("packed")).isNull();
        assertThat(sourceKey("packed:1")).isEqualTo(key);
    }

    private static String sourceKey(String name) {
        return lambda.getFunction(r -> r.functionName(name)).code().sourceKMSKeyArn();
    }

    @Test
    void aNetworkIsWhereEc2SaysThatItIs() {
        allow("resources", "ec2:CreateNetworkInterface");
        node.python(lambda, "inside", role, CODE);
        network("inside", List.of("subnet-1", "subnet-2"), "sg-1");
        settled("inside");
        VpcConfigResponse network =
                lambda.getFunctionConfiguration(r -> r.functionName("inside")).vpcConfig();
        assertThat(network.vpcId()).isEqualTo("vpc-1");

        rejected(
                () -> network("inside", List.of("subnet-404"), "sg-1"),
                "InvalidParameterValueException",
                400,
                "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound."
                        + " EC2 Error Message: The subnet ID 'subnet-404' does not exist");
        rejected(
                () -> network("inside", List.of("subnet-1"), "sg-2"),
                "InvalidParameterValueException",
                400,
                "required to be in the same VPC");
        LambdaClient blind = user("blind", ALL_OF_LAMBDA);
        rejected(
                () ->
                        blind.updateFunctionConfiguration(
                                r ->
                                        r.functionName("inside")
                                                .vpcConfig(
                                                        v ->
                                                                v.subnetIds("subnet-1")
                                                                        .securityGroupIds("sg-1"))),
                "AccessDeniedException",
                403,
                "have permission to DescribeSubnets");
    }

    @Test
    void aRoleThatMayMakeNoInterfacesHasNoNetwork() {
        node.python(lambda, "outside", node.role("no-interfaces"), CODE);
        rejected(
                () -> network("outside", List.of("subnet-1"), "sg-1"),
                "InvalidParameterValueException",
                400,
                "The provided execution role does not have permissions to call"
                        + " CreateNetworkInterface on EC2");
        rejected(
                () ->
                        lambda.updateFunctionConfiguration(
                                r ->
                                        r.functionName("outside")
                                                .role("arn:aws:iam::000000000000:role/unknown")
                                                .vpcConfig(
                                                        v ->
                                                                v.subnetIds("subnet-1")
                                                                        .securityGroupIds("sg-1"))),
                "InvalidParameterValueException",
                400,
                "The role defined for the function cannot be assumed by Lambda.");
    }

    /**
     * EC2: a subnet and a security group belong to the VPC of their number, from 2 on to the first.
     */
    private static void describe(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String response;
        int status = 200;
        if (form.contains("subnet-404")) {
            status = 400;
            response =
                    "<Response><Errors><Error><Code>InvalidSubnetID.NotFound</Code><Message>The"
                            + " subnet ID 'subnet-404' does not exist</Message></Error></Errors>"
                            + "</Response>";
        } else if (form.contains("DescribeSubnets")) {
            response = "<R><subnetSet>" + item("vpc-1") + item("vpc-1") + "</subnetSet></R>";
        } else {
            String vpc = form.contains("sg-1") ? "vpc-1" : "vpc-2";
            response = "<R><securityGroupInfo>" + item(vpc) + "</securityGroupInfo></R>";
        }
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static String item(String vpc) {
        return "<item><vpcId>" + vpc + "</vpcId></item>";
    }

    private static void network(String function, List<String> subnets, String group) {
        lambda.updateFunctionConfiguration(
                r ->
                        r.functionName(function)
                                .vpcConfig(v -> v.subnetIds(subnets).securityGroupIds(group)));
    }

    private static String key() {
        return kms.createKey(r -> {}).keyMetadata().arn();
    }

    private static void sealed(String name, String key, String value) {
        lambda.createFunction(
                r ->
                        r.functionName(name)
                                .runtime("python3.11")
                                .handler("app.handler")
                                .role(role)
                                .kmsKeyArn(key)
                                .environment(e -> e.variables(Map.of("SECRET", value)))
                                .code(c -> c.zipFile(LiveNode.zip(CODE))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    }

    private static void settled(String name) {
        lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    }

    private static EnvironmentResponse variables(LambdaClient client, String name) {
        return client.getFunctionConfiguration(r -> r.functionName(name)).environment();
    }

    /** The files of the store in which a text stands. */
    private static List<Path> stored(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith("gatehouse.db"))
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException gone) {
            return false;
        }
    }

    private static void allow(String roleName, String action) {
        iam.putRolePolicy(
                r ->
                        r.roleName(roleName)
                                .policyName("more")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": [
                                         {"Effect": "Allow", "Action": "%s", "Resource": "*"}]}
                                        """
                                                .formatted(action)));
    }

    private static LambdaClient user(String name, String policy) {
        iam.createUser(r -> r.userName(name));
        iam.putUserPolicy(r -> r.userName(name).policyName("p").policyDocument(policy));
        AccessKey key = iam.createAccessKey(r -> r.userName(name)).accessKey();
        return node.client(
                LambdaClient.builder(),
                AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }

    private static void rejected(ThrowingCallable call, String code, int status, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LambdaException.class,
                        rejection -> {
                            assertThat(rejection.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(rejection.statusCode()).isEqualTo(status);
                        })
                .hasMessageContaining(message);
    }
}
