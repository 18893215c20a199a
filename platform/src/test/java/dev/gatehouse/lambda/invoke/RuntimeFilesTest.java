package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runtimes have around a function, where AWS has it. */
@Tag("sandbox")
class RuntimeFilesTest {
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

    private static void publish(LambdaNode.Source source, Path layer) {
        FunctionVersion plain = node.version(source, new FunctionResources(256, 10, 512), Map.of());
        node.publish(
                new FunctionVersion(
                        plain.function(),
                        plain.version(),
                        plain.revision(),
                        new FunctionCode(plain.code().root(), List.of(layer), "x86_64"),
                        plain.launch(),
                        plain.resources(),
                        plain.logging(),
                        plain.state()),
                OptionalInt.empty());
    }

    private static Path layer(String name, Map<String, String> files) throws IOException {
        Path layer = folder.resolve(name);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = layer.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return layer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x"})
    void esModulesImportWhatALayerBrings(String runtime) throws IOException {
        String version = runtime.substring(6, 8);
        Path layer =
                layer(
                        "modules-" + runtime,
                        Map.of(
                                "nodejs/node_modules/shared/package.json",
                                "{\"type\":\"module\",\"exports\":\"./main.js\"}",
                                "nodejs/node_modules/shared/main.js",
                                "export default import.meta.url;",
                                "nodejs/node" + version + "/node_modules/own/index.js",
                                "module.exports = 'own';"));
        String code =
                """
                import shared from 'shared';
                import {STSClient} from '@aws-sdk/client-sts';
                const own = await import('own').then((m) => m.default, (e) => e.code);
                const none = await import('no-such').catch((e) => e.code);
                export const handler = async () => [shared, own, typeof STSClient, none];
                """;
        String name = "imports-" + version;
        publish(
                new LambdaNode.Source(name, runtime, "index.handler", Map.of("index.mjs", code)),
                layer);
        assertThat(node.invoke(name, "{}").payload().toJsonArray().getList())
                .containsExactly(
                        "file:///opt/nodejs/node_modules/shared/main.js",
                        "own",
                        "function",
                        "ERR_MODULE_NOT_FOUND");
    }

    @Test
    void theSdkIsWhereNodePathSays() {
        String code =
                """
                const fs = require('node:fs');
                exports.handler = async () => [
                  process.env.NODE_PATH.split(':').includes('/var/runtime/node_modules'),
                  fs.existsSync('/var/runtime/node_modules/@aws-sdk/client-s3'),
                ];
                """;
        node.publish(
                new LambdaNode.Source(
                        "sdkpath", "nodejs20.x", "index.handler", Map.of("index.js", code)));
        assertThat(node.invoke("sdkpath", "{}").payload()).hasToString("[true,true]");
    }

    @Test
    void olderRuntimesHaveTheSecondSdk() {
        String code =
                """
                const {VERSION, S3} = require('aws-sdk');
                let third = 'none';
                try { third = require.resolve('@aws-sdk/client-s3'); } catch (e) { third = e.code; }
                exports.handler = async () => [VERSION.split('.')[0], typeof S3, third];
                """;
        node.publish(
                new LambdaNode.Source(
                        "sdk2", "nodejs16.x", "index.handler", Map.of("index.js", code)));
        assertThat(node.invoke("sdk2", "{}").payload())
                .hasToString("[\"2\",\"function\",\"MODULE_NOT_FOUND\"]");
    }

    /** The bootstrap of AWS's tutorial needs bash under the name of sh. */
    @Test
    void aTutorialsBootstrapRuns() {
        String bootstrap =
                """
                #!/bin/sh
                set -euo pipefail
                source $LAMBDA_TASK_ROOT/"$(echo $_HANDLER | cut -d. -f1).sh"
                api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
                while true; do
                  head="$(mktemp)"
                  event=$(curl -sS -LD "$head" "$api/next")
                  id=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$head" | tr -d '[:space:]' | cut -d: -f2)
                  result=$($(echo "$_HANDLER" | cut -d. -f2) "$event")
                  curl -sS -o /dev/null "$api/$id/response" -d "$result"
                done
                """;
        node.publish(
                new LambdaNode.Source(
                        "tutorial",
                        "provided.al2023",
                        "function.handler",
                        Map.of(
                                "bootstrap",
                                bootstrap,
                                "function.sh",
                                "function handler () { echo \"got $1\"; }\n")));
        assertThat(node.invoke("tutorial", "1").payload()).hasToString("got 1");
    }
}
