package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.OpenApiDocument;
import dev.gatehouse.cloudformation.sam.openapi.Paths;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Events of an HTTP API: a route of its document, and the permission to call the function. */
final class HttpEvents {
    private static final String BODY = "DefinitionBody";
    private static final String IAM = "AWS_IAM";
    private static final String NONE = "NONE";
    private static final Pattern PARAMETER = Pattern.compile("\\{(.*?)}");

    private final Target target;
    private final Event event;
    private final Declared api;
    private final String path;
    private final String method;

    HttpEvents(Target target, Event event, Expansion expansion) {
        this.target = target;
        this.event = event;
        JsonNode reference = event.get("ApiId");
        String id = reference.path("Ref").asText(reference.asText());
        ObjectNode declared = expansion.written(id);
        if (declared == null) {
            throw event.invalid(
                    "ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in"
                            + " same template.");
        }
        this.api = new Declared(id, declared);
        this.path = event.get("Path").asText();
        this.method = event.get("Method").asText().toLowerCase(Locale.ROOT);
    }

    List<Made> made() {
        JsonNode body = api.get(BODY);
        String bare = path.replaceFirst("^(.+)/$", "$1");
        // The permission of the route of all others holds for the rest as well.
        boolean covered =
                Values.isTrue(body)
                        && !bare.equals(OpenApiDocument.DEFAULT)
                        && new OpenApiDocument(body).isDefault(target.id());
        List<Made> made =
                covered
                        ? List.of()
                        : List.of(
                                Permissions.of(target, event, "apigateway.amazonaws.com")
                                        .set("SourceArn", source(bare)));
        if (!body.isMissingNode()) {
            api.properties().set(BODY, integrated(body));
        }
        return made;
    }

    private JsonNode source(String bare) {
        boolean any = method.equals("any") || method.equals(Paths.ANY);
        String route = bare.equals(OpenApiDocument.DEFAULT) ? "" : bare;
        route = route.replaceAll("\\{([a-zA-Z0-9._-]+|proxy\\+)}", "*");
        boolean named = method.equals("any") && route.equals("/" + OpenApiDocument.DEFAULT);
        String verb = any ? "*" : method.toUpperCase(Locale.ROOT);
        ObjectNode variables = Json.object();
        variables.set("__ApiId__", event.get("ApiId"));
        variables.put("__Stage__", "*");
        return Values.sub(
                "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"
                        + "${__ApiId__}/${__Stage__}"
                        + (named ? route : "/" + verb + route),
                variables);
    }

    private ObjectNode integrated(JsonNode body) {
        OpenApiDocument document = new OpenApiDocument(body);
        if (api.properties().has("__MANAGE_SWAGGER") && document.hasIntegration(path, method)) {
            throw event.invalid(
                    "API method '" + method + "' defined multiple times for path '" + path + "'.");
        }
        JsonNode condition = target.condition();
        JsonNode uri =
                Values.sub(
                        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/"
                                + "functions/"
                                + target.variable().asText()
                                + "/invocations");
        document.integrateFunction(path, method, uri, condition.isMissingNode() ? null : condition);
        if (Values.isTrue(event.get("Auth"))) {
            protect(document, event.get("Auth"));
        }
        if (Values.isTrue(event.get("TimeoutInMillis"))) {
            document.setIntegration(path, method, "timeoutInMillis", event.get("TimeoutInMillis"));
        }
        List<String> parameters =
                PARAMETER.matcher(path).results().map(each -> each.group(1)).toList();
        if (!parameters.isEmpty()) {
            document.addPathParameters(path, method, parameters);
        }
        if (Values.isTrue(event.get("PayloadFormatVersion"))) {
            document.setIntegration(
                    path, method, "payloadFormatVersion", event.get("PayloadFormatVersion"));
        }
        return document.written();
    }

    private void protect(OpenApiDocument document, JsonNode auth) {
        JsonNode all = api.get("Auth");
        JsonNode own = auth.path("Authorizer");
        JsonNode chosen = Values.isTrue(own) ? own : all.path("DefaultAuthorizer");
        if (!Values.isTrue(chosen)) {
            throw event.invalid(
                    "'Auth' section requires either an explicit 'Authorizer' set or a"
                            + " 'DefaultAuthorizer' configured on the HttpApi.");
        }
        JsonNode authorizers = all.path("Authorizers");
        JsonNode enabled = all.path("EnableIamAuthorizer");
        boolean iam = enabled.isBoolean() && enabled.asBoolean();
        String name = chosen.isTextual() ? chosen.asText() : PythonText.of(chosen);
        check(chosen, all, authorizers, iam);
        JsonNode scopes = auth.path("AuthorizationScopes");
        if (Values.isTrue(scopes) && !scopes.isArray()) {
            throw event.invalid(
                    "Unable to set Authorizer on API method ["
                            + method
                            + "] for path ["
                            + path
                            + "] because 'AuthorizationScopes' must be a list of strings.");
        }
        JsonNode demanded = Json.list();
        if (!name.equals(NONE) && !name.equals(IAM)) {
            JsonNode byDefault = authorizers.path(name).path("AuthorizationScopes");
            JsonNode some = Values.isTrue(scopes) ? scopes : byDefault;
            demanded = Values.isTrue(some) ? some : demanded;
        }
        document.setAuthorizer(path, method, name, demanded);
    }

    private void check(JsonNode chosen, JsonNode all, JsonNode authorizers, boolean iam) {
        String name = chosen.isTextual() ? chosen.asText() : PythonText.of(chosen);
        String unable = AuthorizerErrors.unable(name, method, path);
        if (name.equals(NONE)) {
            if (!Values.isTrue(all.path("DefaultAuthorizer"))) {
                throw AuthorizerErrors.none(event, method, path);
            }
            return;
        }
        if (name.equals(IAM) && iam) {
            return;
        }
        if (!chosen.isTextual() || !(authorizers.isObject() || authorizers.isMissingNode())) {
            throw event.invalid(
                    unable
                            + ". The method authorizer must be a string with a corresponding dict"
                            + " entry in the api authorizer.");
        }
        if (authorizers.isEmpty()) {
            throw event.invalid(
                    unable + " because the related API does not define any Authorizers.");
        }
        if (!Values.isTrue(authorizers.path(name))) {
            throw event.invalid(unable + " because it wasn't defined in the API's Authorizers.");
        }
    }
}
