package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.NodeLauncher;
import dev.gatehouse.cli.build.Packager;
import dev.gatehouse.cli.stack.Deployed;
import dev.gatehouse.cli.stack.Deployment;
import dev.gatehouse.cli.watch.AppWatch;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** An app that is edited while it runs. */
@Tag("node")
@TestMethodOrder(MethodOrderer.MethodName.class)
class HotReloadTest {
    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            Globals: {Function: {Runtime: python3.13, Handler: app.handler, Timeout: 20}}
            Resources:
              One:
                Type: AWS::Serverless::Function
                Properties: {FunctionName: one, CodeUri: one/, AutoPublishAlias: live}
              Other:
                Type: AWS::Serverless::Function
                Properties: {FunctionName: other, CodeUri: other/}
            """;

    /** Counts the events of its environment. */
    private static final String COUNTING =
            """
            from text import TEXT
            seen = 0
            def handler(event, context):
                global seen
                seen += 1
                return f"{TEXT} {seen}"
            """;

    @TempDir static Path data;
    @TempDir static Path app;
    private static final StringWriter SAID = new StringWriter();
    private static NodeLauncher.RunningNode node;
    private static LambdaClient lambda;
    private static AppWatch watch;
    private static Thread watching;

    @BeforeAll
    static void start() throws IOException {
        node = new LocalNodes().start(null, Map.of("data", data.toString(), "port", "0"));
        lambda = LiveNode.at(node.endpoint().getPort()).lambda();
        Files.writeString(app.resolve("template.yaml"), TEMPLATE);
        for (String name : new String[] {"one", "other"}) {
            write(name + "/app.py", COUNTING);
            write(name + "/text.py", "TEXT = 'first'");
        }
        watch = watch(app);
        watching = Thread.ofVirtual().start(() -> run(watch));
        awaitSaid("has no outputs");
    }

    private static AppWatch watch(Path folder) {
        PrintWriter out = new PrintWriter(SAID, true);
        Supplier<Deployed> deployment =
                () ->
                        new Deployment(node.client(), Packager.apart(data.resolve("builds")), out)
                                .deploy(folder, Deployment.stackNameOf(folder), Map.of());
        return new AppWatch(folder, data, node.liveCode(), deployment, out);
    }

    private static void run(AppWatch watch) {
        try {
            watch.run();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        watch.close();
        watching.interrupt();
        watching.join();
        node.close();
    }

    private static void write(String file, String content) throws IOException {
        Files.createDirectories(app.resolve(file).getParent());
        Files.writeString(app.resolve(file), content);
    }

    private static void awaitSaid(String text) {
        Eventually.holds(() -> SAID.toString().contains(text));
    }

    private static int deployments() {
        return SAID.toString().split("has no outputs", -1).length;
    }

    private static String call(String function) {
        InvokeResponse response = lambda.invoke(r -> r.functionName(function));
        return response.payload().asUtf8String();
    }

    private static void becomes(String function, String start) {
        Eventually.value(() -> call(function), text -> text.contains(start));
    }

    @Test
    void aSavedFileIsInForceAndOtherFunctionsStayWarm() throws IOException {
        assertThat(call("one:live")).contains("first");
        becomes("other", "first");
        String before = call("other");
        write("one/text.py", "TEXT = 'second'");
        becomes("one:live", "second 1");
        assertThat(call("one")).contains("second");
        int count = Integer.parseInt(before.replaceAll("\\D", ""));
        assertThat(call("other")).isEqualTo("\"first " + (count + 1) + '"');
        assertThat(SAID.toString()).contains("changed One: text.py (");
    }

    @Test
    void whatIsSavedAsItWasChangesNothing() throws IOException {
        call("other");
        write("other/text.py", "TEXT = 'first'");
        write("one/text.py", "TEXT = 'marker'");
        becomes("one", "marker");
        assertThat(call("other")).doesNotContain("first 1\"");
    }

    @Test
    void filesThatAreRenamedOrDeletedGoToo() throws IOException {
        write("one/pack/inner.py", "TEXT = 'inner'");
        write("one/text.py", "from pack.inner import TEXT");
        becomes("one", "inner");
        Files.move(app.resolve("one/pack"), app.resolve("one/moved"));
        becomes("one", "No module named 'pack'");
        write("one/text.py", "from moved.inner import TEXT");
        becomes("one", "inner");
        Files.delete(app.resolve("one/moved/inner.py"));
        becomes("one", "No module named 'moved'");
        write("one/text.py", "TEXT = 'first'");
        becomes("one", "first");
    }

    @Test
    void aSyntaxErrorIsToldAndTheNextSaveMendsIt() throws IOException {
        write("one/text.py", "TEXT = = 1");
        becomes("one", "Runtime.UserCodeSyntaxError");
        Path draft = app.resolve("draft");
        Files.writeString(draft, "TEXT = 'mended'");
        Files.move(draft, app.resolve("one/text.py"), StandardCopyOption.ATOMIC_MOVE);
        becomes("one", "mended");
    }

    @Test
    void theTemplateIsFollowedAndABrokenOneLeavesWhatIsDeployed() throws IOException {
        write("template.yaml", "Resources: [");
        awaitSaid("template.yaml: ");
        assertThat(call("other")).contains("first");
        int before = deployments();
        write("template.yaml", TEMPLATE.replace("other, CodeUri", "renamed, CodeUri"));
        Eventually.holds(() -> deployments() > before);
        assertThat(call("renamed")).contains("first");
        int deployments = deployments();
        write("template.yaml", TEMPLATE);
        Eventually.holds(() -> deployments() > deployments);
        assertThat(call("other")).contains("first");
    }

    @Test
    void aFolderThatIsAFunctionNeedsNoTemplate(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("index.mjs"), "export const handler = async () => 'a'");
        try (AppWatch plain = watch(folder)) {
            Thread run = Thread.ofVirtual().start(() -> run(plain));
            String name = Deployment.stackNameOf(folder);
            awaitSaid("/\n\n  curl http://");
            assertThat(call(name)).isEqualTo("\"a\"");
            Files.writeString(
                    folder.resolve("index.mjs"), "export const handler = async () => 'b'");
            becomes(name, "b");
            plain.close();
            run.join();
        }
    }
}
