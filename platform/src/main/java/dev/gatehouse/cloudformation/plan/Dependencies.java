package dev.gatehouse.cloudformation.plan;

import dev.gatehouse.cloudformation.template.References;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What each resource of a template refers to or depends on. */
final class Dependencies {
    private Dependencies() {}

    /** The resources that each needs, by logical id; parameters and the like are left out. */
    static Map<String, Set<String>> of(Map<String, ResourceDeclaration> resources) {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        resources.forEach(
                (id, resource) -> {
                    Set<String> named = new TreeSet<>(resource.dependsOn());
                    named.addAll(References.in(resource.properties()));
                    named.retainAll(resources.keySet());
                    needs.put(id, named);
                });
        return needs;
    }

    /**
     * The resources in an order in which each comes after what it needs.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when there is none, naming as
     *     CloudFormation does all that cannot be placed: those in a circle and those that need them
     */
    static List<ResourceDeclaration> order(
            Map<String, ResourceDeclaration> resources, Map<String, Set<String>> needs) {
        List<ResourceDeclaration> order = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        Set<String> left = new TreeSet<>(resources.keySet());
        while (!left.isEmpty()) {
            List<String> ready =
                    left.stream()
                            .filter(id -> placed.containsAll(needs.getOrDefault(id, Set.of())))
                            .toList();
            if (ready.isEmpty()) {
                throw TemplateErrors.of("Circular dependency between resources: %s", left);
            }
            ready.forEach(id -> order.add(resources.get(id)));
            placed.addAll(ready);
            ready.forEach(left::remove);
        }
        return order;
    }
}
