package dev.gatehouse.lambda.subscription;

import java.util.Set;

/** Which of the two APIs an extension subscribes by. */
public enum Api {
    /** The Telemetry API. */
    TELEMETRY("Telemetry", true, Set.of("2022-07-01", "2022-12-13", "2025-01-29")),
    /** The Logs API. */
    LOGS("Logs", false, Set.of("2020-08-15", "2021-03-18"));

    private final String title;
    private final boolean schemaRequired;
    private final Set<String> schemas;

    Api(String title, boolean schemaRequired, Set<String> schemas) {
        this.title = title;
        this.schemaRequired = schemaRequired;
        this.schemas = schemas;
    }

    /** As messages have it. */
    String title() {
        return title;
    }

    boolean isSchemaRequired() {
        return schemaRequired;
    }

    Set<String> schemas() {
        return schemas;
    }
}
