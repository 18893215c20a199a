package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.resource.Waiting;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code AWS::Lambda::Function}. */
public final class LambdaFunction implements ResourceType {
    private static final String SERVICE = "lambda";

    /** Lambda's API writes it another way. */
    private static final String KEY = "KmsKeyArn";

    /** What an update sends for a property that the template no longer has: Lambda's default. */
    private static final Map<String, JsonNode> DEFAULTS =
            Map.ofEntries(
                    Map.entry("Description", Target.input().textNode("")),
                    Map.entry("Timeout", Target.input().numberNode(3)),
                    Map.entry("MemorySize", Target.input().numberNode(128)),
                    Map.entry("Layers", Target.input().arrayNode()),
                    Map.entry("Environment", Target.input().set("Variables", Target.input())),
                    Map.entry("DeadLetterConfig", Target.input().put("TargetArn", "")),
                    Map.entry("EphemeralStorage", Target.input().put("Size", 512)),
                    Map.entry("TracingConfig", Target.input().put("Mode", "PassThrough")),
                    Map.entry("VpcConfig", noVpc()),
                    Map.entry("FileSystemConfigs", Target.input().arrayNode()),
                    Map.entry(KEY, Target.input().textNode("")),
                    Map.entry("ImageConfig", Target.input()),
                    Map.entry("SnapStart", Target.input().put("ApplyOn", "None")));

    /** Members of UpdateFunctionConfiguration. */
    private static final Set<String> CONFIGURATION =
            Set.of(
                    "Handler",
                    "Runtime",
                    "Role",
                    "Description",
                    "MemorySize",
                    "Timeout",
                    "Environment",
                    "EphemeralStorage",
                    "LoggingConfig",
                    "TracingConfig",
                    "DeadLetterConfig",
                    "DurableConfig",
                    "Layers",
                    "ImageConfig",
                    "VpcConfig",
                    "FileSystemConfigs",
                    "SnapStart",
                    KEY);

    private static final Set<String> PROPERTIES =
            Set.of(
                    "Architectures",
                    "Code.ImageUri",
                    "Code.S3Bucket",
                    "Code.S3Key",
                    "Code.S3ObjectVersion",
                    "Code.SourceKMSKeyArn",
                    "Code.ZipFile",
                    SeparateSettings.CODE_SIGNING,
                    "DeadLetterConfig.TargetArn",
                    "Description",
                    "DurableConfig.ExecutionTimeout",
                    "DurableConfig.RetentionPeriodInDays",
                    "Environment.Variables.*",
                    "EphemeralStorage.Size",
                    "FileSystemConfigs.Arn",
                    "FileSystemConfigs.LocalMountPath",
                    "FunctionName",
                    "Handler",
                    "ImageConfig.Command",
                    "ImageConfig.EntryPoint",
                    "ImageConfig.WorkingDirectory",
                    KEY,
                    "Layers",
                    "LoggingConfig.ApplicationLogLevel",
                    "LoggingConfig.LogFormat",
                    "LoggingConfig.LogGroup",
                    "LoggingConfig.SystemLogLevel",
                    "MemorySize",
                    "PackageType",
                    "RecursiveLoop",
                    "ReservedConcurrentExecutions",
                    "Role",
                    "Runtime",
                    "RuntimeManagementConfig.RuntimeVersionArn",
                    "RuntimeManagementConfig.UpdateRuntimeOn",
                    "SnapStart.ApplyOn",
                    "Tags.*",
                    "TenancyConfig.TenantIsolationMode",
                    "Timeout",
                    "TracingConfig.Mode",
                    "VpcConfig.Ipv6AllowedForDualStack",
                    "VpcConfig.SecurityGroupIds",
                    "VpcConfig.SubnetIds");

    @Override
    public String name() {
        return "AWS::Lambda::Function";
    }

    @Override
    public Set<String> properties() {
        return PROPERTIES;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = Target.input().put("FunctionName", name);
        return target.named(SERVICE, "GetFunctionConfiguration", input, name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = declared.deepCopy();
        input.put("FunctionName", nameOf(target, declared));
        input.remove(SeparateSettings.NAMES);
        input.set("Code", InlineCode.packed(declared));
        if (declared.has("Tags")) {
            input.set("Tags", Tagging.map(declared.get("Tags")));
        }
        JsonNode created = target.call(SERVICE, "CreateFunction", named(input));
        String function = created.path("FunctionName").asText();
        Physical made = new Physical(function).with("Arn", created.path("FunctionArn").asText());
        Target.complete(
                () -> {
                    await(target, function);
                    SeparateSettings.apply(target, function, Target.input(), declared);
                },
                () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        if (changed(before, declared, "Code") || changed(before, declared, "Architectures")) {
            ObjectNode code = InlineCode.packed(declared);
            code.put("FunctionName", current.id());
            if (declared.has("Architectures")) {
                code.set("Architectures", declared.get("Architectures"));
            }
            target.call(SERVICE, "UpdateFunctionCode", code);
            await(target, current.id());
        }
        ObjectNode configuration = Target.input().put("FunctionName", current.id());
        CONFIGURATION.stream()
                .filter(property -> changed(before, declared, property))
                .forEach(
                        property ->
                                configuration.set(
                                        property,
                                        valueOrDefault(declared, property, current.id())));
        if (configuration.size() > 1) {
            target.call(SERVICE, "UpdateFunctionConfiguration", named(configuration));
            await(target, current.id());
        }
        SeparateSettings.apply(target, current.id(), before, declared);
        SeparateSettings.applyCodeSigning(target, current.id(), before, declared);
        if (changed(before, declared, "Tags")) {
            String arn = current.attributes().path("Arn").asText();
            Tagging.change(target, SERVICE, "Resource", arn, before, declared);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteFunction", Target.input().put("FunctionName", current.id()));
    }

    private static JsonNode valueOrDefault(ObjectNode declared, String property, String function) {
        JsonNode fallback =
                property.equals("LoggingConfig")
                        ? Target.input()
                                .put("LogFormat", "Text")
                                .put("LogGroup", "/aws/lambda/" + function)
                        : DEFAULTS.get(property);
        return declared.has(property) || fallback == null ? declared.path(property) : fallback;
    }

    private static ObjectNode named(ObjectNode input) {
        if (input.has(KEY)) {
            input.set("KMSKeyArn", input.remove(KEY));
        }
        return input;
    }

    private static JsonNode noVpc() {
        ObjectNode none = Target.input();
        none.putArray("SubnetIds");
        none.putArray("SecurityGroupIds");
        return none;
    }

    private static boolean changed(ObjectNode before, ObjectNode declared, String property) {
        return !before.path(property).equals(declared.path(property));
    }

    /** Waits until the function can be invoked, as the service's waiters do. */
    private static void await(Target target, String function) {
        ObjectNode input = Target.input().put("FunctionName", function);
        Waiting.until(
                function,
                () -> {
                    JsonNode state = target.call(SERVICE, "GetFunctionConfiguration", input);
                    boolean pending =
                            state.path("State").asText().equals("Pending")
                                    || state.path("LastUpdateStatus").asText().equals("InProgress");
                    if (!pending) {
                        requireWorking(state);
                    }
                    return !pending;
                });
    }

    private static void requireWorking(JsonNode state) {
        if (state.path("State").asText().equals("Failed")
                || state.path("LastUpdateStatus").asText().equals("Failed")) {
            String reason =
                    state.path("StateReason").asText()
                            + state.path("LastUpdateStatusReason").asText();
            throw Waiting.failed(reason);
        }
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("FunctionName")
                ? declared.get("FunctionName").asText()
                : target.generatedName(64);
    }
}
