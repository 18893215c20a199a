package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** User pool and JWT authorizers of REST APIs, with a real issuer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class RestTokenAuthorizersTest {
    private static final String POOL = "us-east-1_pool1";
    private static final List<String> SCOPES = List.of("pets:read");
    private static final String JWT =
            """
            {"name": "jwt", "type": "JWT", "identitySource": "method.request.header.Authorization",
             "jwtConfiguration": {
               "defaultAlgorithms": ["RS256", "ES256"],
               "issuers": [
                 {"issuer": "%s", "audiences": ["none", "app"], "additionalClaims": [
                   {"claimName": "tenant", "format": "SINGLE_STRING", "required": true, "expectedValues": ["blue"]}]},
                 {"issuer": "%s", "audiences": ["theirs"]}]}}
            """;
    private static final String STACK =
            """
            Resources:
              Api:
                Type: AWS::ApiGateway::RestApi
                Properties: {Name: jwt}
              Tokens:
                Type: AWS::ApiGateway::Authorizer
                Properties:
                  RestApiId: !Ref Api
                  Name: tokens
                  Type: JWT
                  IdentitySource: method.request.header.Authorization
                  JwtConfiguration:
                    DefaultAlgorithms: [RS256]
                    Issuers: [{Issuer: '%s', Audiences: ['%s']}]
              X:
                Type: AWS::ApiGateway::Resource
                Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: x}
              Get:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !Ref X
                  HttpMethod: GET
                  AuthorizationType: JWT
                  AuthorizerId: !Ref Tokens
                  Integration:
                    Type: MOCK
                    RequestTemplates: {application/json: '{"statusCode": 200}'}
                    IntegrationResponses: [{StatusCode: '200'}]
                  MethodResponses: [{StatusCode: '200'}]
              Deployed:
                Type: AWS::ApiGateway::Deployment
                DependsOn: Get
                Properties: {RestApiId: !Ref Api, StageName: prod}
            Outputs:
              Api: {Value: !Ref Api}
            """;
    private TokenApis kit;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        kit = new TokenApis(data);
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void aUserPoolsTokensOpenARestMethod() throws Exception {
        String api = restApi();
        UnaryOperator<JWTClaimsSet.Builder> id =
                c ->
                        c.issuer("https://cognito-idp.us-east-1.amazonaws.com/" + POOL)
                                .claim("token_use", "id");

        JsonNode claims =
                TokenApis.context(kit.get(api, "/x", kit.issuer.token(id)))
                        .path("authorizer")
                        .path("claims");
        assertThat(claims.path("sub").asText()).isEqualTo("ann");
        assertThat(claims.path("groups").asText()).isEqualTo("a,b");
        assertThat(claims.path("exp").asText())
                .matches("\\w{3} \\w{3} \\d\\d [\\d:]{8} UTC \\d{4}");
        String access =
                kit.issuer.token(
                        c ->
                                c.issuer(kit.issuer.url() + '/' + POOL)
                                        .claim("token_use", "access")
                                        .claim("scope", "pets:read"));
        assertThat(kit.get(api, "/scoped", access).statusCode()).isEqualTo(200);
        HttpResponse<String> none = kit.live.http("GET", TokenApis.path(api, "/x"));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        HttpResponse<String> expired =
                kit.get(
                        api,
                        "/x",
                        kit.issuer.token(
                                c ->
                                        id.apply(c)
                                                .expirationTime(
                                                        Date.from(Instant.now().minusSeconds(5)))));
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(expired.body()).isEqualTo("{\"message\":\"The incoming token has expired\"}");
        assertThat(kit.get(api, "/x", access).statusCode()).isEqualTo(401);
        assertThat(kit.get(api, "/scoped", kit.issuer.token(id)).statusCode()).isEqualTo(401);
        assertThat(kit.get(api, "/x", kit.issuer.token(TokenApis.PLAIN)).statusCode())
                .isEqualTo(401);
        String elsewhere =
                kit.issuer.token(c -> id.apply(c).issuer(kit.issuer.url() + "/us-east-1_other"));
        assertThat(kit.get(api, "/x", elsewhere).statusCode()).isEqualTo(401);
    }

    @Test
    void aRestApiTakesTheTokensOfEveryIssuerThatItTrusts() throws Exception {
        String api = kit.rest.createRestApi(r -> r.name("jwt")).id();
        String other = kit.issuer.url() + "/other";
        JsonNode made =
                TokenApis.JSON.readTree(
                        restCall("POST", api, JWT.formatted(kit.issuer.url(), other)).body());
        assertThat(made.path("jwtConfiguration").path("issuers").size()).isEqualTo(2);
        assertThat(made.has("authorizerResultTtlInSeconds")).isFalse();
        deployed(api, "JWT", made.path("id").asText());
        UnaryOperator<JWTClaimsSet.Builder> tenant = c -> c.claim("tenant", "blue");

        JsonNode claims =
                TokenApis.context(kit.get(api, "/x", "Bearer " + kit.issuer.token(tenant)))
                        .path("authorizer")
                        .path("claims");
        assertThat(claims.path("sub").asText()).isEqualTo("ann");
        assertThat(status(api, kit.issuer.onACurve(tenant))).isEqualTo(200);
        assertThat(status(api, kit.issuer.token(c -> c.issuer(other).audience("theirs"))))
                .isEqualTo(200);
        assertThat(
                        kit.get(
                                        api,
                                        "/scoped",
                                        kit.issuer.token(c -> tenant.apply(c).claim("scp", SCOPES)))
                                .statusCode())
                .isEqualTo(200);
        for (String token :
                new String[] {
                    "nonsense",
                    kit.issuer.confused(),
                    kit.issuer.token(TokenApis.PLAIN),
                    kit.issuer.token(c -> c.claim("tenant", "Blue")),
                    kit.issuer.token(c -> c.claim("tenant", List.of("blue"))),
                    kit.issuer.token(c -> tenant.apply(c).audience("theirs")),
                    kit.issuer.token(c -> c.issuer(other).audience("app").claim("tenant", "blue")),
                    kit.issuer.token(c -> tenant.apply(c).issuer(kit.issuer.url() + "/")),
                    kit.issuer.token(c -> tenant.apply(c).expirationTime(null))
                }) {
            assertThat(status(api, token)).as(token).isEqualTo(401);
        }
        assertThat(kit.get(api, "/scoped", kit.issuer.token(tenant)).statusCode()).isEqualTo(401);
        assertThat(kit.live.http("GET", TokenApis.path(api, "/x")).statusCode()).isEqualTo(401);
    }

    @Test
    void aJwtAuthorizerIsChangedAsAWholeAndExported() throws Exception {
        String api = kit.rest.createRestApi(r -> r.name("jwt")).id();
        String id =
                TokenApis.JSON
                        .readTree(
                                restCall(
                                                "POST",
                                                api,
                                                JWT.formatted(
                                                        kit.issuer.url(),
                                                        kit.issuer.url() + "/other"))
                                        .body())
                        .path("id")
                        .asText();
        String wanted =
                "{\"issuers\": [{\"issuer\": \"%s\", \"audiences\": [\"app\"]}], \"defaultAlgorithms\": [\"ES256\"]}"
                        .formatted(kit.issuer.url());

        HttpResponse<String> changed = restCall("PATCH", api + '/' + id, patch(wanted));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(TokenApis.JSON.readTree(changed.body()).path("jwtConfiguration"))
                .isEqualTo(TokenApis.JSON.readTree(wanted));
        for (String wrong :
                new String[] {
                    "[]",
                    "{",
                    "{}",
                    "{\"issuers\": \"x\", \"defaultAlgorithms\": [\"RS256\"]}",
                    wanted.replace("ES256", "HS256"),
                    wanted.replace("http:", "ftp:"),
                    wanted.replace("\"app\"", ""),
                    wanted.replace("\"audiences\"", "\"jwksUri\"")
                }) {
            assertThat(restCall("PATCH", api + '/' + id, patch(wrong)).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        deployed(api, "JWT", id);
        assertThat(status(api, kit.issuer.onACurve(TokenApis.PLAIN))).isEqualTo(200);
        assertThat(status(api, kit.issuer.token(TokenApis.PLAIN))).isEqualTo(401);
        String document =
                kit.rest
                        .getExport(
                                e ->
                                        e.restApiId(api)
                                                .stageName("prod")
                                                .exportType("oas30")
                                                .parameters(Map.of("extensions", "apigateway")))
                        .body()
                        .asUtf8String();
        String copy =
                kit.rest
                        .importRestApi(
                                i -> i.body(SdkBytes.fromUtf8String(document)).failOnWarnings(true))
                        .id();
        kit.rest.createDeployment(d -> d.restApiId(copy).stageName("prod"));
        assertThat(status(copy, kit.issuer.onACurve(TokenApis.PLAIN))).isEqualTo(200);
        assertThat(status(copy, kit.issuer.token(TokenApis.PLAIN))).isEqualTo(401);
    }

    @Test
    void aStackMakesAndChangesAJwtAuthorizer() throws Exception {
        try (CloudFormationClient stacks = kit.live.client(CloudFormationClient.builder())) {
            LiveStacks made = new LiveStacks(stacks);
            String api =
                    LiveStacks.outputs(
                                    made.created("jwt", STACK.formatted(kit.issuer.url(), "app")))
                            .get("Api");
            assertThat(status(api, kit.issuer.token(TokenApis.PLAIN))).isEqualTo(200);

            made.updated("jwt", STACK.formatted(kit.issuer.url(), "other"));
            assertThat(kit.rest.getAuthorizers(a -> a.restApiId(api)).items()).hasSize(1);
            kit.rest.createDeployment(d -> d.restApiId(api).stageName("prod"));
            assertThat(status(api, kit.issuer.token(TokenApis.PLAIN))).isEqualTo(401);
            assertThat(status(api, kit.issuer.token(c -> c.audience("other")))).isEqualTo(200);
        }
    }

    private int status(String api, String token) throws Exception {
        return kit.get(api, "/x", token).statusCode();
    }

    private static String patch(String value) throws Exception {
        return TokenApis.JSON.writeValueAsString(
                Map.of(
                        "patchOperations",
                        List.of(
                                Map.of(
                                        "op", "replace",
                                        "path", "/jwtConfiguration",
                                        "value", value))));
    }

    /** A call that the newest SDKs alone can make. */
    private HttpResponse<String> restCall(String method, String apiAndId, String body)
            throws Exception {
        String[] parts = apiAndId.split("/", 2);
        String id = parts.length == 1 ? "" : '/' + parts[1];
        return SignedApiCalls.send(
                AwsBasicCredentials.create("test", "test"),
                "apigateway",
                method,
                kit.live.endpoint().resolve("/restapis/" + parts[0] + "/authorizers" + id),
                body,
                body);
    }

    @Test
    void whatCannotBeAnAuthorizerIsRejected() {
        String api = kit.http.createApi(a -> a.name("x").protocolType(ProtocolType.HTTP)).apiId();
        for (String url : new String[] {"issuer", "file:///etc/passwd", "http://user@host/"}) {
            assertThatThrownBy(() -> kit.jwt(api, url, List.of("app")))
                    .hasMessageContaining("Invalid issuer");
        }
        assertThatThrownBy(() -> kit.jwt(api, "https://issuer.example", List.of()))
                .hasMessageContaining("Audience");
        String pools = kit.rest.createRestApi(r -> r.name("x")).id();
        assertThatThrownBy(
                        () ->
                                kit.rest.createAuthorizer(
                                        a ->
                                                a.restApiId(pools)
                                                        .name("p")
                                                        .type(AuthorizerType.COGNITO_USER_POOLS)
                                                        .identitySource(
                                                                "method.request.header.Authorization")
                                                        .providerARNs("arn:aws:iam::1:user/x")))
                .hasMessageContaining("Invalid Cognito User Pool ARN");
    }

    private String restApi() {
        String api = kit.rest.createRestApi(r -> r.name("tokens")).id();
        String authorizer =
                kit.rest
                        .createAuthorizer(
                                a ->
                                        a.restApiId(api)
                                                .name("pool")
                                                .type(AuthorizerType.COGNITO_USER_POOLS)
                                                .identitySource(
                                                        "method.request.header.Authorization")
                                                .providerARNs(
                                                        "arn:aws:cognito-idp:us-east-1:000000000000:userpool/"
                                                                + POOL))
                        .id();
        return deployed(api, "COGNITO_USER_POOLS", authorizer);
    }

    /** An API with methods at /x and at /scoped, which asks for a scope. */
    private String deployed(String api, String type, String authorizer) {
        String root = kit.rest.getResources(r -> r.restApiId(api)).items().getFirst().id();
        for (String name : new String[] {"x", "scoped"}) {
            String resource =
                    kit.rest
                            .createResource(r -> r.restApiId(api).parentId(root).pathPart(name))
                            .id();
            kit.rest.putMethod(
                    m ->
                            m.restApiId(api)
                                    .resourceId(resource)
                                    .httpMethod("GET")
                                    .authorizationType(type)
                                    .authorizerId(authorizer)
                                    .authorizationScopes(
                                            name.equals("x") ? List.of() : List.of("pets:read")));
            kit.rest.putIntegration(
                    i ->
                            i.restApiId(api)
                                    .resourceId(resource)
                                    .httpMethod("GET")
                                    .type("AWS_PROXY")
                                    .integrationHttpMethod("POST")
                                    .uri(
                                            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                                    + kit.echo
                                                    + "/invocations"));
        }
        kit.rest.createDeployment(d -> d.restApiId(api).stageName("prod"));
        return api;
    }
}
