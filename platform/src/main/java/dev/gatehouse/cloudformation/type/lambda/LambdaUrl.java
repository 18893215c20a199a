package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Lambda::Url}: the URL of a function or of an alias. */
public final class LambdaUrl implements ResourceType {
    private static final String SERVICE = "lambda";
    private static final String ARN = "FunctionArn";
    private static final String URL = "FunctionUrl";
    private static final String MODE = "InvokeMode";
    private static final String CORS = "Cors";

    @Override
    public String name() {
        return "AWS::Lambda::Url";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "AuthType",
                "Cors.AllowCredentials",
                "Cors.AllowHeaders",
                "Cors.AllowMethods",
                "Cors.AllowOrigins",
                "Cors.ExposeHeaders",
                "Cors.MaxAge",
                MODE,
                "Qualifier",
                "TargetFunctionArn");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.read(SERVICE, "GetFunctionUrlConfig", identity(declared))
                .map(url -> List.of(physical(url)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        return physical(target.call(SERVICE, "CreateFunctionUrlConfig", members(declared)));
    }

    /** What the template no longer has goes back to what Lambda takes it for. */
    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = members(declared);
        if (!input.has(CORS)) {
            input.putObject(CORS);
        }
        if (!input.has(MODE)) {
            input.put(MODE, "BUFFERED");
        }
        target.call(SERVICE, "UpdateFunctionUrlConfig", input);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteFunctionUrlConfig", identity(declared));
    }

    private static Physical physical(JsonNode url) {
        String arn = url.path(ARN).asText();
        return new Physical(arn).with(ARN, arn).with(URL, url.path(URL).asText());
    }

    private static ObjectNode identity(ObjectNode declared) {
        ObjectNode identity = Target.input();
        identity.set("FunctionName", declared.path("TargetFunctionArn"));
        if (declared.has("Qualifier")) {
            identity.set("Qualifier", declared.get("Qualifier"));
        }
        return identity;
    }

    private static ObjectNode members(ObjectNode declared) {
        ObjectNode members = identity(declared);
        for (String same : List.of("AuthType", CORS, MODE)) {
            if (declared.has(same)) {
                members.set(same, declared.get(same));
            }
        }
        return members;
    }
}
