package dev.gatehouse.cloudformation.sam.implicit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Conditions;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the API of events that name none, and writes the paths of events into documents. */
final class ImplicitApi {
    private static final String MANAGED = "__MANAGE_SWAGGER";
    private static final String BODY = "DefinitionBody";

    private final ApiKind kind;
    private final ObjectNode template;
    private final ObjectNode resources;
    private final Problems problems;

    /** By API, path and method: the condition of the function; null for none. */
    private final Map<String, Map<String, Map<String, @Nullable String>>> conditions =
            new HashMap<>();

    private final ImplicitRetention retention = new ImplicitRetention();

    ImplicitApi(ApiKind kind, ObjectNode template, Problems problems) {
        this.kind = kind;
        this.template = template;
        this.resources = (ObjectNode) template.get("Resources");
        this.problems = problems;
    }

    void add() {
        JsonNode own = resources.get(kind.id());
        resources.set(kind.id(), implicit());
        for (Declared declared : functions()) {
            int before = problems.size();
            problems.collect(() -> addEvents(declared));
            if (problems.size() > before) {
                resources.remove(declared.id());
            }
        }
        ObjectNode api = (ObjectNode) resources.get(kind.id());
        conditionally(api);
        retention.apply(api);
        for (String id : names()) {
            if (resources.get(id) instanceof ObjectNode each
                    && each.path("Type").asText().equals(kind.type())
                    && each.path("Properties").has(MANAGED)) {
                conditionally(id, (ObjectNode) each.get("Properties"));
            }
        }
        if (api.path("Properties").path(BODY).path("paths").isEmpty()) {
            resources.remove(kind.id());
            if (own != null) {
                resources.set(kind.id(), own);
            }
        }
    }

    private ObjectNode implicit() {
        ObjectNode api = Json.object().put("Type", kind.type());
        ObjectNode properties = PythonDict.hashed();
        if (kind == ApiKind.REST) {
            properties.put("StageName", "Prod");
        }
        properties.set(BODY, kind.skeleton());
        properties.put(MANAGED, true);
        return api.set("Properties", properties);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        resources.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private List<Declared> functions() {
        List<Declared> functions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : resources.properties()) {
            String type = each.getValue().path("Type").asText();
            if (type.equals("AWS::Serverless::Function")
                    || type.equals("AWS::Serverless::StateMachine")) {
                functions.add(new Declared(each.getKey(), (ObjectNode) each.getValue()));
            }
        }
        return functions;
    }

    private void addEvents(Declared function) {
        if (!(function.get("Events") instanceof PythonDict events)) {
            return;
        }
        PythonDict own = PythonDict.hashed();
        for (Map.Entry<String, JsonNode> event : events.properties()) {
            if (event.getValue() instanceof ObjectNode
                    && event.getValue().path("Type").asText().equals(kind.event())) {
                own.set(event.getKey(), event.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> event : own.properties()) {
            addEvent(function, event.getKey(), (ObjectNode) event.getValue());
        }
        events.update(own);
    }

    private void addEvent(Declared function, String name, ObjectNode event) {
        JsonNode given = event.path("Properties");
        if (given.isMissingNode() && kind == ApiKind.HTTP) {
            given = event.putObject("Properties");
        }
        if (!Values.isTrue(given) && kind == ApiKind.REST) {
            return;
        }
        if (!(given instanceof ObjectNode properties)) {
            throw SamErrors.event(function.id(), name, "Properties should be a map.");
        }
        if (!properties.has(kind.property())) {
            addTags(function);
            properties.set(kind.property(), Values.ref(kind.id()));
        }
        if (kind == ApiKind.HTTP
                && !Values.isTrue(properties.path("Path"))
                && !Values.isTrue(properties.path("Method"))) {
            properties.put("Path", "$default").put("Method", "x-amazon-apigateway-any-method");
        }
        for (String required : List.of("Path", "Method")) {
            require(function.id(), name, required, properties.path(required));
        }
        JsonNode reference = properties.get(kind.property());
        JsonNode api = reference.has("Ref") ? reference.get("Ref") : reference;
        require(function.id(), name, kind.property(), api);
        String path = properties.get("Path").asText();
        String method = properties.get("Method").asText();
        conditions
                .computeIfAbsent(api.asText(), _ -> new HashMap<>())
                .computeIfAbsent(path, _ -> new HashMap<>())
                .put(method, function.resource().path("Condition").asText(null));
        if (api.asText().equals(kind.id())) {
            retention.add(function.resource());
        }
        addPath(function.id(), name, api.asText(), properties);
    }

    private static void require(String function, String event, String property, JsonNode value) {
        if (!value.isTextual()) {
            String problem = value.isMissingNode() ? "is required." : "should be a string.";
            throw SamErrors.event(function, event, "Property '" + property + "' " + problem);
        }
    }

    private void addPath(String function, String name, String api, ObjectNode event) {
        String type = resources.path(api).path("Type").asText();
        if (type.isEmpty() || (kind == ApiKind.REST && type.equals(ApiKind.HTTP.type()))) {
            throw SamErrors.event(
                    function,
                    name,
                    kind.property()
                            + " must be a valid reference to an '"
                            + kind.type()
                            + "' resource in same template.");
        }
        ObjectNode properties = properties(api);
        if (kind.isValid(properties.path(BODY)) && properties.has(MANAGED)) {
            String path = event.get("Path").asText();
            properties.set(
                    BODY, kind.withPath(properties.get(BODY), path, event.get("Method").asText()));
        }
        if (event.has("RouteSettings")) {
            if (!event.get("RouteSettings").isObject()) {
                throw SamErrors.event(function, name, "Property 'RouteSettings' should be a map.");
            }
            if (properties.has("RouteSettings") && !properties.get("RouteSettings").isObject()) {
                throw SamErrors.resource(api, "Property 'RouteSettings' should be a map.");
            }
            setRoute(
                    event,
                    properties,
                    conditions
                            .getOrDefault(api, Map.of())
                            .getOrDefault(event.get("Path").asText(), Map.of()));
        }
    }

    private ObjectNode properties(String api) {
        ObjectNode resource = (ObjectNode) resources.get(api);
        return new Declared(api, resource).properties();
    }

    private static void setRoute(
            ObjectNode event, ObjectNode api, Map<String, @Nullable String> conditions) {
        String method = event.get("Method").asText();
        String path = event.get("Path").asText();
        boolean any = method.equals("x-amazon-apigateway-any-method");
        String route = any ? path : method.toUpperCase(Locale.ROOT) + " " + path;
        ObjectNode routes =
                api.get("RouteSettings") instanceof ObjectNode given
                        ? given
                        : api.putObject("RouteSettings");
        ObjectNode settings =
                routes.get(route) instanceof ObjectNode given ? given : routes.putObject(route);
        String condition = conditions.get(method);
        JsonNode added = event.get("RouteSettings");
        settings.setAll(
                (ObjectNode)
                        (condition == null ? added : Values.onlyIf(Json.text(condition), added)));
    }

    /** The tags that a function hands on go to the API that its event makes. */
    private void addTags(Declared function) {
        String section = function.type().substring("AWS::Serverless::".length());
        JsonNode globals = template.path("Globals").path(section);
        boolean asked =
                Values.isTrue(function.get("PropagateTags"))
                        || Values.isTrue(globals.path("PropagateTags"));
        JsonNode own = function.get("Tags");
        JsonNode tags = Values.isTrue(own) ? own : globals.path("Tags");
        if (asked && tags instanceof ObjectNode map && !map.isEmpty()) {
            ObjectNode properties = properties(kind.id());
            ObjectNode all =
                    properties.get("Tags") instanceof ObjectNode given
                            ? given
                            : properties.putObject("Tags");
            all.setAll(map);
            properties.put("PropagateTags", true);
        }
    }

    /** The implicit API is there when one of the functions is. */
    private void conditionally(ObjectNode api) {
        Set<String> names = new TreeSet<>();
        for (Map<String, @Nullable String> methods :
                conditions.getOrDefault(kind.id(), Map.of()).values()) {
            for (String condition : methods.values()) {
                if (condition == null) {
                    return;
                }
                names.add(condition);
            }
        }
        if (!names.isEmpty()) {
            api.put("Condition", name(kind.id() + "Condition", names));
        }
    }

    /** A path is there when one of its methods is. */
    private void conditionally(String api, ObjectNode properties) {
        Map<String, Map<String, @Nullable String>> paths = conditions.getOrDefault(api, Map.of());
        properties.set(
                BODY,
                kind.conditionally(
                        properties.get(BODY),
                        path -> {
                            Set<String> names = new TreeSet<>();
                            for (String each : paths.getOrDefault(path, Map.of()).values()) {
                                if (each == null) {
                                    return null;
                                }
                                names.add(each);
                            }
                            if (names.size() == 1) {
                                return Json.text(names.iterator().next());
                            }
                            String clean =
                                    path.replace("/", "SLASH")
                                            .replace("{", "OB")
                                            .replace("}", "CB");
                            return names.isEmpty()
                                    ? null
                                    : PythonText.literal(
                                            name(api + clean + "PathCondition", names));
                        }));
    }

    /** The one condition, or a new one that holds when any does. */
    private String name(String combined, Set<String> names) {
        if (names.size() == 1) {
            return names.iterator().next();
        }
        ObjectNode all =
                template.get("Conditions") instanceof ObjectNode given
                        ? given
                        : template.putObject("Conditions");
        Conditions.addAny(all, combined, List.copyOf(names));
        return combined;
    }
}
