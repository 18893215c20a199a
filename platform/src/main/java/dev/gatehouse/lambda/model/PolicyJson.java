package dev.gatehouse.lambda.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.model.PolicyStatement.PolicyConditions;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resource policies as IAM policy documents, member for member as Lambda writes them. */
public final class PolicyJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JSON.getNodeFactory();
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    private PolicyJson() {}

    /** The whole policy of a resource. */
    public static String policy(ResourcePolicy policy, Arn resource) {
        ObjectNode document = NODES.objectNode();
        document.put("Version", "2012-10-17").put("Id", "default");
        policy.statements()
                .forEach(each -> document.withArray("Statement").add(node(each, resource)));
        return document.toString();
    }

    /** One statement of it. */
    public static String statement(PolicyStatement statement, Arn resource) {
        return node(statement, resource).toString();
    }

    private static ObjectNode node(PolicyStatement statement, Arn resource) {
        ObjectNode node = NODES.objectNode();
        node.put("Sid", statement.sid()).put("Effect", "Allow");
        principal(statement.principal(), node);
        node.put("Action", statement.action()).put("Resource", resource.toString());
        ObjectNode conditions = conditions(statement.conditions());
        if (!conditions.isEmpty()) {
            node.set("Condition", conditions);
        }
        return node;
    }

    private static void principal(String principal, ObjectNode node) {
        if (principal.equals("*")) {
            node.put("Principal", principal);
        } else if (ACCOUNT.matcher(principal).matches()) {
            Arn root = Arn.global("iam", new AccountId(principal), "root");
            node.putObject("Principal").put("AWS", root.toString());
        } else {
            String sort = principal.startsWith("arn:") ? "AWS" : "Service";
            node.putObject("Principal").put(sort, principal);
        }
    }

    private static ObjectNode conditions(PolicyConditions conditions) {
        ObjectNode equal = NODES.objectNode();
        put(equal, "AWS:SourceAccount", conditions.sourceAccount());
        put(equal, "lambda:EventSourceToken", conditions.eventSourceToken());
        put(equal, "lambda:FunctionUrlAuthType", conditions.functionUrlAuthType());
        put(equal, "aws:PrincipalOrgID", conditions.principalOrgId());
        ObjectNode all = NODES.objectNode();
        if (!equal.isEmpty()) {
            all.set("StringEquals", equal);
        }
        if (conditions.invokedViaFunctionUrl() != null) {
            all.putObject("Bool")
                    .put(
                            "lambda:InvokedViaFunctionUrl",
                            conditions.invokedViaFunctionUrl().toString());
        }
        if (conditions.sourceArn() != null) {
            all.putObject("ArnLike").put("AWS:SourceArn", conditions.sourceArn());
        }
        return all;
    }

    private static void put(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }
}
