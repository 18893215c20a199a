package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * A serverless application whose APIs let in only whom its Auth says, made, changed and deleted.
 */
@Tag("node")
final class AuthStackTest {
    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            Globals:
              Function: {Runtime: python3.11, Handler: index.handler, Timeout: 20}
              Api:
                Auth:
                  DefaultAuthorizer: Token
                  AddDefaultAuthorizerToCorsPreflight: false
                  Authorizers:
                    Token:
                      FunctionArn: !GetAtt Judge.Arn
                      Identity: {Header: X-Token, ReauthorizeEvery: TTL}
              HttpApi:
                Auth:
                  EnableIamAuthorizer: true
                  DefaultAuthorizer: Simple
                  Authorizers:
                    Simple:
                      FunctionArn: !GetAtt Judge.Arn
                      AuthorizerPayloadFormatVersion: '2.0'
                      EnableSimpleResponses: true
                      EnableFunctionDefaultPermissions: true
                      Identity: {Headers: [X-Token]}
            Resources:
              Judge:
                Type: AWS::Serverless::Function
                Properties:
                  InlineCode: |
                    def handler(event, context):
                        if event.get('version') == '2.0':
                            return {'isAuthorized': event['headers']['x-token'] == 'good'}
                        effect = 'Allow' if event['authorizationToken'] == 'good' else 'Deny'
                        return {'principalId': 'p', 'policyDocument': {'Version': '2012-10-17',
                            'Statement': [{'Effect': effect, 'Action': '*', 'Resource': '*'}]}}
              Shop:
                Type: AWS::Serverless::Function
                Properties:
                  InlineCode: |
                    def handler(event, context):
                        return {'statusCode': 200, 'body': 'in'}
                  Events:
                    Get: {Type: Api, Properties: {Path: /a, Method: get}}
                    Open: {Type: Api, Properties: {Path: /open, Method: get, Auth: {Authorizer: NONE}}}
                    Signed: {Type: Api, Properties: {Path: /signed, Method: get, Auth: {Authorizer: AWS_IAM}}}
                    HttpGet: {Type: HttpApi, Properties: {Path: /a, Method: get}}
                    HttpSigned: {Type: HttpApi, Properties: {Path: /signed, Method: get, Auth: {Authorizer: AWS_IAM}}}
            Outputs:
              Rest: {Value: !Ref ServerlessRestApi}
              Http: {Value: !Ref ServerlessHttpApi}
            """;

    @Test
    void letsInWhomItSaysOnly(@TempDir Path data) throws Exception {
        try (Node node = LiveNode.start(data)) {
            LiveNode live = LiveNode.of(node);
            LiveStacks stacks = LiveStacks.of(live);
            Stack made = stacks.created("auth", TEMPLATE.replace("TTL", "0"));
            Map<String, String> outputs = LiveStacks.outputs(made);
            String rest = "/_aws/execute-api/" + outputs.get("Rest") + "/Prod";
            String http = "/_aws/execute-api/" + outputs.get("Http");
            assertProtected(live, rest, http);
            stacks.updated("auth", TEMPLATE.replace("TTL", "5"));
            assertProtected(live, rest, http);
            stacks.deleted("auth");
            stacks.client().close();
        }
    }

    private static void assertProtected(LiveNode live, String rest, String http) throws Exception {
        assertThat(status(live, rest + "/a")).isEqualTo(401);
        assertThat(status(live, rest + "/a", "X-Token", "bad")).isEqualTo(403);
        assertThat(status(live, rest + "/a", "X-Token", "good")).isEqualTo(200);
        assertThat(status(live, rest + "/open")).isEqualTo(200);
        assertThat(status(live, rest + "/signed", "X-Token", "good")).isEqualTo(403);
        assertThat(signed(live, rest + "/signed")).isEqualTo(200);
        assertThat(status(live, http + "/a")).isEqualTo(401);
        assertThat(status(live, http + "/a", "X-Token", "bad")).isEqualTo(403);
        assertThat(status(live, http + "/a", "X-Token", "good")).isEqualTo(200);
        assertThat(status(live, http + "/signed", "X-Token", "good")).isEqualTo(403);
        assertThat(signed(live, http + "/signed")).isEqualTo(200);
    }

    private static int status(LiveNode live, String path, String... headers) throws Exception {
        return live.http("GET", path, headers).statusCode();
    }

    private static int signed(LiveNode live, String path) throws Exception {
        URI uri = live.endpoint().resolve(path);
        return SignedApiCalls.send(AwsBasicCredentials.create("test", "test"), "GET", uri, "")
                .statusCode();
    }
}
