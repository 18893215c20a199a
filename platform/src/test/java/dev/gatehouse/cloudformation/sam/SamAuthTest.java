package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.template.Template;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Auth of serverless APIs and their events: whatever is not applied is rejected by name. */
@Tag("unit")
final class SamAuthTest {
    private static final String METHOD = "ServerlessRestApiAGET";
    private static final String ROUTE = "FHRoute";

    private static Template template(String globals, String restAuth, String httpAuth) {
        return Template.parse(
                """
                Transform: AWS::Serverless-2016-10-31
                Globals: %s
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      InlineCode: x
                      Events:
                        R: {Type: Api, Properties: {Path: /a, Method: get %s}}
                        H: {Type: HttpApi, Properties: {Path: /a, Method: get %s}}
                """
                        .formatted(globals, auth(restAuth), auth(httpAuth)));
    }

    private static String auth(String auth) {
        return auth.isEmpty() ? "" : ", Auth: " + auth;
    }

    private static JsonNode properties(Template expanded, String id) {
        return Objects.requireNonNull(expanded.resources().get(id), id).properties();
    }

    private static final String POOL =
            "{Api: {Auth: {DefaultAuthorizer: P, Authorizers: {P: {UserPoolArn:"
                    + " arn:aws:cognito-idp:us-east-1:1:userpool/p, AuthorizationScopes: [a]},"
                    + " L: {FunctionArn: !GetAtt F.Arn, FunctionPayloadType: REQUEST, Identity:"
                    + " {Headers: [X], Context: [stage], ReauthorizeEvery: 5}}}}},"
                    + " HttpApi: {Auth: {EnableIamAuthorizer: true, DefaultAuthorizer: J,"
                    + " Authorizers: {J: {JwtConfiguration: {issuer: https://i, audience: [a]},"
                    + " IdentitySource: $request.header.Authorization},"
                    + " L: {FunctionArn: !GetAtt F.Arn, AuthorizerPayloadFormatVersion: 2.0,"
                    + " EnableSimpleResponses: true, EnableFunctionDefaultPermissions: true,"
                    + " Identity: {Headers: [X]}}}}}}";

    @Test
    void theDefaultAuthorizerOfGlobalsHoldsForEventsThatNameNone() {
        Template expanded = SamTransform.apply(template(POOL, "", ""));

        assertThat(properties(expanded, METHOD).path("AuthorizationType").asText())
                .isEqualTo("COGNITO_USER_POOLS");
        assertThat(properties(expanded, METHOD).path("AuthorizerId").path("Ref").asText())
                .isEqualTo("ServerlessRestApiPAuthorizer");
        assertThat(properties(expanded, METHOD).path("AuthorizationScopes").toString())
                .isEqualTo("[\"a\"]");
        assertThat(properties(expanded, ROUTE).path("AuthorizationType").asText()).isEqualTo("JWT");
        assertThat(properties(expanded, "ServerlessHttpApiJAuthorizer").path("JwtConfiguration"))
                .hasToString("{\"Issuer\":\"https://i\",\"Audience\":[\"a\"]}");
    }

    @Test
    void aMethodAsksForAKeyUnlessItsEventSaysOtherwise() {
        String globals =
                "{Api: {Auth: {ApiKeyRequired: true, UsagePlan: {CreateUsagePlan: PER_API,"
                        + " Quota: {Limit: 5, Period: DAY}}}}}";
        Template asked = SamTransform.apply(template(globals, "", ""));

        assertThat(properties(asked, METHOD).path("ApiKeyRequired").asBoolean()).isTrue();
        assertThat(
                        properties(
                                        SamTransform.apply(
                                                template(globals, "{ApiKeyRequired: false}", "")),
                                        METHOD)
                                .has("ApiKeyRequired"))
                .isFalse();
        JsonNode plan = properties(asked, "ServerlessRestApiUsagePlan");
        assertThat(plan.path("Quota")).hasToString("{\"Limit\":5,\"Period\":\"DAY\"}");
        assertThat(plan.path("ApiStages"))
                .hasToString(
                        "[{\"ApiId\":{\"Ref\":\"ServerlessRestApi\"},"
                                + "\"Stage\":{\"Ref\":\"ServerlessRestApiProdStage\"}}]");
        assertThat(properties(asked, "ServerlessRestApiUsagePlanKey").path("KeyId"))
                .hasToString("{\"Ref\":\"ServerlessRestApiApiKey\"}");
    }

    @Test
    void anEventsAuthorizerGoesBeforeTheDefault() {
        Template expanded =
                SamTransform.apply(template(POOL, "{Authorizer: L}", "{Authorizer: L}"));

        assertThat(properties(expanded, METHOD).path("AuthorizationType").asText())
                .isEqualTo("CUSTOM");
        JsonNode authorizer = properties(expanded, "ServerlessRestApiLAuthorizer");
        assertThat(authorizer.path("IdentitySource").asText())
                .isEqualTo("method.request.header.X, context.stage");
        assertThat(authorizer.path("AuthorizerResultTtlInSeconds").asInt()).isEqualTo(5);
        assertThat(properties(expanded, "ServerlessRestApiLAuthorizerPermission").toString())
                .contains("${ServerlessRestApi}/authorizers/*");
        assertThat(properties(expanded, ROUTE).path("AuthorizationType").asText())
                .isEqualTo("CUSTOM");
        assertThat(properties(expanded, "ServerlessHttpApiLAuthorizer").toString())
                .contains("\"IdentitySource\":[\"$request.header.X\"]")
                .contains("\"EnableSimpleResponses\":true");
        assertThat(expanded.resources()).containsKey("ServerlessHttpApiLAuthorizerPermission");
    }

    @Test
    void onlyNoneOpensAnEventOfAnApiWithADefault() {
        Template expanded =
                SamTransform.apply(template(POOL, "{Authorizer: NONE}", "{Authorizer: NONE}"));

        assertThat(properties(expanded, METHOD).path("AuthorizationType").asText())
                .isEqualTo("NONE");
        assertThat(properties(expanded, ROUTE).has("AuthorizationType")).isFalse();
    }

    @Test
    void withASignatureAFunctionIsCalledAsItsCaller() {
        Template expanded =
                SamTransform.apply(template("{Api: {Auth: {DefaultAuthorizer: AWS_IAM}}}", "", ""));
        assertThat(properties(expanded, METHOD).path("AuthorizationType").asText())
                .isEqualTo("AWS_IAM");
        assertThat(properties(expanded, METHOD).path("Integration").path("Credentials"))
                .hasToString("{\"Fn::Sub\":\"arn:${AWS::Partition}:iam::*:user/*\"}");

        JsonNode own =
                properties(
                        SamTransform.apply(
                                template(
                                        POOL,
                                        "{Authorizer: AWS_IAM, InvokeRole: NONE}",
                                        "{Authorizer: AWS_IAM}")),
                        METHOD);
        assertThat(own.path("AuthorizationType").asText()).isEqualTo("AWS_IAM");
        assertThat(own.path("Integration").has("Credentials")).isFalse();
    }

    @Test
    void aResourcePolicyIsTheApisAndDeploysItAnew() {
        Template open = SamTransform.apply(template("{}", "", ""));
        Template expanded =
                SamTransform.apply(
                        template(
                                "{Api: {Auth: {ResourcePolicy: {IpRangeWhitelist: [192.0.2.1],"
                                        + " CustomStatements: {Effect: Deny, Principal: '*',"
                                        + " Action: execute-api:Invoke, Resource:"
                                        + " 'execute-api:/*'}}}}}",
                                "",
                                ""));

        assertThat(properties(expanded, "ServerlessRestApi").path("Policy").path("Statement"))
                .hasSize(3);
        assertThat(properties(expanded, "ServerlessRestApi").path("Policy").toString())
                .contains("{\"NotIpAddress\":{\"aws:SourceIp\":[\"192.0.2.1\"]}}");
        assertThat(deployment(expanded)).isNotEqualTo(deployment(open));
        assertThat(deployment(SamTransform.apply(template(POOL, "", ""))))
                .isNotEqualTo(
                        deployment(
                                SamTransform.apply(
                                        template(
                                                POOL.replace(
                                                        "ReauthorizeEvery: 5",
                                                        "ReauthorizeEvery: 6"),
                                                "",
                                                ""))));
    }

    private static String deployment(Template expanded) {
        return expanded.resources().keySet().stream()
                .filter(id -> id.startsWith("ServerlessRestApiDeployment"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{Authorizer: Nobody} | | Unable to set Authorizer [Nobody]",
                "{Authorizer: NONE} | | 'NONE' is only a valid value when a DefaultAuthorizer",
                "{Authorizer: {Ref: X}} | | must be the name of an authorizer",
                "{Authorizer: ''} | | must be the name of an authorizer",
                "{AuthorizationScopes: [a]} | | AuthorizationScopes works only when",
                "{ApiKeyRequired: 'yes'} | | ApiKeyRequired must be true or false",
                "[] | | must be a map",
                " | {Authorizer: AWS_IAM} | 'EnableIamAuthorizer' of the API's Auth is not true",
                " | {Authorizer: Nobody} | Unable to set Authorizer [Nobody]",
                " | {AuthorizationScopes: [a]} | AuthorizationScopes works only when",
            })
    void rejectsByNameWhatWouldLeaveAnEventOpen(String rest, String http, String message) {
        assertThatThrownBy(
                        () ->
                                SamTransform.apply(
                                        template(
                                                "{}",
                                                rest == null ? "" : rest,
                                                http == null ? "" : http)))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{Api: {Auth: {DefaultAuthorizer: Nobody}}} | Unable to set Authorizer [Nobody]",
                "{Api: {Auth: {DefaultAuthorizer: NONE}}} | Unable to set Authorizer [NONE]",
                "{Api: {Auth: {DefaultAuthorizer: {Ref: X}}}} | must be the name of an authorizer",
                "{Api: {Auth: {Authorizers: {A: {}}}}} | must have a UserPoolArn or a FunctionArn",
                "{Api: {Auth: {ResourcePolicy: {SourceVpcWhitelist: [v]}}}} | SourceVpcWhitelist",
                "{HttpApi: {Auth: {DefaultAuthorizer: AWS_IAM}}} | 'EnableIamAuthorizer'",
                "{HttpApi: {Auth: {Authorizers: {A: {}}}}} | must have a JwtConfiguration or a",
                "{HttpApi: {Auth: {Authorizers: []}}} | must be a map",
            })
    void rejectsByNameWhatCannotBeTheAuthOfAnApi(String globals, String message) {
        assertThatThrownBy(() -> SamTransform.apply(template(globals, "", "")))
                .hasMessageContaining(message);
    }
}
