package dev.gatehouse.wirecompiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The class with a service's operations, and the one that makes their views. */
final class ServiceSource {
    private final ServiceFacts service;
    private final String serviceClass;
    private final JavaNames names;

    ServiceSource(ServiceFacts service, String serviceClass, JavaNames names) {
        this.service = service;
        this.serviceClass = serviceClass;
        this.names = names;
    }

    String serviceClass() {
        StringBuilder out = new StringBuilder();
        out.append("package dev.gatehouse.aws.").append(service.name()).append(";\n\n");
        out.append("import dev.gatehouse.aws.Empty;\n");
        out.append("import dev.gatehouse.aws.Operation;\n");
        out.append("import dev.gatehouse.aws.ServiceModel;\n");
        out.append("import dev.gatehouse.aws.ViewFactory;\n\n");
        out.append("/** The operations of ").append(service.facts().get("id").asText());
        out.append(". */\n");
        out.append("public final class ").append(serviceClass).append(" {\n");
        out.append("    /** The facts behind them. */\n");
        out.append("    public static final ServiceModel MODEL = ServiceModel.load(\"");
        out.append(service.name()).append("\");\n\n");
        out.append("    private static final ViewFactory VIEWS = new ");
        out.append(serviceClass).append("Views();\n");
        List<String> operations = service.operationNames();
        for (int i = 0; i < operations.size(); i++) {
            constant(operations.get(i), i, out);
        }
        out.append("\n    private ").append(serviceClass).append("() {}\n}\n");
        return out.toString();
    }

    private void constant(String name, int index, StringBuilder out) {
        JsonNode operation = service.operation(name);
        out.append("\n    /** {@code ").append(name).append("}. */\n");
        out.append("    public static final Operation<").append(type(operation, "input"));
        out.append(", ").append(type(operation, "output")).append("> ");
        out.append(JavaNames.constant(name)).append(" =\n");
        out.append("            Operation.of(MODEL, VIEWS, ").append(index).append(");\n");
    }

    private String type(JsonNode operation, String side) {
        return operation.has(side) ? names.type(operation.get(side).asText()) : "Empty";
    }

    String viewFactory() {
        StringBuilder out = new StringBuilder();
        out.append("package dev.gatehouse.aws.").append(service.name()).append(";\n\n");
        out.append("import dev.gatehouse.aws.Empty;\n");
        out.append("import dev.gatehouse.aws.Structure;\n");
        out.append("import dev.gatehouse.aws.View;\n");
        out.append("import dev.gatehouse.aws.ViewFactory;\n\n");
        out.append("/** Makes the views of each operation. */\n");
        out.append("final class ").append(serviceClass).append("Views implements ViewFactory {\n");
        method("input", out);
        out.append('\n');
        method("output", out);
        return out.append("}\n").toString();
    }

    /**
     * Each case returns by itself: were the switch an expression, the verifier would load every
     * view to learn that they have a superclass in common, a thousand classes at a node's start.
     */
    private void method(String side, StringBuilder out) {
        out.append("    @Override\n    public View ").append(side);
        out.append("(int operation, Structure data) {\n        switch (operation) {\n");
        List<String> operations = service.operationNames();
        for (int i = 0; i < operations.size(); i++) {
            JsonNode operation = service.operation(operations.get(i));
            out.append("            case ").append(i).append(":\n                return new ");
            out.append(type(operation, side)).append("(data);\n");
        }
        out.append("            default:\n                throw new IllegalArgumentException(");
        out.append("\"no operation \" + operation);\n        }\n    }\n");
    }
}
