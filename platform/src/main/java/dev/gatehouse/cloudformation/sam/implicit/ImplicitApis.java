package dev.gatehouse.cloudformation.sam.implicit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerDocument;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Problems;
import java.util.Map;

/** What events imply of APIs, written into the template before it is expanded. */
public final class ImplicitApis {
    private static final String MANAGED = "__MANAGE_SWAGGER";
    private static final String BODY = "DefinitionBody";

    private ImplicitApis() {}

    /** Gives APIs that bring no document an empty one, and adds those that events imply. */
    public static void add(ObjectNode template, Problems problems) {
        ObjectNode resources = (ObjectNode) template.get("Resources");
        for (Map.Entry<String, JsonNode> each : resources.properties()) {
            for (ApiKind kind : ApiKind.values()) {
                if (each.getValue().path("Type").asText().equals(kind.type())) {
                    ObjectNode properties =
                            new Declared(each.getKey(), (ObjectNode) each.getValue()).properties();
                    if (!Values.isTrue(properties.path(BODY))
                            && !Values.isTrue(properties.path("DefinitionUri"))) {
                        properties.set(BODY, kind.skeleton());
                        properties.put(MANAGED, true);
                    }
                }
            }
        }
        new ImplicitApi(ApiKind.REST, template, problems).add();
        new ImplicitApi(ApiKind.HTTP, template, problems).add();
    }

    /** Has the documents that SAM writes be of the version asked for, which Globals may say. */
    public static void setVersions(ObjectNode resources) {
        for (JsonNode resource : resources) {
            if (!resource.path("Type").asText().equals(ApiKind.REST.type())
                    || !(resource.get("Properties") instanceof ObjectNode properties)
                    || !properties.has(MANAGED)
                    || !SwaggerDocument.isVersion3(properties.path("OpenApiVersion"))) {
                continue;
            }
            JsonNode given = properties.get("OpenApiVersion");
            JsonNode version =
                    given.isTextual() ? given : PythonText.literal(PythonText.scalar(given));
            properties.set("OpenApiVersion", version);
            if (properties.get(BODY) instanceof PythonDict body) {
                body.own("openapi", version);
                body.remove("swagger");
            }
        }
    }
}
