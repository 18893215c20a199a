package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;

/** Properties of a function that operations of their own set, once it is there. */
final class SeparateSettings {
    private static final String SERVICE = "lambda";
    private static final String RESERVED = "ReservedConcurrentExecutions";
    private static final String RECURSION = "RecursiveLoop";
    private static final String RUNTIME = "RuntimeManagementConfig";

    /** What CreateFunction does not know. */
    static final List<String> NAMES = List.of(RESERVED, RECURSION, RUNTIME);

    /** CreateFunction knows it, UpdateFunctionConfiguration does not. */
    static final String CODE_SIGNING = "CodeSigningConfigArn";

    private SeparateSettings() {}

    /**
     * Sets what differs.
     *
     * @param before what was declared before; empty for a new function
     */
    static void apply(Target target, String function, ObjectNode before, ObjectNode declared) {
        if (differs(before, declared, RESERVED)) {
            reserve(target, named(function), declared.path(RESERVED));
        }
        if (differs(before, declared, RECURSION)) {
            String wanted = declared.path(RECURSION).asText("Terminate");
            target.call(
                    SERVICE, "PutFunctionRecursionConfig", named(function).put(RECURSION, wanted));
        }
        if (differs(before, declared, RUNTIME)) {
            ObjectNode input = named(function).put("UpdateRuntimeOn", "Auto");
            if (declared.path(RUNTIME) instanceof ObjectNode wanted) {
                input.setAll(wanted);
            }
            target.call(SERVICE, "PutRuntimeManagementConfig", input);
        }
    }

    /** Gives a function the code signing configuration it declares since, or takes it away. */
    static void applyCodeSigning(
            Target target, String function, ObjectNode before, ObjectNode declared) {
        if (!differs(before, declared, CODE_SIGNING)) {
            return;
        }
        if (declared.has(CODE_SIGNING)) {
            ObjectNode input = named(function);
            input.set(CODE_SIGNING, declared.path(CODE_SIGNING));
            target.call(SERVICE, "PutFunctionCodeSigningConfig", input);
        } else {
            target.remove(SERVICE, "DeleteFunctionCodeSigningConfig", named(function));
        }
    }

    private static boolean differs(ObjectNode before, ObjectNode declared, String property) {
        return !before.path(property).equals(declared.path(property));
    }

    private static void reserve(Target target, ObjectNode input, JsonNode reserved) {
        if (reserved.isMissingNode()) {
            target.remove(SERVICE, "DeleteFunctionConcurrency", input);
        } else {
            input.put(RESERVED, reserved.asInt());
            target.call(SERVICE, "PutFunctionConcurrency", input);
        }
    }

    private static ObjectNode named(String function) {
        return Target.input().put("FunctionName", function);
    }
}
