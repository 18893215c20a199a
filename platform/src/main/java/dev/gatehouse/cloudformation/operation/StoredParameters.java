package dev.gatehouse.cloudformation.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.template.Parameters;
import dev.gatehouse.cloudformation.template.Parameters.StoreReference;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Parameter Store has for the parameters of a template that name some of its own. */
final class StoredParameters {
    /** Names that GetParameters takes at once. */
    private static final int BATCH = 10;

    private final AwsClient client;

    private StoredParameters(AwsClient client) {
        this.client = client;
    }

    /**
     * What a stack is to be, with what is fetched in a name.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming what is not there
     */
    static Stack.Wanted fetched(AwsClient client, Stack.Wanted wanted) {
        ObjectNode declared = Template.parse(wanted.template()).section("Parameters");
        return wanted.fetching(
                new StoredParameters(client)
                        .values(Parameters.ofStore(declared, wanted.parameters())));
    }

    /**
     * @param names what the parameters of the template name
     * @return the value that each stands for
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming those that are not
     *     there, or are SecureStrings
     */
    private Map<String, String> values(Map<String, StoreReference> names) {
        Map<String, Map<?, ?>> found = new HashMap<>();
        List<String> asked =
                names.values().stream().map(StoreReference::name).distinct().sorted().toList();
        for (int from = 0; from < asked.size(); from += BATCH) {
            List<String> some = asked.subList(from, Math.min(from + BATCH, asked.size()));
            fetch(some, found);
        }
        List<String> absent = asked.stream().filter(name -> !found.containsKey(name)).toList();
        if (!absent.isEmpty()) {
            throw TemplateErrors.of(
                    "Unable to fetch parameters [%s] from parameter store for this account.",
                    String.join(",", absent));
        }
        Map<String, String> values = new HashMap<>();
        List<String> secure = new ArrayList<>();
        names.forEach(
                (parameter, reference) -> {
                    Map<?, ?> stored = found.getOrDefault(reference.name(), Map.of());
                    if (reference.value() && "SecureString".equals(stored.get("Type"))) {
                        secure.add(reference.name());
                    }
                    if (reference.value()) {
                        values.put(parameter, String.valueOf(stored.get("Value")));
                    }
                });
        if (!secure.isEmpty()) {
            throw TemplateErrors.of(
                    "Parameters [%s] referenced by template have types not supported by"
                            + " CloudFormation.",
                    String.join(",", secure));
        }
        return values;
    }

    private void fetch(List<String> names, Map<String, Map<?, ?>> found) {
        Map<String, Object> output = client.call("ssm", "GetParameters", Map.of("Names", names));
        if (output.get("Parameters") instanceof List<?> parameters) {
            for (Object each : parameters) {
                if (each instanceof Map<?, ?> parameter) {
                    Object selector = parameter.get("Selector");
                    String name = String.valueOf(parameter.get("Name"));
                    found.put(selector == null ? name : name + selector, parameter);
                }
            }
        }
    }
}
