package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.iam.IamClient;

/** Who may call an API whose policy says who may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class ApiPoliciesTest {
    private CalledApis kit;
    private LiveNode live;
    private ApiGatewayClient rest;
    private ApiGatewayClient patching;
    private IamClient iam;

    @BeforeAll
    void start(@TempDir Path data) {
        kit = new CalledApis(data);
        live = kit.live;
        rest = kit.rest;
        patching = kit.patching;
        iam = kit.iam;
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    @Test
    void aResourcePolicyLetsInWhomItAllowsOnly() throws Exception {
        String elsewhere =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
                 "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
                 "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}}
                """;
        URI denied = kit.restMethod("NONE", elsewhere);
        HttpResponse<String> response = live.http("GET", denied.getPath());
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body())
                .isEqualTo(
                        "{\"Message\":\"User: anonymous is not authorized to perform:"
                                + " execute-api:Invoke on resource:"
                                + " arn:aws:execute-api:us-east-1:********0000:"
                                + CalledApis.apiId(denied)
                                + "/prod/GET/pets/1\"}");
        URI open = kit.restMethod("NONE", elsewhere.replace("192.0.2.0/24", "127.0.0.1"));
        assertThat(live.http("GET", open.getPath()).statusCode()).isEqualTo(200);
        String shown = rest.getRestApi(r -> r.restApiId(CalledApis.apiId(open))).policy();
        assertThat(shown)
                .contains("\\\"Resource\\\":\\\"arn:aws:execute-api:us-east-1:000000000000:")
                .contains("\\/*");
    }

    @Test
    void aResourcePolicyAndACallersPoliciesAreJudgedTogether() throws Exception {
        AwsCredentials powerless = kit.user(null);
        AwsCredentials allowed = kit.user(CalledApis.allowing("*"));
        String open =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Principal": "*",
                 "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}}
                """;
        URI allowing = kit.restMethod("AWS_IAM", open.formatted("Allow"));
        URI denying = kit.restMethod("AWS_IAM", open.formatted("Deny"));

        assertThat(SignedApiCalls.send(powerless, "GET", allowing, "").statusCode()).isEqualTo(200);
        assertThat(SignedApiCalls.send(allowed, "GET", denying, "").statusCode()).isEqualTo(403);
        assertThat(SignedApiCalls.send(CalledApis.ROOT, "GET", denying, "").statusCode())
                .isEqualTo(403);
        assertThat(live.http("GET", allowing.getPath()).statusCode()).isEqualTo(403);
    }

    @Test
    void aPrivateApiIsForWhoComesThroughTheVpcEndpointThatItsPolicyNames() throws Exception {
        String policy =
                """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
                 {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
                  "Condition": {"StringNotEquals": {"aws:SourceVpce": "%s"}}},
                 {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
                  "Condition": {"NotIpAddress": {"aws:VpcSourceIp": "127.0.0.0/8"}}}]}
                """;
        URI here = kit.restMethod("NONE", policy.formatted("vpce-1a2b"));
        URI elsewhere = kit.restMethod("NONE", policy.formatted("vpce-9f9f"));
        URI signed = kit.restMethod("AWS_IAM", policy.formatted("vpce-1a2b"));
        assertThat(live.http("GET", here.getPath()).statusCode()).as("regional").isEqualTo(403);
        for (URI method : new URI[] {here, elsewhere, signed}) {
            patching.updateRestApi(
                    r ->
                            r.restApiId(CalledApis.apiId(method))
                                    .patchOperations(
                                            p ->
                                                    p.op(Op.REPLACE)
                                                            .path(
                                                                    "/endpointConfiguration/types/EDGE")
                                                            .value("PRIVATE"),
                                            p ->
                                                    p.op(Op.ADD)
                                                            .path(
                                                                    "/endpointConfiguration/vpcEndpointIds")
                                                            .value("vpce-1a2b")));
        }

        JsonNode identity = CalledApis.context(live.http("GET", here.getPath())).path("identity");

        assertThat(identity.path("vpceId").asText()).isEqualTo("vpce-1a2b");
        assertThat(identity.path("vpcId").asText()).isEqualTo("vpc-3c4d");
        assertThat(live.http("GET", elsewhere.getPath()).statusCode()).isEqualTo(403);
        JsonNode caller =
                CalledApis.context(SignedApiCalls.send(CalledApis.ROOT, "GET", signed, ""))
                        .path("identity");
        assertThat(caller.path("vpceId").asText()).isEqualTo("vpce-1a2b");
        assertThat(caller.path("userArn").asText()).isEqualTo("arn:aws:iam::000000000000:root");
    }

    @Test
    void aPolicyThatIsNoneIsRejected() {
        for (String broken :
                new String[] {"{", "[]", "{\"Statement\": [{\"Effect\": \"Allow\"}]}"}) {
            assertThatThrownBy(() -> rest.createRestApi(r -> r.name("x").policy(broken)))
                    .hasMessageContaining(
                            "Invalid policy document. Please check the policy syntax and ensure"
                                    + " that Principals are valid.");
        }
    }
}
