package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.cli.Gatehouse;
import dev.gatehouse.cli.NodeLauncher;
import dev.gatehouse.testkit.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The command line against a node that runs. */
@Tag("node")
class CommandLineTest {
    private static final String CODE =
            """
            def handler(event, context):
                print("hello from the log")
                return "hello " + event["name"]
            """;

    @TempDir static Path data;
    @TempDir static Path nobody;
    private static NodeLauncher.RunningNode running;

    @BeforeAll
    static void start() {
        running = new LocalNodes().start(null, Map.of("data", data.toString(), "port", "0"));
        LiveNode node = LiveNode.at(running.endpoint().getPort());
        LambdaClient lambda = node.lambda();
        node.python(lambda, "greets", node.role("greets-role"), CODE);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    /** What a command printed, and how it ended. */
    private record Ended(int code, String out, String err) {}

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Gatehouse.commandLine(new LocalNodes(), arguments);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up", "deploy", "delete", "ls", "env", "status", "logs", "invoke", "events", "iam",
                "stop", "doctor", "help", "version"
            })
    void everyCommandExplainsItself(String verb) {
        Ended help = run(verb, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: gatehouse " + verb).contains("--help");
        assertThat(help.err()).isEmpty();
        assertThat(run("--help").out()).contains("  " + verb);
    }

    @Test
    void aWrongOptionIsMetWithTheRightOne() {
        Ended ended = run("status", "--dat", "x");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("'gatehouse status' has no option --dat; did you mean --data?")
                .hasLineCount(1);
        assertThat(run("up", "--prot=5701").err()).contains("did you mean --port?");
        assertThat(run("ls", "--nonsense").err()).contains("'gatehouse ls --help' lists them");
    }

    @Test
    void aWrongCommandIsMetWithTheRightOne() {
        Ended ended = run("deplyo");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("deplyo", "gatehouse deploy");
        assertThat(run("delpoy", "app").err()).contains("gatehouse deploy").hasLineCount(1);
        assertThat(run("events", "sqss").err()).contains("did you mean sqs?").hasLineCount(1);
        assertThat(run("nonsense").err()).contains("'gatehouse --help' lists them").hasLineCount(1);
    }

    @Test
    void helpExplainsAsTheOptionDoes() {
        assertThat(run("help", "deploy").out()).isEqualTo(run("deploy", "--help").out());
        assertThat(run("help").out()).isEqualTo(run("--help").out());
        assertThat(run("help", "deplyo").err()).contains("deplyo", "gatehouse deploy");
    }

    @Test
    void listsWhatIsDeployedAndDeletesAnApp(@TempDir Path folder) throws Exception {
        Path app = Files.createDirectory(folder.resolve("listed"));
        Files.writeString(
                app.resolve("template.yaml"),
                """
                AWSTemplateFormatVersion: "2010-09-09"
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Greets:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: listed-greets
                      Runtime: python3.13
                      Handler: index.handler
                      InlineCode: "def handler(event, context): return 'hello'"
                      Events:
                        Get: {Type: HttpApi, Properties: {Path: /, Method: GET}}
                """);
        assertThat(run("deploy", app.toString(), "--data", data.toString()).err()).isEmpty();

        String listed = run("ls", "--data", data.toString()).out();
        assertThat(listed)
                .containsPattern("listed-greets +python3.13 +128 MB")
                .containsPattern(
                        "HTTP +http://[a-z0-9]{10}\\.execute-api\\.us-east-1\\.localhost:"
                                + running.endpoint().getPort()
                                + "/\\n")
                .containsPattern("  listed +CREATE_COMPLETE");

        Ended deleted = run("delete", app.toString(), "--data", data.toString());
        assertThat(deleted.err()).isEmpty();
        assertThat(deleted.out()).contains("delete  Greets (AWS::Lambda::Function)");
        assertThat(run("ls", "--data", data.toString()).out())
                .contains("APIs: none", "stacks: none")
                .doesNotContain("listed");
        assertThat(run("delete", app.toString(), "--data", data.toString()).err())
                .contains("there is no stack listed; the node has no stacks");
    }

    @Test
    void deploysLayersAndFunctionsWithTheirCodeBesideTheTemplate(@TempDir Path folder)
            throws Exception {
        Path app = Files.createDirectory(folder.resolve("layered"));
        Files.createDirectories(app.resolve("layer/python"));
        Files.writeString(app.resolve("layer/python/shared.py"), "WORD = 'from a layer'\n");
        Files.createDirectory(app.resolve("plain"));
        Files.writeString(
                app.resolve("plain/app.py"),
                "import shared\ndef handler(event, context):\n    return shared.WORD\n");
        Files.writeString(
                app.resolve("template.yaml"),
                """
                Transform: AWS::Serverless-2016-10-31
                Globals:
                  Function: {Runtime: python3.13, Handler: app.handler, CodeUri: plain}
                Resources:
                  Shared:
                    Type: AWS::Serverless::LayerVersion
                    Properties: {ContentUri: layer, RetentionPolicy: Delete}
                  Serverless:
                    Type: AWS::Serverless::Function
                    Properties: {FunctionName: layered-one, Layers: [!Ref Shared]}
                  Plain:
                    Type: AWS::Lambda::Function
                    Properties:
                      FunctionName: layered-two
                      Runtime: python3.13
                      Handler: app.handler
                      Code: plain
                      Role: !GetAtt ServerlessRole.Arn
                      Layers: [!Ref Shared]
                """);
        assertThat(run("deploy", app.toString(), "--data", data.toString()).err()).isEmpty();
        for (String function : List.of("layered-one", "layered-two")) {
            assertThat(run("invoke", function, "{}", "--data", data.toString()).out())
                    .contains("from a layer");
        }
        assertThat(run("delete", app.toString(), "--data", data.toString()).err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cdk.json, an AWS CDK app, cdk bootstrap && cdk deploy",
        "serverless.yml, a Serverless Framework app, serverless deploy",
        "zappa_settings.json, a Zappa app, zappa deploy",
        "claudia.json, a Claudia app, claudia update",
        "app.arc, an Architect app, arc deploy",
        "Pulumi.yaml, a Pulumi program, pulumi up",
        "main.tf, a Terraform configuration, terraform init && terraform apply"
    })
    void saysWhichToolDeploysAFolder(String file, String what, String command) throws Exception {
        Path folder = Files.createTempDirectory(nobody, "foreign");
        Files.writeString(folder.resolve(file), "");
        assertThat(run("deploy", folder.toString(), "--data", data.toString()).err())
                .contains(what, "eval \"$(gatehouse env)\" && " + command);
    }

    @Test
    void doctorTellsWhatThisMachineHas() {
        Ended ended = run("doctor");
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("sandbox: ")
                .containsPattern("  python +3\\.\\d+[.\\d]*  /")
                .containsPattern("  (npm|mvn) ");
    }

    @Test
    void envPointsAShellAtTheNodeByAnAddressThatNeedsNoResolver() {
        Ended ended = run("env", "--data", data.toString());
        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines())
                .allMatch(line -> line.matches("(export|unset) AWS_.*"))
                .contains(
                        "export AWS_ACCESS_KEY_ID=test",
                        "unset AWS_SESSION_TOKEN",
                        "export AWS_ENDPOINT_URL=http://127.0.0.1:" + running.endpoint().getPort(),
                        "export AWS_REGION=us-east-1");
    }

    @Test
    void statusTellsWhatTheNodeIs() {
        Ended ended = run("status", "--data", data.toString());
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("endpoint     " + running.endpoint(), "running", "sqlite");
        assertThat(ended.out())
                .containsPattern("services +iam; sts; lambda; ")
                .doesNotContain("{", "[");
        assertThat(run("status", "--json", "--data", data.toString()).out())
                .contains("\"status\" : \"running\"");
    }

    @Test
    void invokePrintsTheAnswerAndKeepsTheLogApart() {
        Ended ended = run("invoke", "greets", "{\"name\": \"Ada\"}", "--data", data.toString());
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualToIgnoringNewLines("\"hello Ada\"");
        assertThat(ended.err()).contains("hello from the log", "REPORT RequestId: ");
    }

    @Test
    void invokeReadsTheEventFromAFile() throws Exception {
        Path event = Files.writeString(nobody.resolve("event.json"), "{\"name\": \"file\"}");
        assertThat(run("invoke", "greets", "@" + event, "--data", data.toString()).out())
                .isEqualToIgnoringNewLines("\"hello file\"");
        Ended missing = run("invoke", "greets", "@" + event + "x", "--data", data.toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("cannot read the event file");
    }

    @ParameterizedTest
    @CsvSource({
        "status --region nowhere, not the name of an AWS region: nowhere",
        "status --endpoint-url localhost:4566, --endpoint-url is a URL such as",
        "status --endpoint-url nowhere, --endpoint-url is a URL such as",
        "invoke greets @/, cannot read the event file /"
    })
    void aValueThatIsNoneIsMetWithOneLine(String command, String words) {
        Ended ended = run((command + " --data " + data).split(" "));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).startsWith("gatehouse: ").contains(words);
        assertThat(ended.err().lines()).hasSize(1);
    }

    @Test
    void aNodeThatNobodyCouldFindLetsGoOfItsData(@TempDir Path own) throws Exception {
        Map<String, String> settings = Map.of("data", own.toString(), "port", "0");
        Path inTheWay = Files.createDirectory(own.resolve("node.json"));
        assertThatThrownBy(() -> new LocalNodes().start(null, settings))
                .hasMessageContaining("cannot write " + inTheWay);
        Files.delete(inTheWay);
        new LocalNodes().start(null, settings).close();
    }

    @Test
    void upStartsNothingForAFolderThatIsNotThere() {
        Path own = nobody.resolve("unused");
        Ended ended = run("up", nobody.resolve("ap") + "", "--port", "0", "--data", own + "");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().strip())
                .isEqualTo("gatehouse: there is no folder " + nobody.resolve("ap"));
        assertThat(own).doesNotExist();
    }

    @Test
    void theDatabaseIsItsOwnersAlone() throws Exception {
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("gatehouse.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void invokeEndsWithTwoWhenTheFunctionFailedAndWithOneWhenItWasRejected() {
        Ended failed = run("invoke", "greets", "{}", "--data", data.toString());
        assertThat(failed.code()).isEqualTo(2);
        assertThat(failed.out()).contains("\"errorType\": \"KeyError\"");

        Ended rejected = run("invoke", "nobody", "{}", "--data", data.toString());
        assertThat(rejected.code()).isEqualTo(1);
        assertThat(rejected.err())
                .startsWith("gatehouse: ResourceNotFoundException: Function not found: ")
                .contains("; the node has greets");
        assertThat(rejected.err().lines()).hasSize(1);
    }

    @Test
    void aMistypedFunctionIsMetWithTheRightOne() {
        Ended ended = run("invoke", "gerets", "{}", "--data", data.toString());
        assertThat(ended.err()).contains("; did you mean greets?").hasLineCount(1);
    }

    @Test
    void deployNamesTheOptionForAParameterWithoutAValue(@TempDir Path app) throws Exception {
        Files.writeString(
                app.resolve("template.yaml"),
                "{Parameters: {Size: {Type: String}}, Resources: {Group: {Type:"
                        + " AWS::Logs::LogGroup}}}");
        Ended ended = run("deploy", app.toString(), "--data", data.toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("[Size] must have values: --parameter NAME=VALUE");
    }

    @Test
    void deployTakesTheNameOfAStackThatWasOnlyReviewed(@TempDir Path app) throws Exception {
        String template = "Resources: {Group: {Type: AWS::Logs::LogGroup}}";
        Files.writeString(app.resolve("template.yaml"), template);
        LiveStacks stacks = LiveStacks.of(LiveNode.at(running.endpoint().getPort()));
        stacks.client()
                .createChangeSet(
                        r ->
                                r.stackName("reviewed")
                                        .changeSetName("left")
                                        .changeSetType(ChangeSetType.CREATE)
                                        .templateBody(template));

        Ended ended =
                run(
                        "deploy",
                        "--stack-name",
                        "reviewed",
                        app.toString(),
                        "--data",
                        data.toString());

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern("create  Group \\(AWS::Logs::LogGroup\\)  \\d+(\\.\\d)? m?s")
                .containsPattern("in all  \\d");
        stacks.await("reviewed", "CREATE_COMPLETE");
    }

    @Test
    void aNodeThatIsNotThereIsSaidToBeMissing() {
        Ended ended = run("invoke", "greets", "--endpoint-url", "http://127.0.0.1:1");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("no node responds at http://127.0.0.1:1", "gatehouse up");
    }

    @Test
    void logsPrintsWhatTheFunctionWrote() {
        run("invoke", "greets", "{\"name\": \"Log\"}", "--data", data.toString());
        Ended logs =
                Eventually.value(
                        () -> run("logs", "greets", "--data", data.toString()),
                        ended -> ended.out().contains("hello from the log"));
        assertThat(logs.out()).contains("hello from the log", "START RequestId: ");

        Ended filtered =
                run("logs", "--filter", "REPORT", "--since", "2h", "greets", "--data", "" + data);
        assertThat(filtered.out().lines()).isNotEmpty().allMatch(l -> l.startsWith("REPORT "));
        Ended unclear = run("logs", "--since", "soon", "greets", "--data", "" + data);
        assertThat(unclear.code()).isEqualTo(1);
        assertThat(unclear.err()).contains("--since is a duration such as 90s, 10m or 2h");
    }

    @Test
    void aNameThatIsNoFunctionIsMetWithTheOneThatWasMeant() {
        assertThat(run("invoke", "Greet", "--data", "" + data).err())
                .contains("did you mean greets?");
        assertThat(run("logs", "Greet", "--data", "" + data).err().strip())
                .isEqualTo(
                        "gatehouse: there is no log of a function or app Greet; did you mean"
                                + " greets?");
        assertThat(run("logs", "/none", "--data", "" + data).err().strip())
                .isEqualTo("gatehouse: there is no log group /none");
    }

    @Test
    void aFunctionThatNobodyInvokedHasNoLogYet() {
        LiveNode node = LiveNode.at(running.endpoint().getPort());
        node.python(node.lambda(), "silent", node.role("silent-role"), CODE);

        Ended ended = run("logs", "silent", "--data", "" + data);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().strip())
                .isEqualTo("gatehouse: silent has no log yet: it was never invoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "status", "logs greets", "invoke greets", "deploy ."})
    void withoutANodeACommandSaysSoInOneLine(String command) {
        String[] words = (command + " --data " + nobody.resolve("none")).split(" ");
        Ended ended = run(words);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .startsWith("gatehouse: no node runs on ");
    }

    @Test
    void aNodeThatDoesNotAnswerIsSaidInOneLine() {
        Ended ended = run("status", "--endpoint-url", "http://127.0.0.1:1");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().strip())
                .isEqualTo(
                        "gatehouse: no node responds at http://127.0.0.1:1; start one with"
                                + " 'gatehouse up'");
    }

    @Test
    void upRejectsWhatItCannotStartWith() {
        Ended twice = run("up", "--port", "0", "--data", data.toString());
        assertThat(twice.code()).isEqualTo(1);
        assertThat(twice.err()).startsWith("gatehouse: another node runs on ");

        assertThat(run("up", "--parameter", "Size=1").err())
                .contains("--parameter needs the folder of an app")
                .hasLineCount(1);
        Ended unknown = run("up", "--set", "prot=1");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("unknown setting 'prot'; did you mean 'port'?");
        assertThat(run("up", "--set", "nonsense=1").err()).contains("--list-settings' prints all");
        assertThat(run("up", "--list-settings").out()).contains("idle-timeout", "root-access-key");
    }

    @Test
    void everySampleEventIsListedAndJson() throws Exception {
        String list = run("events").out();
        Path files = Path.of("src/main/resources/dev/gatehouse/cli/events");
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".json")).toList()) {
                String name = file.getFileName().toString().replace(".json", "");
                assertThat(list).containsPattern("(?m)^" + name + " +\\w");
                new ObjectMapper().readTree(run("events", name).out());
            }
            assertThat(list.lines()).hasSize(38);
        }
        assertThat(run("events", "authorizer").err())
                .contains("did you mean api-gateway-authorizer-token or");
        assertThat(run("events", "nothing").err()).contains("'gatehouse events' lists them");
    }

    @Test
    void aSampleEventCanBeTheEvent() {
        LiveNode node = LiveNode.at(running.endpoint().getPort());
        String echo = "def handler(event, context): return event['Records'][0]['eventSource']";
        node.python(node.lambda(), "sampled", node.role("sampled-role"), echo);
        Ended ended = run("invoke", "--local-event", "s3", "sampled", "--data", data.toString());
        assertThat(ended.out()).isEqualTo("\"aws:s3\"\n");
        assertThat(run("invoke", "sampled", "{}", "--local-event", "s3").err())
                .contains("one too many");
    }

    @Test
    void theLogsOfAllFunctionsCarryTheirNames() {
        run("invoke", "greets", "{\"name\": \"x\"}", "--data", data.toString());
        Eventually.value(
                () -> run("logs", "--data", data.toString()).out(),
                out -> out.matches("(?s).*greets +\\| hello from the log.*"));
    }
}
