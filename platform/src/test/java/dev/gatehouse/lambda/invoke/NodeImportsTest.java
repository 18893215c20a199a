package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done ahead for the imports of Node.js functions, and that they do not see it. */
@Tag("sandbox")
class NodeImportsTest {
    private static final FunctionResources ROOMY = new FunctionResources(512, 10, 512);
    private static final String DYNAMODB = "node_modules/@aws-sdk/client-dynamodb/";

    @TempDir static Path folder;
    static LambdaNode node;

    @BeforeAll
    static void start() {
        node = LambdaNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static LambdaNode.Source source(String name, Map<String, String> files) {
        return new LambdaNode.Source(name, "nodejs22.x", "index.handler", files);
    }

    /** Node.js tells in the log which of the files it took compiled. */
    @Test
    void whatIsCompiledAheadIsTakenAndNotSeen() {
        FunctionVersion version =
                node.version(
                        source("compiled", compiled()),
                        ROOMY,
                        Map.of("NODE_DEBUG_NATIVE", "COMPILE_CACHE"));
        node.publish(version, OptionalInt.empty());
        assumeTrue(
                node.invoke("compiled", "\"version\"").payload().toString().equals("true"),
                "needs a Node.js from 22.10 on, which has a compile cache");
        Eventually.holds(
                () -> {
                    node.publish(again(version), OptionalInt.empty());
                    return isTrue("taken") && isLogged("leaf.js") && isLogged("module.mjs");
                });
        assertThat(node.invoke("compiled", "\"variables\"").payload()).hasToString("[]");
        assertThat(node.invoke("compiled", "\"temporary\"").payload()).hasToString("[]");
        assertThat(node.invoke("compiled", "\"write\"").payload()).hasToString("\"EROFS\"");
    }

    private static Map<String, String> compiled() {
        Map<String, String> files = new HashMap<>();
        files.put(
                "index.js",
                """
                const fs = require('node:fs');
                const loader = require('node:module');
                const names = Object.keys(process.env).filter((name) => /COMPILE|CACHE/.test(name));
                const answers = {
                  version: () => Boolean(loader.flushCompileCache),
                  taken: () => fs.existsSync('/var/compiled'),
                  variables: () => names,
                  temporary: () => fs.readdirSync('/tmp'),
                  write: () => {
                    try { fs.writeFileSync('/var/compiled/x', ''); } catch (e) { return e.code; }
                  },
                };
                require('leaf');
                exports.handler = async (event) => {
                  await import('pure');
                  return answers[event]();
                };
                """);
        files.put("node_modules/leaf/index.js", "require('./leaf.js');");
        files.put("node_modules/leaf/leaf.js", "exports.leaf = () => 1;");
        files.put(
                "node_modules/pure/package.json",
                "{\"type\": \"module\", \"main\": \"./module.mjs\"}");
        files.put("node_modules/pure/module.mjs", "export const pure = 1;");
        return files;
    }

    private static boolean isTrue(String question) {
        return node.invoke("compiled", '"' + question + '"').payload().toString().equals("true");
    }

    private static boolean isLogged(String file) {
        return node.log("compiled").stream()
                .anyMatch(line -> line.contains(file) && line.contains("was accepted"));
    }

    private static FunctionVersion again(FunctionVersion version) {
        return new FunctionVersion(
                version.function(),
                version.version(),
                "r" + System.nanoTime(),
                version.code(),
                version.launch(),
                version.resources(),
                version.logging(),
                version.state());
    }

    @Test
    void theRuntimesSdkIsLoadedAheadForFunctionsThatImportIt() {
        String code =
                """
                const known = Object.keys(require.cache).some((file) => file.includes('client-dynamodb'));
                const {DynamoDBClient} = require('@aws-sdk/client-dynamodb');
                exports.handler = async () => {
                  const client = new DynamoDBClient({});
                  return [known, await client.config.region(), typeof awslambda.streamifyResponse];
                };
                """;
        Eventually.value(
                () -> anotherStart("sdk", Map.of("index.js", code)),
                "[true,\"us-east-1\",\"function\"]"::equals);
    }

    @Test
    void aFunctionThatBringsTheSdkHasItsOwnAlone() {
        String code =
                """
                const known = Object.keys(require.cache).some((file) => file.includes('@aws-sdk'));
                exports.handler = async () => [known, require('@aws-sdk/client-dynamodb').whose];
                """;
        Map<String, String> files =
                Map.of("index.js", code, DYNAMODB + "index.js", "exports.whose = 'own';");
        for (int i = 0; i < 3; i++) {
            assertThat(anotherStart("own", files)).isEqualTo("[false,\"own\"]");
        }
    }

    /** What the SDK reads of the environment when it is loaded must be the function's. */
    @Test
    void aFunctionThatWantsNoGlobalOfTheSdkHasNoneFromAhead() {
        String code =
                """
                require('@aws-sdk/client-dynamodb');
                const {InvokeStore} = require('@aws/lambda-invoke-store');
                exports.handler = async () => {
                  await InvokeStore.getInstanceAsync();
                  return Boolean(globalThis.awslambda?.InvokeStore);
                };
                """;
        Map<String, String> wanted = Map.of("AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA", "1");
        for (Map<String, String> variables : List.of(wanted, Map.<String, String>of())) {
            LambdaNode.Source source = source("global", Map.of("index.js", code));
            node.publish(source, ROOMY, variables);
            assertThat(node.invoke("global", "{}").payload())
                    .hasToString(String.valueOf(variables.isEmpty()));
        }
    }

    private static String anotherStart(String name, Map<String, String> files) {
        node.publish(source(name, files), ROOMY, Map.of("AWS_REGION", "us-east-1"));
        return node.invoke(name, "{}").payload().toString();
    }
}
