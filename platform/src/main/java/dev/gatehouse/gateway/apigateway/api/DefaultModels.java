package dev.gatehouse.gateway.apigateway.api;

import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.gateway.resource.Ids;
import java.util.List;

/** The two models every REST API starts with. */
final class DefaultModels {
    private static final String EMPTY =
            """
            {
              "$schema": "http://json-schema.org/draft-04/schema#",
              "title" : "Empty Schema",
              "type" : "object"
            }\
            """;
    private static final String ERROR =
            """
            {
              "$schema" : "http://json-schema.org/draft-04/schema#",
              "title" : "Error Schema",
              "type" : "object",
              "properties" : {
                "message" : { "type" : "string" }
              }
            }\
            """;

    private DefaultModels() {}

    static List<Model> all() {
        return List.of(
                model("Empty", "This is a default empty schema model", EMPTY),
                model("Error", "This is a default error schema model", ERROR));
    }

    private static Model model(String name, String description, String schema) {
        return Model.builder()
                .id(Ids.part())
                .name(name)
                .description(description)
                .contentType("application/json")
                .schema(schema)
                .build();
    }
}
