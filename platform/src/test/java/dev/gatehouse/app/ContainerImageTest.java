package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.lambda.image.ImageRegistry;
import dev.gatehouse.lambda.image.Tar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidLayerException;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionCodeLocation;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** Functions from container images of a registry, run without Docker. */
@Tag("sandbox")
class ContainerImageTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final String ROLE = "arn:aws:iam::000000000000:role/app";

    /** An image's own runtime client: it tells what it sees. */
    private static final String PROGRAM =
            """
            import os, sys, runtime_client as api
            api.initialize_client("image")
            while True:
                event, headers = api.next()
                seen = [sys.argv[1:], os.getcwd(), os.environ["GREETING"], sorted(os.listdir("/app")),
                        os.environ["AWS_LAMBDA_FUNCTION_NAME"], os.path.exists("/etc/debian_version")]
                api.post_invocation_result(
                    headers["Lambda-Runtime-Aws-Request-Id"], repr(seen).replace("'", '"').encode(),
                    "application/json")
            """;

    @Test
    void anImageIsPulledRunAndReplaced(@TempDir Path data, @TempDir Path layouts) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PYTHON), "needs a Python of the system");
        try (ImageRegistry registry = ImageRegistry.start();
                Node node =
                        LiveNode.start(
                                Config.of(
                                        new Settings(
                                                Map.of(
                                                        "data",
                                                        data.toString(),
                                                        "port",
                                                        "0",
                                                        "registry.away.example",
                                                        "http://127.0.0.1:1",
                                                        "registry.layouts.example",
                                                        "file://" + layouts,
                                                        "registry.images.example",
                                                        registry.url()))));
                LambdaClient lambda = LiveNode.of(node).lambda()) {
            assertThat(LiveNode.of(node).role("app")).isEqualTo(ROLE);
            String first =
                    registry.put("shop/app:1", CONFIG, List.of(base(), app("first", "extra")));
            lambda.createFunction(
                    r ->
                            r.functionName("image")
                                    .packageType(PackageType.IMAGE)
                                    .role(ROLE)
                                    .timeout(20)
                                    .code(c -> c.imageUri("images.example/shop/app:1")));
            lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("image"));
            assertThat(invoke(lambda))
                    .isEqualTo(
                            "[[\"from\", \"image\"], \"/app\", \"hello\", [\"extra\", \"first\","
                                    + " \"main.py\", \"runtime_client.py\"], \"image\", False]");

            GetFunctionResponse function = lambda.getFunction(r -> r.functionName("image"));
            assertThat(function.configuration().packageType()).isEqualTo(PackageType.IMAGE);
            assertThat(function.configuration().codeSha256()).isEqualTo(first);
            assertThat(function.configuration().handler()).isNull();
            assertThat(function.configuration().runtime()).isNull();
            assertThat(function.code())
                    .isEqualTo(
                            FunctionCodeLocation.builder()
                                    .repositoryType("ECR")
                                    .imageUri("images.example/shop/app:1")
                                    .resolvedImageUri("images.example/shop/app@sha256:" + first)
                                    .build());

            registry.put(
                    "shop/app:2",
                    CONFIG,
                    List.of(
                            base(),
                            app("first", "extra"),
                            new Tar().file("app/.wh.extra", "").bytes()));
            lambda.updateFunctionCode(
                    r -> r.functionName("image").imageUri("images.example/shop/app:2"));
            lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName("image"));
            lambda.updateFunctionConfiguration(
                    r ->
                            r.functionName("image")
                                    .imageConfig(
                                            i -> i.command("overridden").workingDirectory("/")));
            lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName("image"));
            assertThat(invoke(lambda))
                    .isEqualTo(
                            "[[\"overridden\"], \"/\", \"hello\", [\"first\", \"main.py\","
                                    + " \"runtime_client.py\"], \"image\", False]");
            rejectsWhatDoesNotFit(lambda, registry);
            lambda.deleteFunction(r -> r.functionName("image"));
            isMadeByAStack(LiveNode.of(node), lambda);
            isTakenOutOfALayout(lambda, registry, layouts);
            isPushedToTheNode(LiveNode.of(node), lambda, registry);
        }
    }

    private static final String CONFIG =
            "{\"Entrypoint\":[\"python3\",\"-S\",\"/app/main.py\"],\"Cmd\":[\"from\",\"image\"],"
                + "\"Env\":[\"GREETING=hello\",\"PYTHONDONTWRITEBYTECODE=1\"],\"WorkingDir\":\"/app\"}";

    private static void isMadeByAStack(LiveNode node, LambdaClient lambda) {
        LiveStacks stacks = LiveStacks.of(node);
        String template =
                """
                Resources:
                  Function:
                    Type: AWS::Lambda::Function
                    Properties:
                      FunctionName: image
                      PackageType: Image
                      Code: {ImageUri: images.example/shop/app:2}
                      ImageConfig: {Command: [%s]}
                      Role: arn:aws:iam::000000000000:role/app
                """;
        stacks.created("images", template.formatted("made"));
        assertThat(invoke(lambda)).contains("[\"made\"]");
        stacks.updated("images", template.formatted("changed"));
        assertThat(invoke(lambda)).contains("[\"changed\"]");
        stacks.deleted("images");
        assertThat(lambda.listFunctions().functions()).isEmpty();
    }

    private static void isTakenOutOfALayout(
            LambdaClient lambda, ImageRegistry registry, Path layouts) throws IOException {
        Files.createDirectory(layouts.resolve("shop"));
        Files.write(layouts.resolve("shop/app.tar"), registry.layout("shop/app", "2"));
        made(lambda, "layouts.example/shop/app:2");
        assertThat(invoke(lambda)).contains("\"from\", \"image\"");
        lambda.deleteFunction(r -> r.functionName("image"));
        assertThatThrownBy(() -> create(lambda, "layouts.example/shop/other:2"))
                .hasMessageContaining("does not exist");
    }

    /** By the OCI distribution protocol, as every container tool does. */
    private static void isPushedToTheNode(
            LiveNode node, LambdaClient lambda, ImageRegistry registry) throws Exception {
        String host = "000000000000.dkr.ecr.us-east-1.amazonaws.com";
        assertThat(node.http("GET", "/v2/").statusCode()).isEqualTo(401);
        try (EcrClient ecr = node.client(EcrClient.builder())) {
            ecr.createRepository(
                    r ->
                            r.repositoryName("shop/app")
                                    .imageTagMutability(ImageTagMutability.IMMUTABLE));
            String token =
                    "Basic "
                            + ecr.getAuthorizationToken(r -> {})
                                    .authorizationData()
                                    .getFirst()
                                    .authorizationToken();
            assertThat(node.http("GET", "/v2/", "Authorization", token).statusCode())
                    .isEqualTo(200);
            ImagePushes pushes = new ImagePushes(node, token);
            for (Map.Entry<String, byte[]> part : registry.content("shop/app").entrySet()) {
                if (part.getKey().contains("/blobs/")) {
                    pushes.push(part.getKey(), part.getValue());
                }
            }
            String first = "/v2/shop/app/manifests/1";
            byte[] manifest = registry.content("shop/app").get(first);
            assertThat(pushes.put(first, manifest)).isEqualTo(201);
            assertThat(pushes.put(first, manifest)).isEqualTo(201);
            String wrong = "/v2/shop/app/manifests/sha256:" + "0".repeat(64);
            assertThat(pushes.put(wrong, manifest)).isEqualTo(400); // and "1" stays
            isPushedByThoseWhoMay(node, registry);
            byte[] second = registry.content("shop/app").get("/v2/shop/app/manifests/2");
            assertThat(pushes.put(first, second)).isEqualTo(400); // its tag is immutable
            byte[] unknown =
                    new String(second, StandardCharsets.UTF_8)
                            .replace(
                                    "\"layers\":[",
                                    "\"layers\":[{\"digest\":\"sha256:" + "0".repeat(64) + "\"},")
                            .getBytes(StandardCharsets.UTF_8);
            assertThat(pushes.put("/v2/shop/app/manifests/3", unknown)).isEqualTo(404);
            assertThat(pushes.put("/v2/shop/none/manifests/1", manifest)).isEqualTo(404);

            assertThat(ecr.describeImages(r -> r.repositoryName("shop/app")).imageDetails())
                    .singleElement()
                    .satisfies(image -> assertThat(image.imageTags()).containsExactly("1"));
            assertThat(
                            ecr.batchGetImage(
                                            r ->
                                                    r.repositoryName("shop/app")
                                                            .imageIds(
                                                                    i -> i.imageTag("1"),
                                                                    i -> i.imageTag("9")))
                                    .failures())
                    .hasSize(1);
            made(lambda, host + "/shop/app:1");
            assertThat(invoke(lambda)).contains("\"from\", \"image\"");
            lambda.deleteFunction(r -> r.functionName("image"));
            assertThatThrownBy(() -> create(lambda, host.replace("0000", "1111") + "/shop/app:1"))
                    .hasMessageContaining("Lambda does not have permission");
            assertThatThrownBy(() -> ecr.deleteRepository(r -> r.repositoryName("shop/app")))
                    .isInstanceOf(RepositoryNotEmptyException.class);
            isPushedByEcrsOperations(ecr, registry);
            ecr.batchDeleteImage(r -> r.repositoryName("shop/app").imageIds(i -> i.imageTag("1")));
            assertThat(ecr.listImages(r -> r.repositoryName("shop/app")).imageIds()).isEmpty();
            ecr.deleteRepository(r -> r.repositoryName("shop/app"));
        }
    }

    /** Without the registry's protocol: layers by their parts, then the manifest. */
    private static void isPushedByEcrsOperations(EcrClient ecr, ImageRegistry registry) {
        String name = "shop/parts";
        ecr.createRepository(r -> r.repositoryName(name));
        for (Map.Entry<String, byte[]> part : registry.content("shop/app").entrySet()) {
            String digest = part.getKey().substring(part.getKey().lastIndexOf('/') + 1);
            if (part.getKey().contains("/blobs/")) {
                assertThat(availability(ecr, name, digest))
                        .isEqualTo(LayerAvailability.UNAVAILABLE);
                layer(ecr, name, digest, part.getValue());
                assertThat(availability(ecr, name, digest)).isEqualTo(LayerAvailability.AVAILABLE);
                assertThat(downloaded(ecr, name, digest)).isEqualTo(part.getValue());
                assertThatThrownBy(() -> layer(ecr, name, digest, part.getValue()))
                        .isInstanceOf(LayerAlreadyExistsException.class);
            }
        }
        byte[] manifest = registry.content("shop/app").get("/v2/shop/app/manifests/1");
        String text = new String(manifest, StandardCharsets.UTF_8);
        ecr.putImage(r -> r.repositoryName(name).imageManifest(text).imageTag("1"));
        assertThat(ecr.describeImages(r -> r.repositoryName(name)).imageDetails()).hasSize(1);
        assertThatThrownBy(() -> layer(ecr, name, "sha256:" + "0".repeat(64), new byte[] {1}))
                .isInstanceOf(InvalidLayerException.class);
        ecr.deleteRepository(r -> r.repositoryName(name).force(true));
    }

    /** By the link alone, which opens nothing else. */
    private static byte[] downloaded(EcrClient ecr, String name, String digest) {
        String link =
                ecr.getDownloadUrlForLayer(r -> r.repositoryName(name).layerDigest(digest))
                        .downloadUrl();
        assertThatThrownBy(
                        () ->
                                URI.create(link.replace("/blobs/" + digest, "/manifests/1"))
                                        .toURL()
                                        .openStream())
                .hasMessageContaining("401");
        try (InputStream layer = URI.create(link).toURL().openStream()) {
            return layer.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LayerAvailability availability(EcrClient ecr, String name, String digest) {
        return ecr.batchCheckLayerAvailability(r -> r.repositoryName(name).layerDigests(digest))
                .layers()
                .getFirst()
                .layerAvailability();
    }

    /** In two parts; one that is not the next is rejected. */
    private static void layer(EcrClient ecr, String name, String digest, byte[] bytes) {
        String id = ecr.initiateLayerUpload(r -> r.repositoryName(name)).uploadId();
        int half = bytes.length / 2;
        if (half > 0) {
            part(ecr, name, id, bytes, 0, half);
            assertThatThrownBy(() -> part(ecr, name, id, bytes, 0, half))
                    .isInstanceOf(InvalidLayerPartException.class);
        }
        part(ecr, name, id, bytes, half, bytes.length);
        ecr.completeLayerUpload(r -> r.repositoryName(name).uploadId(id).layerDigests(digest));
    }

    private static void part(
            EcrClient ecr, String name, String id, byte[] bytes, int from, int end) {
        ecr.uploadLayerPart(
                r ->
                        r.repositoryName(name)
                                .uploadId(id)
                                .partFirstByte((long) from)
                                .partLastByte(end - 1L)
                                .layerPartBlob(
                                        SdkBytes.fromByteArray(
                                                Arrays.copyOfRange(bytes, from, end))));
    }

    /** Amazon ECR User Guide, "IAM permissions for pushing an image": not those for pulling. */
    private static void isPushedByThoseWhoMay(LiveNode node, ImageRegistry registry)
            throws Exception {
        try (IamClient iam = node.client(IamClient.builder())) {
            iam.createUser(u -> u.userName("pusher"));
            iam.putUserPolicy(
                    p ->
                            p.userName("pusher")
                                    .policyName("push")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": {
                                             "Effect": "Allow", "Resource": "*", "Action": [
                                              "ecr:GetAuthorizationToken", "ecr:PutImage",
                                              "ecr:CompleteLayerUpload", "ecr:UploadLayerPart",
                                              "ecr:InitiateLayerUpload", "ecr:BatchGetImage",
                                              "ecr:BatchCheckLayerAvailability"]}}
                                            """));
            AccessKey key = iam.createAccessKey(k -> k.userName("pusher")).accessKey();
            try (EcrClient ecr =
                    node.client(
                            EcrClient.builder(),
                            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
                String token =
                        "Basic "
                                + ecr.getAuthorizationToken(r -> {})
                                        .authorizationData()
                                        .getFirst()
                                        .authorizationToken();
                String blob =
                        registry.content("shop/app").keySet().stream()
                                .filter(each -> each.contains("/blobs/"))
                                .findFirst()
                                .orElseThrow();
                String uploads = "/v2/shop/app/blobs/uploads/";
                assertThat(node.http("HEAD", blob, "Authorization", token).statusCode())
                        .isEqualTo(200);
                assertThat(node.http("GET", blob, "Authorization", token).statusCode())
                        .isEqualTo(403);
                assertThat(node.http("POST", uploads, "Authorization", token).statusCode())
                        .isEqualTo(202);
            }
        }
    }

    private static void made(LambdaClient lambda, String uri) {
        lambda.createFunction(
                r ->
                        r.functionName("image")
                                .packageType(PackageType.IMAGE)
                                .role(ROLE)
                                .timeout(20)
                                .code(c -> c.imageUri(uri)));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("image"));
    }

    private static void rejectsWhatDoesNotFit(LambdaClient lambda, ImageRegistry registry)
            throws IOException {
        assertThatThrownBy(() -> create(lambda, "elsewhere.example/shop/app:1"))
                .hasMessageContaining("set registry.elsewhere.example");
        assertThatThrownBy(() -> create(lambda, "images.example/shop/app:9"))
                .hasMessageContaining("Source image images.example/shop/app:9 does not exist.");
        assertThatThrownBy(() -> create(lambda, "away.example/shop/app:1"))
                .hasMessageContaining(
                        "The registry of the source image away.example/shop/app did not give it: it"
                                + " cannot be reached");
        assertThat(invoke(lambda)).as("one that is here runs all the same").contains("image");
        assertThatThrownBy(() -> create(lambda, "no image at all"))
                .hasMessageContaining("is not valid");
        registry.put("shop/bad:1", "{}", List.of(new Tar().file("x", "spoilt").bytes()));
        registry.spoilLayers("shop/bad");
        assertThatThrownBy(() -> create(lambda, "images.example/shop/bad:1"))
                .hasMessageContaining("is not that of its digest");
        registry.put(
                "shop/circle:1",
                "{}",
                List.of(new Tar().link("a", "b").link("b", "a").file("a/x", "1").bytes()));
        assertThatThrownBy(() -> create(lambda, "images.example/shop/circle:1"))
                .hasMessageContaining("links without end");
        assertThatThrownBy(
                        () ->
                                lambda.updateFunctionCode(
                                        r ->
                                                r.functionName("image")
                                                        .zipFile(LiveNode.zip("x = 1"))))
                .hasMessageContaining(
                        "Please provide ImageUri when updating a function with packageType Image.");
        assertThatThrownBy(
                        () ->
                                lambda.updateFunctionConfiguration(
                                        r -> r.functionName("image").handler("x.y")))
                .hasMessageContaining("with packageType Image.");
    }

    private static void create(LambdaClient lambda, String uri) {
        lambda.createFunction(
                r ->
                        r.functionName("other")
                                .packageType(PackageType.IMAGE)
                                .role(ROLE)
                                .code(c -> c.imageUri(uri)));
    }

    private static String invoke(LambdaClient lambda) {
        InvokeResponse response = lambda.invoke(r -> r.functionName("image"));
        return response.payload().asString(StandardCharsets.UTF_8);
    }

    /** A Python of this machine with as much of its library as the program needs. */
    private static byte[] base() throws Exception {
        Tar layer = new Tar();
        layer.copy(PYTHON.toRealPath(), "usr/bin/python3");
        layer.link("bin", "usr/bin").link("lib", "usr/lib").link("lib64", "usr/lib64");
        for (Path library : libraries()) {
            layer.copy(library.toRealPath(), "usr" + library);
        }
        Path modules =
                Path.of(
                        said(
                                PYTHON.toString(),
                                "-c",
                                "import sysconfig; print(sysconfig.get_paths()['stdlib'])"));
        for (String folder : List.of("", "encodings", "collections", "importlib")) {
            try (DirectoryStream<Path> sources =
                    Files.newDirectoryStream(modules.resolve(folder), "*.py")) {
                for (Path source : sources) {
                    layer.copy(source, source.toString().substring(1));
                }
            }
        }
        return layer.bytes();
    }

    private static byte[] app(String... names) throws IOException {
        Tar layer = new Tar();
        layer.file("app/main.py", PROGRAM);
        try (var client =
                ContainerImageTest.class.getResourceAsStream(
                        "/dev/gatehouse/lambda/runtimes/runtime_client.py")) {
            layer.file(
                    "app/runtime_client.py", 0644, Objects.requireNonNull(client).readAllBytes());
        }
        for (String name : names) {
            layer.file("app/" + name, name);
        }
        return layer.bytes();
    }

    private static List<Path> libraries() throws Exception {
        return said("ldd", PYTHON.toString())
                .lines()
                .map(line -> line.replaceFirst(".*=> ", "").strip().split(" ", 2)[0])
                .filter(path -> path.startsWith("/"))
                .map(Path::of)
                .toList();
    }

    private static String said(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        String text =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return text;
    }
}
