package dev.gatehouse.cloudformation.plan;

import dev.gatehouse.cloudformation.template.References;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts resources in an order in which each comes after what it refers to or depends on. */
final class Dependencies {
    private final Map<String, ResourceDeclaration> resources;
    private final Set<String> placed = new LinkedHashSet<>();
    private final Set<String> path = new LinkedHashSet<>();

    private Dependencies(Map<String, ResourceDeclaration> resources) {
        this.resources = resources;
    }

    static List<ResourceDeclaration> order(Map<String, ResourceDeclaration> resources) {
        Dependencies dependencies = new Dependencies(resources);
        resources.keySet().forEach(dependencies::place);
        List<ResourceDeclaration> order = new ArrayList<>();
        for (String id : dependencies.placed) {
            ResourceDeclaration resource = resources.get(id);
            if (resource != null) {
                order.add(resource);
            }
        }
        return order;
    }

    private void place(String id) {
        ResourceDeclaration resource = resources.get(id);
        if (resource == null || placed.contains(id)) {
            return;
        }
        if (!path.add(id)) {
            throw TemplateErrors.of(
                    "Circular dependency between resources: %s", new TreeSet<>(path));
        }
        Set<String> needed = new TreeSet<>(resource.dependsOn());
        needed.addAll(References.in(resource.properties()));
        needed.forEach(this::place);
        path.remove(id);
        placed.add(id);
    }
}
