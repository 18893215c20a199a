package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetSdkResponse;

/** The generated client for JavaScript, run by Node.js against the API it was generated for. */
@Tag("node")
final class GeneratedSdkTest {
    private static final String DOCUMENT =
            """
            openapi: 3.0.1
            info: {title: called, version: '1'}
            paths:
              /pets/{petId}:
                get:
                  parameters: [{name: colour, in: query, schema: {type: string}}]
                  responses: {}
                  x-amazon-apigateway-auth: {type: AWS_IAM}
                  x-amazon-apigateway-integration:
                    type: mock
                    requestTemplates: {application/json: '{"statusCode": 200}'}
                    responses:
                      default:
                        statusCode: '200'
                        responseTemplates:
                          application/json: '{"pet": "$input.params("petId")", "colour": "$input.params("colour")"}'
            components:
              schemas:
                Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
                Pet: {type: object, properties: {id: {type: integer}, kind: {type: string}}}
            """;

    private static final String SCRIPT =
            """
            const factory = require('./apigClient.js');
            const url = process.argv[2];
            (async () => {
              const open = factory.newClient({ invokeUrl: url });
              const own = factory.newClient({ invokeUrl: url, accessKey: 'test', secretKey: 'test' });
              const denied = await open.petsPetIdGet({ petId: 7 });
              const allowed = await own.petsPetIdGet({ petId: 'a-b', colour: "it's grey" });
              console.log(denied.status, allowed.status, JSON.stringify(allowed.data));
            })();
            """;

    @Test
    void callsWhatItWasGeneratedFor(@TempDir Path data, @TempDir Path folder) throws Exception {
        try (Node started = LiveNode.start(data);
                ApiGatewayClient gateway =
                        LiveNode.of(started).client(ApiGatewayClient.builder())) {
            String api = gateway.importRestApi(r -> r.body(SdkBytes.fromUtf8String(DOCUMENT))).id();
            gateway.createDeployment(r -> r.restApiId(api).stageName("v1"));
            GetSdkResponse sdk =
                    gateway.getSdk(r -> r.restApiId(api).stageName("v1").sdkType("javascript"));
            unpack(sdk.body().asByteArray(), folder);
            String url =
                    LiveNode.of(started)
                            .endpoint()
                            .resolve("/_aws/execute-api/" + api + "/v1")
                            .toString();

            assertThat(sdk.contentDisposition()).startsWith("attachment; filename=\"javascript_");
            assertThat(run(folder, url))
                    .isEqualTo("403 200 {\"pet\":\"a-b\",\"colour\":\"it's grey\"}");
            assertThatThrownBy(
                            () ->
                                    gateway.getSdk(
                                            r -> r.restApiId(api).stageName("v1").sdkType("swift")))
                    .hasMessageContaining("Gatehouse does not support the SDK type swift yet");
            assertThat(gateway.getModelTemplate(r -> r.restApiId(api).modelName("Pets")).value())
                    .isEqualTo(
                            """
                            #set($inputRoot = $input.path('$'))
                            [
                            ##Update this foreach loop to reference array from input json
                            #foreach($elem in $inputRoot)
                              {
                                "id" : 42,
                                "kind" : "foo"
                              }
                            #if($foreach.hasNext),#end
                            #end
                            ]\
                            """);
        }
    }

    private static void unpack(byte[] archive, Path folder) throws Exception {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("apiGateway-js-sdk/apigClient.js");
            Files.write(folder.resolve("apigClient.js"), zip.readAllBytes());
        }
        Files.writeString(folder.resolve("main.js"), SCRIPT);
    }

    private static String run(Path folder, String url) throws Exception {
        Process node =
                new ProcessBuilder("node", "main.js", url)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output =
                new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(node.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
