package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::ApiGateway::Method}: a method with its integration and their responses. */
public final class RestMethod implements ResourceType {
    private static final String SERVICE = "apigateway";

    @Override
    public String name() {
        return "AWS::ApiGateway::Method";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "RestApiId",
                "ResourceId",
                "HttpMethod",
                "AuthorizationType",
                "AuthorizationScopes",
                "AuthorizerId",
                "ApiKeyRequired",
                "OperationName",
                "RequestParameters.*",
                "RequestModels.*",
                "RequestValidatorId",
                "Integration.CacheKeyParameters",
                "Integration.CacheNamespace",
                "Integration.ConnectionId",
                "Integration.ConnectionType",
                "Integration.IntegrationTarget",
                "Integration.ContentHandling",
                "Integration.Credentials",
                "Integration.IntegrationHttpMethod",
                "Integration.IntegrationResponses.ContentHandling",
                "Integration.IntegrationResponses.ResponseParameters.*",
                "Integration.IntegrationResponses.ResponseTemplates.*",
                "Integration.IntegrationResponses.SelectionPattern",
                "Integration.IntegrationResponses.StatusCode",
                "Integration.PassthroughBehavior",
                "Integration.RequestParameters.*",
                "Integration.RequestTemplates.*",
                "Integration.ResponseTransferMode",
                "Integration.TimeoutInMillis",
                "Integration.Type",
                "Integration.Uri",
                "MethodResponses.ResponseModels.*",
                "MethodResponses.ResponseParameters.*",
                "MethodResponses.StatusCode");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        ObjectNode identity = identity(MemberNames.lower(declared));
        return target.named(SERVICE, "GetMethod", identity, physicalId(identity));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode method = MemberNames.lower(declared);
        JsonNode integration = method.remove("integration");
        JsonNode responses = method.remove("methodResponses");
        ObjectNode identity = identity(method);
        target.call(SERVICE, "PutMethod", method);
        Target.complete(
                () -> {
                    if (responses != null) {
                        responses.forEach(
                                response -> put(target, "PutMethodResponse", identity, response));
                    }
                    if (integration instanceof ObjectNode declaredIntegration) {
                        putIntegration(target, identity, declaredIntegration);
                    }
                },
                () -> target.remove(SERVICE, "DeleteMethod", identity));
        return new Physical(physicalId(identity));
    }

    private static String physicalId(ObjectNode identity) {
        return String.join(
                "|",
                identity.path("restApiId").asText(),
                identity.path("resourceId").asText(),
                identity.path("httpMethod").asText());
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        delete(target, current, before);
        return create(target, declared);
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteMethod", identity(MemberNames.lower(declared)));
    }

    private static void putIntegration(Target target, ObjectNode identity, ObjectNode declared) {
        ObjectNode integration = declared.deepCopy();
        JsonNode responses = integration.remove("integrationResponses");
        integration.setAll(identity);
        target.call(SERVICE, "PutIntegration", integration);
        if (responses != null) {
            responses.forEach(
                    response -> put(target, "PutIntegrationResponse", identity, response));
        }
    }

    private static void put(
            Target target, String operation, ObjectNode identity, JsonNode response) {
        ObjectNode input = response.deepCopy();
        input.setAll(identity);
        target.call(SERVICE, operation, input);
    }

    private static ObjectNode identity(ObjectNode method) {
        ObjectNode identity = Target.input();
        for (String member : new String[] {"restApiId", "resourceId", "httpMethod"}) {
            identity.set(member, method.path(member));
        }
        return identity;
    }
}
