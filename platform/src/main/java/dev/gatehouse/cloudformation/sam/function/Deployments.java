package dev.gatehouse.cloudformation.sam.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Conditions;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Tags;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code DeploymentPreference} makes: CodeDeploy's application and role, one for the whole
 * template, and a group for each function. A node has no CodeDeploy and rejects them by name.
 */
public final class Deployments {
    private static final String APPLICATION = "ServerlessDeploymentApplication";
    private static final String ROLE = "CodeDeployServiceRole";
    private static final String CONDITION = "ServerlessCodeDeployCondition";
    private static final Set<String> KNOWN =
            Set.of(
                    "Canary10Percent5Minutes",
                    "Canary10Percent10Minutes",
                    "Canary10Percent15Minutes",
                    "Canary10Percent30Minutes",
                    "Linear10PercentEvery1Minute",
                    "Linear10PercentEvery2Minutes",
                    "Linear10PercentEvery3Minutes",
                    "Linear10PercentEvery10Minutes",
                    "AllAtOnce");

    /**
     * One function's preference.
     *
     * @param condition of its group; null for none
     * @param tags of its group; missing for none
     */
    private record Preference(
            String function, JsonNode given, @Nullable String condition, JsonNode tags) {}

    private final Expansion expansion;
    private final List<Preference> preferences = new ArrayList<>();

    public Deployments(Expansion expansion) {
        this.expansion = expansion;
    }

    /** Whether a function asks for deployments. */
    static boolean isAsked(Declared function, Expansion expansion) {
        JsonNode given = function.get("DeploymentPreference");
        return Values.isTrue(given) && isEnabled(expansion.withMappings(given.path("Enabled")));
    }

    /** Whether one is enabled: by default it is. */
    private static boolean isEnabled(JsonNode enabled) {
        return enabled.isMissingNode()
                || (Values.isTrue(enabled) && !enabled.asText().equalsIgnoreCase("false"));
    }

    /** Has an alias move as a function prefers. */
    void add(Declared function, Made alias) {
        ObjectNode given = function.get("DeploymentPreference").deepCopy();
        for (String name : List.of("Enabled", "Type", "PassthroughCondition")) {
            if (given.has(name)) {
                given.set(name, expansion.withMappings(given.get(name)));
            }
        }
        if (!isEnabled(given.path("Enabled"))) {
            return;
        }
        if (!given.has("Type")) {
            throw function.invalid("'DeploymentPreference' is missing required Property 'Type'");
        }
        JsonNode hooks = given.path("Hooks");
        if (!hooks.isMissingNode() && !hooks.isObject()) {
            throw function.invalid(
                    "'Hooks' property of 'DeploymentPreference' must be a dictionary");
        }
        String condition = function.resource().path("Condition").asText(null);
        boolean passed = given.path("PassthroughCondition").asText().equalsIgnoreCase("true");
        boolean tagged = Values.isTrue(function.get("PropagateTags"));
        preferences.add(
                new Preference(
                        function.id(),
                        given,
                        passed ? condition : null,
                        tagged ? function.get("Tags") : Json.object().missingNode()));
        ObjectNode update = Json.object();
        update.set("ApplicationName", Values.ref(APPLICATION));
        update.set("DeploymentGroupName", Values.ref(group(function.id())));
        if (hooks.has("PreTraffic")) {
            update.set("BeforeAllowTrafficHook", hooks.get("PreTraffic"));
        }
        if (hooks.has("PostTraffic")) {
            update.set("AfterAllowTrafficHook", hooks.get("PostTraffic"));
        }
        alias.attribute("UpdatePolicy", Json.object().set("CodeDeployLambdaAliasUpdate", update));
    }

    /** Adds what all functions share, and the group of each. */
    public void finish() {
        if (preferences.isEmpty()) {
            return;
        }
        ObjectNode condition = Json.object();
        ObjectNode tags = Json.object();
        Set<String> conditions = new TreeSet<>();
        for (Preference each : preferences) {
            each.tags().properties().forEach(tag -> tags.set(tag.getKey(), tag.getValue()));
            if (each.condition() != null) {
                conditions.add(each.condition());
            }
        }
        if (preferences.stream().allMatch(each -> each.condition() != null)) {
            if (conditions.size() > 1) {
                Conditions.addAny(expansion.conditions(), CONDITION, List.copyOf(conditions));
            }
            condition.put(
                    "Condition", conditions.size() > 1 ? CONDITION : conditions.iterator().next());
        }
        Made application = new Made(APPLICATION, "AWS::CodeDeploy::Application", condition);
        application.set("ComputePlatform", "Lambda");
        Made role = new Made(ROLE, "AWS::IAM::Role", condition);
        role.set("AssumeRolePolicyDocument", Policies.trust("codedeploy.amazonaws.com"));
        role.set(
                "ManagedPolicyArns",
                Json.list()
                        .add(
                                "arn:"
                                        + expansion.partition()
                                        + ":iam::aws:policy/service-role/"
                                        + "AWSCodeDeployRoleForLambda"));
        if (!tags.isEmpty()) {
            application.set("Tags", Tags.list(tags));
            role.set("Tags", Tags.list(tags));
        }
        expansion.expanded().set(APPLICATION, application.json());
        if (!preferences.stream().allMatch(each -> Values.isTrue(each.given().path("Role")))) {
            expansion.expanded().set(ROLE, role.json());
        }
        preferences.forEach(
                each -> expansion.expanded().set(group(each.function()), groupOf(each).json()));
    }

    /** Names, among the problems, the functions that a node cannot deploy as they prefer. */
    public static void reject(ObjectNode expanded, Problems problems) {
        ObjectNode resources = (ObjectNode) expanded.get("Resources");
        for (Map.Entry<String, JsonNode> each : resources.properties()) {
            boolean alias =
                    each.getValue().path("Type").asText().equals("AWS::Lambda::Alias")
                            && each.getValue().has("UpdatePolicy");
            if (alias) {
                problems.add(
                        "Resource %s: the property DeploymentPreference is not supported: there is"
                                + " no CodeDeploy",
                        each.getValue()
                                .path("Properties")
                                .path("FunctionName")
                                .path("Ref")
                                .asText());
                ((ObjectNode) each.getValue()).remove("UpdatePolicy");
            }
        }
        resources.removeIf(each -> each.path("Type").asText().startsWith("AWS::CodeDeploy::"));
    }

    private static String group(String function) {
        return function + "DeploymentGroup";
    }

    private static Made groupOf(Preference preference) {
        ObjectNode condition = Json.object();
        if (preference.condition() != null) {
            condition.put("Condition", preference.condition());
        }
        Made group =
                new Made(
                        group(preference.function()),
                        "AWS::CodeDeploy::DeploymentGroup",
                        condition);
        JsonNode given = preference.given();
        JsonNode alarms = given.path("Alarms");
        if (Values.isTrue(alarms) && !Values.isNoValue(alarms)) {
            group.set("AlarmConfiguration", alarms(preference.function(), alarms));
        }
        group.set("ApplicationName", Values.ref(APPLICATION));
        ObjectNode rollback = Json.object().put("Enabled", true);
        rollback.putArray("Events")
                .add("DEPLOYMENT_FAILURE")
                .add("DEPLOYMENT_STOP_ON_ALARM")
                .add("DEPLOYMENT_STOP_ON_REQUEST");
        group.set("AutoRollbackConfiguration", rollback);
        group.set("DeploymentConfigName", configuration(given.get("Type").deepCopy(), ""));
        group.set(
                "DeploymentStyle",
                Json.object()
                        .put("DeploymentType", "BLUE_GREEN")
                        .put("DeploymentOption", "WITH_TRAFFIC_CONTROL"));
        JsonNode role = given.path("Role");
        group.set("ServiceRoleArn", Values.isTrue(role) ? role : Values.attribute(ROLE, "Arn"));
        if (Values.isTrue(given.path("TriggerConfigurations"))) {
            group.set("TriggerConfigurations", given.get("TriggerConfigurations"));
        }
        if (Values.isTrue(preference.tags())) {
            group.set("Tags", Tags.list(preference.tags()));
        }
        return group;
    }

    private static JsonNode alarms(String function, JsonNode alarms) {
        if (Values.isChoice(alarms)) {
            ArrayNode sides = alarms.get("Fn::If").deepCopy();
            if (sides.size() != 3) {
                throw SamErrors.resource(function, "Fn::If requires 3 arguments");
            }
            sides.set(1, alarms(function, sides.get(1)));
            sides.set(2, alarms(function, sides.get(2)));
            return Json.object().set("Fn::If", sides);
        }
        if (!alarms.isArray()) {
            throw SamErrors.resource(function, "Alarms must be a list");
        }
        if (alarms.isEmpty() || Values.isNoValue(alarms.get(0))) {
            return Json.object();
        }
        ObjectNode configuration = Json.object().put("Enabled", true);
        ArrayNode list = configuration.putArray("Alarms");
        alarms.forEach(each -> list.addObject().set("Name", each));
        return configuration;
    }

    /** The names SAM knows are CodeDeploy's own configurations. */
    private static JsonNode configuration(JsonNode type, String within) {
        if (type instanceof ArrayNode list) {
            for (int index = 0; index < list.size(); index++) {
                list.set(index, configuration(list.get(index), ""));
            }
        } else if (type instanceof ObjectNode call && Values.isCall(call)) {
            String name = call.fieldNames().next();
            call.set(name, configuration(call.get(name), name));
        } else if (type.isTextual() && KNOWN.contains(type.asText())) {
            JsonNode sub = Values.sub("CodeDeployDefault.Lambda${ConfigName}", "ConfigName", type);
            return within.equals("Fn::Sub") ? sub.get("Fn::Sub") : sub;
        }
        return type;
    }
}
