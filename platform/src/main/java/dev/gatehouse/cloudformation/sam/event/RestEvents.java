package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.Paths;
import dev.gatehouse.cloudformation.sam.openapi.RestRoute;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerAuth;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerDocument;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerPolicy;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Events of a REST API: a method of its document, and the permission of its stage. */
final class RestEvents {
    private static final String BODY = "DefinitionBody";
    private static final String PRINCIPAL = "apigateway.amazonaws.com";

    private final Target target;
    private final Event event;
    private final Expansion expansion;
    private final Declared api;
    private final String path;
    private final String method;

    RestEvents(Target target, Event event, Expansion expansion) {
        this.target = target;
        this.event = event;
        this.expansion = expansion;
        JsonNode reference = event.get("RestApiId");
        String id = reference.path("Ref").asText(reference.asText());
        ObjectNode declared = expansion.written(id);
        if (declared == null) {
            throw event.invalid(
                    "RestApiId property of Api event must reference a valid resource in the same"
                            + " template.");
        }
        this.api = new Declared(id, declared);
        this.path = event.get("Path").asText();
        this.method = event.get("Method").asText().toLowerCase(Locale.ROOT);
    }

    List<Made> made() {
        JsonNode stage = stage();
        Made permission = Permissions.of(target, event.id(), stage.asText(), PRINCIPAL);
        permission.set("SourceArn", source());
        boolean merged = Values.isTrue(api.get("MergeDefinitions"));
        if (api.properties().has("__MANAGE_SWAGGER") || merged) {
            addFunction(stage, merged);
        }
        JsonNode auth = event.get("Auth");
        if (Values.isTrue(api.get(BODY)) && Values.isTrue(auth.path("OverrideApiAuth"))) {
            override(auth, stage);
        }
        return List.of(permission);
    }

    List<Made> ofMachine(JsonNode boundary) {
        Made role = StartRoles.of(target, event, PRINCIPAL, boundary);
        if (api.properties().has("__MANAGE_SWAGGER") && !api.get(BODY).isMissingNode()) {
            SwaggerDocument document = new SwaggerDocument(api.get(BODY));
            requireFree(document);
            PythonDict templates =
                    PythonDict.ordered().own("application/json", Values.sub(template()));
            document.integrateStateMachine(route(), Values.attribute(role.id(), "Arn"), templates);
            if (Values.isTrue(event.get("Auth"))) {
                JsonNode stage = PythonText.literal("None");
                protect(document, event.get("Auth"), stage);
            }
            api.properties().set(BODY, document.written());
        }
        return List.of(role);
    }

    private String template() {
        String machine = "${" + target.id() + "}";
        if (Values.isTrue(event.get("UnescapeMappingTemplate"))) {
            return "{\"input\":"
                    + " \"$util.escapeJavaScript($input.json('$')).replaceAll(\"\\\\'\",\"'\")\","
                    + " \"stateMachineArn\": \""
                    + machine
                    + "\"}";
        }
        return "{\"input\": \"$util.escapeJavaScript($input.json('$'))\", \"stateMachineArn\": \""
                + machine
                + "\"}";
    }

    /** The stage that may call, as far as its name is known. */
    private JsonNode stage() {
        JsonNode stage = api.get("StageName");
        if (!stage.isTextual()) {
            return PythonText.literal("Stage");
        }
        if (stage.asText().isEmpty()) {
            throw SamErrors.resource(api.id(), "StageName cannot be empty.");
        }
        return stage;
    }

    private JsonNode source() {
        String bare = path.replaceFirst("^(.+)/$", "$1");
        String verb = method.equals("any") ? "*" : method.toUpperCase(Locale.ROOT);
        ObjectNode variables = Json.object();
        variables.set("__ApiId__", event.get("RestApiId"));
        variables.put("__Stage__", "*");
        return Values.sub(
                "arn:"
                        + expansion.partition()
                        + ":execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/"
                        + verb
                        + SwaggerPolicy.withoutParameters(bare),
                variables);
    }

    private RestRoute route() {
        JsonNode condition = target.condition();
        boolean streamed = event.get("ResponseTransferMode").asText().equals("RESPONSE_STREAM");
        return new RestRoute(path, method, condition.isMissingNode() ? null : condition, streamed);
    }

    private void requireFree(SwaggerDocument document) {
        if (document.hasIntegration(path, method)) {
            throw event.invalid(
                    "API method \""
                            + method
                            + "\" defined multiple times for path \""
                            + path
                            + "\".");
        }
    }

    private void addFunction(JsonNode stage, boolean merged) {
        if (api.get(BODY).isMissingNode()) {
            return;
        }
        SwaggerDocument document =
                new SwaggerDocument(merged ? SwaggerDocument.skeleton() : api.get(BODY));
        requireFree(document);
        RestRoute route = route();
        document.integrateFunction(route, uri(route), credentials());
        JsonNode auth = event.get("Auth");
        if (Values.isTrue(auth)) {
            protect(document, auth, stage);
        }
        if (Values.isTrue(event.get("TimeoutInMillis"))) {
            document.setTimeout(path, method, event.get("TimeoutInMillis"));
        }
        new RestRequests(event, api, document, path, method).apply();
        ObjectNode written = document.written();
        api.properties().set(BODY, merged ? mergedInto(written) : written);
    }

    private JsonNode uri(RestRoute route) {
        String version = route.isStreamed() ? "2021-11-15" : "2015-03-31";
        String arn =
                "arn:"
                        + expansion.partition()
                        + ":apigateway:${AWS::Region}:lambda:path/"
                        + version
                        + "/functions/"
                        + target.variable().asText()
                        + (route.isStreamed() ? "/response-streaming-invocations" : "/invocations");
        PythonDict uri = PythonDict.hashed();
        return uri.own("Fn::Sub", PythonText.like(target.variable(), arn));
    }

    /** Whose permissions call the function where signatures of IAM let in. */
    private @Nullable JsonNode credentials() {
        JsonNode own = event.get("Auth");
        JsonNode all = api.get("Auth");
        boolean iam =
                own.path("Authorizer").asText().equals(SwaggerAuth.IAM)
                        || (all.path("DefaultAuthorizer").asText().equals(SwaggerAuth.IAM)
                                && !Values.isTrue(own));
        if (!iam) {
            return null;
        }
        JsonNode role = own.has("InvokeRole") ? own.get("InvokeRole") : all.path("InvokeRole");
        if (role.asText().equals("NONE") || (!role.isMissingNode() && !Values.isTrue(role))) {
            return null;
        }
        boolean caller = role.isMissingNode() || role.asText().equals("CALLER_CREDENTIALS");
        return caller
                ? PythonText.literal("arn:" + expansion.partition() + ":iam::*:user/*")
                : role;
    }

    private void override(JsonNode auth, JsonNode stage) {
        if (!Values.isTrue(auth.path("Authorizer"))
                && !Values.isTrue(auth.path("ApiKeyRequired"))
                && !Values.isTrue(auth.path("ResourcePolicy"))) {
            throw event.invalid(
                    "Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using"
                            + " the OverrideApiAuth property.");
        }
        SwaggerDocument document = new SwaggerDocument(api.get(BODY));
        protect(document, auth, stage);
        api.properties().set(BODY, document.written());
    }

    private void protect(SwaggerDocument document, JsonNode auth, JsonNode stage) {
        JsonNode all = expansion.withParameters(api.get("Auth"));
        new RestProtection(event, document, path, method).apply(auth, all, stage);
    }

    /** A method of the document that was brought along, with what SAM says of it instead. */
    private ObjectNode mergedInto(ObjectNode generated) {
        PythonDict body = ((PythonDict) api.get(BODY)).shallowCopy();
        if (!(body.get("paths") instanceof ObjectNode paths) || paths.isEmpty()) {
            return body;
        }
        String name = method.equals("any") ? Paths.ANY : method;
        JsonNode before = paths.path(path).path(method);
        if (Values.isTrue(before) && !before.isObject()) {
            throw SamErrors.resource(
                    api.id(),
                    "Property 'DefinitionBody.paths." + path + "." + method + "' should be a map.");
        }
        PythonDict merged = PythonDict.ordered();
        if (before instanceof ObjectNode given) {
            merged.update(given);
        }
        merged.update((ObjectNode) generated.path("paths").path(path).path(name));
        if (!paths.has(path)) {
            paths.set(path, PythonDict.ordered());
        }
        ((ObjectNode) paths.get(path)).set(method, merged);
        return body;
    }
}
