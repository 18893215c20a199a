package dev.gatehouse.cloudformation.sam.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.event.FunctionEvents;
import dev.gatehouse.cloudformation.sam.event.Target;
import dev.gatehouse.cloudformation.sam.expansion.Conditions;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.S3Location;
import dev.gatehouse.cloudformation.sam.expansion.Tags;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.ExecutionRole;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Expands a function: itself, its role when it names none, and what its properties add. */
public final class ServerlessFunction {
    private static final Map<String, String> REFERABLE =
            Map.of(
                    "Alias", "AWS::Lambda::Alias",
                    "Version", "AWS::Lambda::Version",
                    "DestinationTopic", "AWS::SNS::Topic",
                    "DestinationQueue", "AWS::SQS::Queue");

    private static final String[] COPIED = {
        "Handler",
        "Runtime",
        "Description",
        "MemorySize",
        "Timeout",
        "VpcConfig",
        "Role",
        "Environment",
        "KmsKeyArn",
        "ReservedConcurrentExecutions",
        "Layers",
        "FileSystemConfigs",
        "ImageConfig",
        "PackageType",
        "Architectures",
        "SnapStart",
        "EphemeralStorage",
        "CodeSigningConfigArn",
        "RuntimeManagementConfig",
        "LoggingConfig",
        "TenancyConfig",
        "RecursiveLoop",
        "DurableConfig",
        "PublishToLatestPublished"
    };

    private final Declared declared;
    private final Expansion expansion;

    public ServerlessFunction(Declared declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
    }

    public void expand() {
        FunctionChecks.check(declared);
        Made function = function();
        List<Made> made = new ArrayList<>(List.of(function));
        Target target = Target.function(declared);
        String qualifier = "$LATEST";
        if (Values.isTrue(declared.get("AutoPublishAlias"))) {
            PublishedAlias alias = new PublishedAlias(declared, function, expansion);
            Made published = alias.add(made);
            qualifier = alias.name();
            target = Target.referred(declared, published.id());
        } else if (Deployments.isAsked(declared, expansion)) {
            throw declared.invalid(
                    "'DeploymentPreference' requires AutoPublishAlias property to be specified.");
        }
        if (declared.get("FunctionUrlConfig").isObject()
                && Values.isTrue(declared.get("FunctionUrlConfig"))) {
            made.addAll(new FunctionUrl(declared, target).made());
        }
        EventInvoke invoke = new EventInvoke(declared, expansion);
        made.addAll(invoke.made(qualifier, target));
        ExecutionRole role = role(invoke);
        addRole(function, role, made);
        made.addAll(new FunctionEvents(target, role, expansion).made(declared.get("Events")));
        Tags.propagate(made, declared.get("Tags"), Values.isTrue(declared.get("PropagateTags")));
        expansion.replace(declared, made, REFERABLE);
    }

    private Made function() {
        Made function = new Made(declared.id(), "AWS::Lambda::Function", declared.attributes());
        if (Values.isTrue(declared.get("FunctionName"))) {
            function.copy(declared.properties(), "FunctionName");
        }
        function.copy(declared.properties(), COPIED);
        function.set("Code", code());
        function.set("Tags", Tags.withOwn(declared.id(), declared.get("Tags")));
        if (isTraced()) {
            function.set("TracingConfig", Json.object().set("Mode", declared.get("Tracing")));
        }
        JsonNode letters = declared.get("DeadLetterQueue");
        if (Values.isTrue(letters)) {
            function.set(
                    "DeadLetterConfig", Json.object().set("TargetArn", letters.get("TargetArn")));
        }
        FunctionChecks.checkPackage(declared, function.properties());
        return function;
    }

    private boolean isTraced() {
        JsonNode tracing = declared.get("Tracing");
        return Values.isTrue(tracing)
                && !expansion.withParameters(tracing).asText().equals("Disabled");
    }

    private ObjectNode code() {
        String type = declared.get("PackageType").asText("Zip");
        ObjectNode code;
        if (type.equals("Image")) {
            if (!Values.isTrue(declared.get("ImageUri"))) {
                throw declared.invalid("'ImageUri' must be set.");
            }
            return Json.object().set("ImageUri", declared.get("ImageUri"));
        }
        if (!declared.get("InlineCode").isMissingNode()) {
            code = Json.object().set("ZipFile", declared.get("InlineCode"));
        } else if (!declared.get("CodeUri").isMissingNode()) {
            code = S3Location.ofCode(declared.get("CodeUri"), declared.id(), "CodeUri");
        } else {
            throw declared.invalid("Only one of 'InlineCode' or 'CodeUri' can be set.");
        }
        if (Values.isTrue(declared.get("SourceKMSKeyArn"))) {
            code.set("SourceKMSKeyArn", declared.get("SourceKMSKeyArn"));
        }
        return code;
    }

    private ExecutionRole role(EventInvoke invoke) {
        JsonNode trust = declared.get("AssumeRolePolicyDocument");
        ExecutionRole role =
                new ExecutionRole(
                        declared,
                        expansion.partition(),
                        trust.isMissingNode() ? Policies.trust("lambda.amazonaws.com") : trust);
        role.attach(
                Values.isTrue(declared.get("DurableConfig"))
                        ? "service-role/AWSLambdaBasicDurableExecutionRolePolicy"
                        : "service-role/AWSLambdaBasicExecutionRole");
        if (isTraced()) {
            role.attach(
                    expansion.partition().equals("aws")
                            ? "AWSXrayWriteOnlyAccess"
                            : "AWSXRayDaemonWriteAccess");
        }
        if (Values.isTrue(declared.get("VpcConfig"))) {
            role.attach("service-role/AWSLambdaVPCAccessExecutionRole");
        }
        JsonNode letters = declared.get("DeadLetterQueue");
        if (Values.isTrue(letters)) {
            String action =
                    letters.path("Type").asText().equals("SQS") ? "sqs:SendMessage" : "sns:Publish";
            role.add(
                    Policies.inline(
                            "DeadLetterQueuePolicy",
                            Policies.versioned(Policies.allow(action, letters.get("TargetArn")))));
        }
        invoke.policies().forEach(role::add);
        role.addAll(declared.get("Policies"));
        role.made()
                .copy(declared.properties(), "PermissionsBoundary")
                .set("Path", declared.get("RolePath"))
                .set("Tags", Tags.withOwn(declared.id(), declared.get("Tags")));
        return role;
    }

    /** A role is made where none is named: also under a condition, on one side of a choice. */
    private void addRole(Made function, ExecutionRole role, List<Made> made) {
        JsonNode named = declared.get("Role");
        JsonNode arn = Values.attribute(role.id(), "Arn");
        if (named.isMissingNode()) {
            function.set("Role", arn);
            made.add(role.made());
        } else if (Values.isChoice(named)) {
            JsonNode sides = expansion.withParameters(named).path("Fn::If");
            if (sides.size() != 3) {
                throw declared.invalid("Malformed 'Role' property: Fn::If requires 3 arguments.");
            }
            boolean first = Values.isNoValue(sides.get(1));
            boolean second = Values.isNoValue(sides.get(2));
            if (!first && !second) {
                return;
            }
            JsonNode condition = sides.get(0);
            if (first && second) {
                function.set("Role", arn);
            } else if (first) {
                function.set("Role", Values.choice(condition, arn, sides.get(2)));
                role.made().attribute("Condition", condition);
            } else {
                String not = "NOT" + condition.asText();
                function.set("Role", Values.choice(condition, sides.get(1), arn));
                role.made().attribute("Condition", Json.text(not));
                expansion.conditions().set(not, Conditions.not(condition.asText()));
            }
            made.add(role.made());
        }
    }
}
