package dev.gatehouse.wirecompiler;

import java.util.Set;
import java.util.TreeSet;

/** The view of one structure: a record around its values, with accessors and a builder. */
final class ViewSource {
    private final ServiceFacts service;
    private final String serviceClass;
    private final JavaNames names;
    private final boolean requiredIsThere;

    /**
     * @param requiredIsThere whether validation sees to required members, as it does in inputs
     */
    ViewSource(
            ServiceFacts service, String serviceClass, JavaNames names, boolean requiredIsThere) {
        this.service = service;
        this.serviceClass = serviceClass;
        this.names = names;
        this.requiredIsThere = requiredIsThere;
    }

    String text(ShapeFacts shape) {
        String type = names.type(shape.name());
        StringBuilder body = new StringBuilder();
        body.append("/** {@code ").append(shape.name()).append("}. */\n");
        body.append("public record ").append(type).append("(Structure data) implements View {\n");
        for (int i = 0; i < shape.parts().size(); i++) {
            accessor(shape.parts().get(i), i, body);
        }
        builderMethods(body);
        builder(shape, type, body);
        body.append("}\n");
        return head(body.toString()) + body;
    }

    private String head(String body) {
        Set<String> imports = new TreeSet<>();
        imports.add("dev.gatehouse.aws.Structure");
        imports.add("dev.gatehouse.aws.View");
        importIf(body.contains("Views."), "dev.gatehouse.aws.Views", imports);
        importIf(body.contains("List<"), "java.util.List", imports);
        importIf(body.contains("Map<"), "java.util.Map", imports);
        importIf(body.contains("Instant "), "java.time.Instant", imports);
        importIf(body.contains("Instant>"), "java.time.Instant", imports);
        importIf(body.contains("@Nullable"), "org.jspecify.annotations.Nullable", imports);
        StringBuilder head = new StringBuilder();
        head.append("package dev.gatehouse.aws.").append(service.name()).append(";\n\n");
        imports.forEach(name -> head.append("import ").append(name).append(";\n"));
        return head.append('\n').toString();
    }

    private static void importIf(boolean used, String name, Set<String> imports) {
        if (used) {
            imports.add(name);
        }
    }

    private void accessor(MemberFacts member, int index, StringBuilder out) {
        JavaType type = JavaType.of(service.shape(member.shape()), service, names);
        boolean required = requiredIsThere && member.is("required");
        out.append("    public ").append(required ? type.name() : nullable(type.name()));
        out.append(' ').append(JavaNames.accessor(member.name())).append("() {\n");
        out.append("        return data.").append(required ? "require(" : "get(").append(index);
        out.append(type.view().isEmpty() ? "" : ", " + type.view()).append(");\n    }\n\n");
    }

    private static String nullable(String type) {
        return type.equals("byte[]") ? "byte @Nullable []" : "@Nullable " + type;
    }

    private static void builderMethods(StringBuilder out) {
        out.append("    public static Builder builder() {\n");
        out.append("        return new Builder(Structure.builder(Builder.SHAPE));\n    }\n\n");
        out.append("    /** A builder that starts with these values. */\n");
        out.append("    public Builder toBuilder() {\n");
        out.append("        return new Builder(data.toBuilder());\n    }\n\n");
    }

    private void builder(ShapeFacts shape, String type, StringBuilder out) {
        out.append("    /** Sets members; null makes one absent. */\n");
        out.append("    public static final class Builder {\n");
        out.append("        private static final dev.gatehouse.aws.Shape SHAPE = ");
        out.append(serviceClass).append(".MODEL.shape(").append(shape.place()).append(");\n\n");
        out.append("        private final Structure.Builder data;\n\n");
        out.append("        private Builder(Structure.Builder data) {\n");
        out.append("            this.data = data;\n        }\n\n");
        for (int i = 0; i < shape.parts().size(); i++) {
            setter(shape.parts().get(i), i, out);
        }
        out.append("        public ").append(type).append(" build() {\n");
        out.append("            return new ").append(type).append("(data.build());\n");
        out.append("        }\n    }\n");
    }

    private void setter(MemberFacts member, int index, StringBuilder out) {
        JavaType type = JavaType.of(service.shape(member.shape()), service, names);
        out.append("        public Builder ").append(JavaNames.accessor(member.name()));
        out.append('(').append(nullable(type.name())).append(" value) {\n");
        out.append("            data.set(").append(index).append(", value);\n");
        out.append("            return this;\n        }\n\n");
    }
}
