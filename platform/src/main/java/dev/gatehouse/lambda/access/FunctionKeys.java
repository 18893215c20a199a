package dev.gatehouse.lambda.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys that members of requests are the values of (Service Authorization Reference,
 * "Condition keys for AWS Lambda").
 */
final class FunctionKeys {
    /** Where each key's values are; with a dot where they are members of a member. */
    private static final Map<String, String> MEMBERS =
            Map.of(
                    "lambda:codesigningconfigarn", "CodeSigningConfigArn",
                    "lambda:eventsourcetoken", "EventSourceToken",
                    "lambda:layer", "Layers",
                    "lambda:principal", "Principal",
                    "lambda:securitygroupids", "VpcConfig.SecurityGroupIds",
                    "lambda:subnetids", "VpcConfig.SubnetIds");

    /** What requests of Lambda's API have none of, networks among it. */
    private static final List<String> ABSENT =
            List.of("lambda:invokedviafunctionurl", "lambda:vpcids");

    private FunctionKeys() {}

    static Map<String, List<String>> of(
            RequestContext context, OperationModel operation, Structure input) {
        Map<String, List<String>> keys = new HashMap<>();
        ABSENT.forEach(key -> keys.put(key, List.of()));
        MEMBERS.forEach((key, path) -> keys.put(key, values(member(input, path))));
        Object authType = input.value("FunctionUrlAuthType");
        keys.put(
                "lambda:functionurlauthtype",
                values(authType == null ? input.value("AuthType") : authType));
        keys.put("lambda:functionarn", function(context, operation, input));
        return keys;
    }

    /** The function of an event source mapping: the mapping's own ARN does not name it. */
    private static List<String> function(
            RequestContext context, OperationModel operation, Structure input) {
        Object name = input.value("FunctionName");
        return name == null || !operation.name().endsWith("EventSourceMapping")
                ? List.of()
                : List.of(
                        FunctionReference.parse(
                                        new Scope(context.account(), context.region()),
                                        name.toString(),
                                        null)
                                .function()
                                .toString());
    }

    private static @Nullable Object member(Structure input, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return input.value(path);
        }
        return input.value(path.substring(0, dot)) instanceof Structure inside
                ? inside.value(path.substring(dot + 1))
                : null;
    }

    private static List<String> values(@Nullable Object value) {
        List<String> values = new ArrayList<>();
        switch (value) {
            case List<?> list -> list.forEach(each -> values.add(String.valueOf(each)));
            case null -> {}
            default -> values.add(value.toString());
        }
        return values;
    }
}
