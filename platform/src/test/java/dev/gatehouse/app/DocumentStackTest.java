package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.s3.S3Client;

/** APIs whose templates hold a document of OpenAPI, or say where it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class DocumentStackTest {
    /** One path, which says {@code %s}. */
    private static final String DOCUMENT =
            """
            openapi: 3.0.1
            info: {title: spoken, version: '1', description: told}
            paths:
              /said:
                get:
                  responses: {}
                  x-amazon-apigateway-integration:
                    type: mock
                    requestTemplates: {application/json: '{"statusCode": 200}'}
                    responses:
                      default: {statusCode: '200', responseTemplates: {application/json: '%s'}}
            """;

    private static final String STAGE =
            """
              Deployment%1$s:
                Type: AWS::ApiGateway::Deployment
                Properties: {RestApiId: !Ref Api}
              Stage:
                Type: AWS::ApiGateway::Stage
                Properties: {RestApiId: !Ref Api, StageName: v1, DeploymentId: !Ref Deployment%1$s}
            Outputs:
              Api: {Value: !Ref Api}
            """;

    private static final String PRIVATE =
            """
            Resources:
              Link:
                Type: AWS::ApiGateway::VpcLink
                Properties:
                  Name: inner
                  Description: '%1$s'
                  TargetArns: ['arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/inner/1']
                  Tags: [{Key: name, Value: '%1$s'}]
              Certificate:
                Type: AWS::ApiGateway::ClientCertificate
                Properties: {Description: '%1$s'}
              Api:
                Type: AWS::ApiGateway::RestApi
                Properties:
                  Name: inner
                  Description: '%1$s'
                  MinimumCompressionSize: 1024
                  EndpointConfiguration: {Types: [PRIVATE], VpcEndpointIds: [vpce-1a2b]}
                  Policy:
                    Version: '2012-10-17'
                    Statement: {Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}
              Copy:
                Type: AWS::ApiGateway::RestApi
                DependsOn: Get
                Properties: {Name: copy, CloneFrom: !Ref Api, EndpointConfiguration: {Types: [PRIVATE]}}
              Get:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !GetAtt Api.RootResourceId
                  HttpMethod: GET
                  AuthorizationType: NONE
                  Integration:
                    Type: HTTP_PROXY
                    IntegrationHttpMethod: GET
                    Uri: https://inner.example/
                    ConnectionType: VPC_LINK
                    ConnectionId: !Ref Link
              Deployment:
                Type: AWS::ApiGateway::Deployment
                DependsOn: Get
                Properties: {RestApiId: !Ref Api}
              Stage:
                Type: AWS::ApiGateway::Stage
                Properties:
                  RestApiId: !Ref Api
                  StageName: v1
                  DeploymentId: !Ref Deployment
                  ClientCertificateId: !Ref Certificate
              SecondLink:
                Type: AWS::ApiGatewayV2::VpcLink
                Properties: {Name: 'second-%1$s', SubnetIds: [subnet-1], Tags: {name: '%1$s'}}
              Http:
                Type: AWS::ApiGatewayV2::Api
                Properties: {Name: inner, ProtocolType: HTTP}
              Inner:
                Type: AWS::ApiGatewayV2::Integration
                Properties:
                  ApiId: !Ref Http
                  IntegrationType: HTTP_PROXY
                  IntegrationMethod: ANY
                  IntegrationUri: arn:aws:servicediscovery:us-east-1:000000000000:service/srv-1
                  PayloadFormatVersion: '1.0'
                  ConnectionType: VPC_LINK
                  ConnectionId: !Ref SecondLink
                  TlsConfig: {ServerNameToVerify: '%1$s.example'}
            Outputs:
              Link: {Value: !GetAtt Link.VpcLinkId}
              SecondLink: {Value: !Ref SecondLink}
              Certificate: {Value: !GetAtt Certificate.ClientCertificateId}
              Api: {Value: !Ref Api}
              Copy: {Value: !Ref Copy}
              Http: {Value: !Ref Http}
            """;

    private Node started;
    private LiveNode node;
    private LiveStacks stacks;
    private ApiGatewayClient gateway;
    private S3Client s3;

    @BeforeAll
    void start(@TempDir Path folder) {
        started = LiveNode.start(folder);
        node = LiveNode.of(started);
        stacks = LiveStacks.of(node);
        gateway = node.client(ApiGatewayClient.builder());
        s3 = node.client(S3Client.builder().forcePathStyle(true));
        s3.createBucket(r -> r.bucket("documents"));
    }

    @AfterAll
    void stop() {
        s3.close();
        gateway.close();
        started.close();
    }

    @Test
    void aBodyIsTheApiAndPropertiesCountBeforeIt() throws Exception {
        String api = LiveStacks.outputs(stacks.created("body", body("one"))).get("Api");
        GetRestApiResponse made = gateway.getRestApi(r -> r.restApiId(api));

        assertThat(said(api, "v1")).isEqualTo("one of body");
        assertThat(made.name()).isEqualTo("spoken");
        assertThat(made.description()).isEqualTo("by the template");
        assertThat(made.binaryMediaTypes()).containsExactly("image/png");
        assertThat(gateway.getModels(r -> r.restApiId(api)).items()).isEmpty();

        stacks.updated("body", body("two"));
        assertThat(said(api, "v1")).isEqualTo("two of body");
        assertThat(gateway.getRestApi(r -> r.restApiId(api)).description())
                .isEqualTo("by the template");
        stacks.deleted("body");
    }

    private String body(String says) {
        put(
                says + ".yaml",
                DOCUMENT.formatted(says + " of ${AWS::StackName}")
                        .replace("'" + says, "!Sub '" + says));
        return """
        Resources:
          Api:
            Type: AWS::ApiGateway::RestApi
            Properties:
              Description: by the template
              BinaryMediaTypes: [image/png]
              EndpointConfiguration: {Types: [REGIONAL]}
              FailOnWarnings: true
              Body:
                Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://documents/%s.yaml'}}
        """
                        .formatted(says)
                + STAGE.formatted(says);
    }

    @Test
    void aDocumentInABucketIsTheApi() throws Exception {
        put("plain.yaml", DOCUMENT.formatted("from a bucket"));
        String template =
                """
                Resources:
                  Api:
                    Type: AWS::ApiGateway::RestApi
                    Properties:
                      Name: named
                      BodyS3Location: {Bucket: documents, Key: plain.yaml}
                      Parameters: {basepath: prepend, endpointConfigurationTypes: REGIONAL}
                """
                        + STAGE.formatted("x");
        String api = LiveStacks.outputs(stacks.created("bucket", template)).get("Api");

        assertThat(said(api, "v1")).isEqualTo("from a bucket");
        assertThat(gateway.getRestApi(r -> r.restApiId(api)).name()).isEqualTo("named");
    }

    @Test
    void aServerlessApiBringsItsDocument() throws Exception {
        put("sam.yaml", DOCUMENT.formatted("of a serverless API"));
        String inline =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Api:
                    Type: AWS::Serverless::Api
                    Properties:
                      StageName: live
                      OpenApiVersion: 3.0.1
                      %s
                Outputs:
                  Api: {Value: !Ref Api}
                """;
        String byUri = inline.formatted("DefinitionUri: s3://documents/sam.yaml");
        String byBody =
                inline.formatted(
                        "DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters:"
                                + " {Location: 's3://documents/sam.yaml'}}}");
        String first = LiveStacks.outputs(stacks.created("by-uri", byUri)).get("Api");
        String second = LiveStacks.outputs(stacks.created("by-body", byBody)).get("Api");

        assertThat(said(first, "live")).isEqualTo("of a serverless API");
        assertThat(said(second, "live")).isEqualTo("of a serverless API");
    }

    @Test
    void anHttpApiIsADocumentToo() throws Exception {
        String template =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Plain:
                    Type: AWS::ApiGatewayV2::Api
                    Properties:
                      Description: %1$s
                      Tags: {team: park}
                      Body: {openapi: 3.0.1, info: {title: plain, version: '%1$s'}, paths: {/%1$s: {get: %2$s}}}
                  Sam:
                    Type: AWS::Serverless::HttpApi
                    Properties:
                      FailOnWarnings: true
                      DefinitionBody: {openapi: 3.0.1, info: {title: sam, version: '1'}, paths: {/%1$s: {get: %2$s}}}
                Outputs:
                  Plain: {Value: !Ref Plain}
                  Sam: {Value: !Ref Sam}
                """;
        String get =
                "{x-amazon-apigateway-auth: {type: AWS_IAM}, x-amazon-apigateway-integration:"
                        + " {type: http_proxy, httpMethod: GET, uri: 'https://a.example.com',"
                        + " payloadFormatVersion: '1.0'}}";
        Map<String, String> made =
                LiveStacks.outputs(stacks.created("http", template.formatted("one", get)));
        assertThat(status(made.get("Sam"), "one")).isEqualTo(403);
        stacks.updated("http", template.formatted("two", get));

        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            GetApiResponse plain = http.getApi(r -> r.apiId(made.get("Plain")));
            assertThat(plain.name()).isEqualTo("plain");
            assertThat(plain.version()).isEqualTo("two");
            assertThat(plain.description()).isEqualTo("two");
            assertThat(plain.tags()).containsEntry("team", "park");
            assertThat(http.getRoutes(r -> r.apiId(made.get("Plain"))).items())
                    .extracting(Route::routeKey)
                    .containsExactly("GET /two");
        }
        assertThat(status(made.get("Sam"), "one")).isEqualTo(404);
        assertThat(status(made.get("Sam"), "two")).isEqualTo(403);
    }

    /**
     * What stands beside APIs: VPC links of both services, a client certificate, what uses them.
     */
    @Test
    void thePrivateSideIsMadeChangedAndRemoved() {
        Map<String, String> made =
                LiveStacks.outputs(stacks.created("private", PRIVATE.formatted("one")));
        assertPrivateSide(made, "one");
        assertThat(LiveStacks.outputs(stacks.updated("private", PRIVATE.formatted("two"))))
                .isEqualTo(made);
        assertPrivateSide(made, "two");
        stacks.deleted("private");
        assertThat(gateway.getVpcLinks(r -> {}).items()).isEmpty();
        assertThat(gateway.getClientCertificates(r -> {}).items()).isEmpty();
    }

    private void assertPrivateSide(Map<String, String> made, String name) {
        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            GetVpcLinkResponse link = gateway.getVpcLink(r -> r.vpcLinkId(made.get("Link")));
            assertThat(link.description()).isEqualTo(name);
            assertThat(link.tags()).containsEntry("name", name);
            var second = http.getVpcLink(r -> r.vpcLinkId(made.get("SecondLink")));
            assertThat(second.name()).isEqualTo("second-" + name);
            assertThat(second.tags()).containsEntry("name", name);
            assertThat(
                            gateway.getClientCertificate(
                                            r -> r.clientCertificateId(made.get("Certificate")))
                                    .description())
                    .isEqualTo(name);
            var api = gateway.getRestApi(r -> r.restApiId(made.get("Api")));
            assertThat(api.description()).isEqualTo(name);
            assertThat(api.endpointConfiguration().typesAsStrings()).containsExactly("PRIVATE");
            assertThat(api.endpointConfiguration().vpcEndpointIds()).containsExactly("vpce-1a2b");
            assertThat(
                            gateway.getResources(r -> r.restApiId(made.get("Copy")))
                                    .items()
                                    .getFirst()
                                    .resourceMethods())
                    .containsOnlyKeys("GET");
            assertThat(
                            gateway.getStage(r -> r.restApiId(made.get("Api")).stageName("v1"))
                                    .clientCertificateId())
                    .isEqualTo(made.get("Certificate"));
            assertThat(http.getIntegrations(r -> r.apiId(made.get("Http"))).items())
                    .singleElement()
                    .satisfies(
                            each -> {
                                assertThat(each.connectionId()).isEqualTo(made.get("SecondLink"));
                                assertThat(each.tlsConfig().serverNameToVerify())
                                        .isEqualTo(name + ".example");
                            });
        }
    }

    private int status(String api, String path) throws Exception {
        URI url = node.endpoint().resolve("/_aws/execute-api/" + api + "/$default/" + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String said(String api, String stage) throws Exception {
        URI url = node.endpoint().resolve("/_aws/execute-api/" + api + "/" + stage + "/said");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void put(String key, String content) {
        s3.putObject(r -> r.bucket("documents").key(key), RequestBody.fromString(content));
    }
}
