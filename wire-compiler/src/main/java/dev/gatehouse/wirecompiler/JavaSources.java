package dev.gatehouse.wirecompiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The Java sources of one service, by class name. */
final class JavaSources {
    private final ServiceFacts service;
    private final String serviceClass;
    private final JavaNames names;

    JavaSources(ServiceFacts service, String serviceClass) {
        this.service = service;
        this.serviceClass = serviceClass;
        this.names = new JavaNames(serviceClass);
    }

    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("package-info", packageInfo());
        ServiceSource operations = new ServiceSource(service, serviceClass, names);
        files.put(serviceClass, operations.serviceClass());
        files.put(serviceClass + "Views", operations.viewFactory());
        Set<String> inputs = reachable("input");
        Set<String> all = new LinkedHashSet<>(inputs);
        all.addAll(reachable("output"));
        for (String name : all) {
            ViewSource view = new ViewSource(service, serviceClass, names, inputs.contains(name));
            files.put(names.type(name), view.text(service.shape(name)));
        }
        return files;
    }

    private String packageInfo() {
        return """
        /** Typed views of %s %s, generated from its model. */
        @NullMarked
        package dev.gatehouse.aws.%s;

        import org.jspecify.annotations.NullMarked;
        """
                .formatted(
                        service.facts().get("id").asText(),
                        service.facts().get("apiVersion").asText(),
                        service.name());
    }

    /** The structures that the inputs, or the outputs, of all operations consist of. */
    private Set<String> reachable(String side) {
        Set<String> structures = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (JsonNode operation : service.operations().values()) {
            if (operation.has(side)) {
                visit(operation.get(side).asText(), seen, structures);
            }
        }
        return structures;
    }

    private void visit(String name, Set<String> seen, Set<String> structures) {
        if (!seen.add(name)) {
            return;
        }
        ShapeFacts shape = service.shape(name);
        if (shape.isStructure()) {
            structures.add(name);
        }
        for (MemberFacts part : shape.parts()) {
            visit(part.shape(), seen, structures);
        }
    }
}
