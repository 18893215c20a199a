package dev.gatehouse.wirecompiler;

/**
 * How a shape appears in views.
 *
 * @param name the Java type
 * @param view the expression that turns a structure's value into that type; empty when the value
 *     already has it
 */
record JavaType(String name, String view) {

    static JavaType of(ShapeFacts shape, ServiceFacts service, JavaNames names) {
        return switch (shape.type()) {
            case "boolean" -> plain("Boolean");
            case "integer" -> plain("Integer");
            case "long" -> plain("Long");
            case "float" -> plain("Float");
            case "double" -> plain("Double");
            case "string", "character" -> plain("String");
            case "blob" -> plain("byte[]");
            case "timestamp" -> plain("Instant");
            case "document" -> plain("Object");
            case "list" -> container("List<%s>", "list", shape, service, names);
            case "map" -> container("Map<String, %s>", "map", shape, service, names);
            case "structure" -> {
                String type = names.type(shape.name());
                yield new JavaType(type, type + "::new");
            }
            default -> throw new IllegalStateException("no Java type for " + shape.type());
        };
    }

    private static JavaType plain(String name) {
        return new JavaType(name, "");
    }

    private static JavaType container(
            String form, String function, ShapeFacts shape, ServiceFacts service, JavaNames names) {
        ShapeFacts element = service.shape(shape.parts().get(shape.parts().size() - 1).shape());
        JavaType inner = of(element, service, names);
        String view = inner.view().isEmpty() ? "" : "Views." + function + "(" + inner.view() + ")";
        return new JavaType(form.formatted(inner.name()), view);
    }
}
