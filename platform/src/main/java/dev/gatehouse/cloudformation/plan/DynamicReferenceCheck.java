package dev.gatehouse.cloudformation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the dynamic references of a template, {@code {{resolve:…}}}, can stand for something. */
final class DynamicReferenceCheck {
    private static final Pattern REFERENCE =
            Pattern.compile("\\{\\{resolve:([A-Za-z0-9-]+):([^{}]*)}}");
    private static final Pattern PARAMETER = Pattern.compile("[a-zA-Z0-9_.\\-/]+(?::\\d+)?");

    private final Template template;
    private final Problems problems;

    /** Where secure references stand: no property that a node knows takes one on AWS either. */
    private final List<String> secure = new ArrayList<>();

    DynamicReferenceCheck(Template template, Problems problems) {
        this.template = template;
        this.problems = problems;
    }

    void run() {
        for (ResourceDeclaration resource : template.resources().values()) {
            check(
                    "Resource " + resource.logicalId(),
                    resource.type() + "/Properties",
                    resource.properties());
        }
        for (Map.Entry<String, JsonNode> output : template.section("Outputs").properties()) {
            rejectAny(output.getKey(), output.getValue());
        }
        if (!secure.isEmpty()) {
            problems.add(
                    "SSM Secure reference is not supported in: [%s]", String.join(",", secure));
        }
    }

    private void check(String where, String path, JsonNode tree) {
        if (tree.isTextual()) {
            Matcher reference = REFERENCE.matcher(tree.asText());
            while (reference.find()) {
                check(where, path, reference);
            }
        }
        tree.properties()
                .forEach(each -> check(where, path + "/" + each.getKey(), each.getValue()));
        if (tree.isArray()) {
            tree.forEach(each -> check(where, path, each));
        }
    }

    private void check(String where, String path, Matcher reference) {
        switch (reference.group(1)) {
            case "ssm" -> {
                // What a function puts in later is judged when it is there.
                String name = reference.group(2);
                if (!name.contains("$") && !PARAMETER.matcher(name).matches()) {
                    problems.add(
                            "Incorrect format is used in the following SSM reference: [%s]",
                            reference.group());
                }
            }
            case "ssm-secure" -> secure.add(path);
            case "secretsmanager" -> {}
            default ->
                    problems.add(
                            "%s: the dynamic reference {{resolve:%s:...}} is not supported",
                            where, reference.group(1));
        }
    }

    /** An output would tell everybody what a reference keeps apart. */
    private void rejectAny(String output, JsonNode tree) {
        Matcher reference = REFERENCE.matcher(tree.asText());
        if (reference.find()) {
            problems.add(
                    "Outputs: the dynamic reference {{resolve:%s:...}} in %s is not supported",
                    reference.group(1), output);
        }
        tree.forEach(each -> rejectAny(output, each));
    }
}
