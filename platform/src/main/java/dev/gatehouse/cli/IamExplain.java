package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Whether a principal may do something, by which policy or for want of which statement. */
final class IamExplain implements Verb {
    private final Target target = new Target();
    private final PositionalParamSpec principal =
            Verb.word(
                    0,
                    "PRINCIPAL",
                    "the ARN of a user, role or group; user/NAME, role/NAME, group/NAME; or a"
                            + " function, which is its role");
    private final PositionalParamSpec action = Verb.word(1, "ACTION", "such as s3:GetObject");
    private final PositionalParamSpec resource =
            Verb.optionalWord(2, "RESOURCE", "the ARN of what it is done to", "*");
    private final CommandSpec spec =
            Verb.named("explain", this, "Tell whether a principal may do something, and why.");

    IamExplain() {
        target.addTo(spec);
        spec.addPositional(principal).addPositional(action).addPositional(resource);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    /** 0 when it is allowed, else 1. */
    @Override
    public Integer call() {
        if (isRoot(principal.getValue())) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "the account's root may %s on %s%n"
                                    + "  as everything in its account, but what a resource's own"
                                    + " policy denies it%n",
                            action.<String>getValue(), resource.<String>getValue());
            return 0;
        }
        NodeClient client = target.client();
        String arn = arn(client, principal.getValue());
        String does = action.getValue();
        String to = resource.getValue();
        JsonNode result =
                client.json(
                                "iam",
                                "SimulatePrincipalPolicy",
                                Map.of(
                                        "PolicySourceArn", arn,
                                        "ActionNames", List.of(does),
                                        "ResourceArns", List.of(to)))
                        .path("EvaluationResults")
                        .path(0);
        PrintWriter out = spec.commandLine().getOut();
        String decision = result.path("EvalDecision").asText();
        out.printf(
                "%s %s %s on %s%n", arn, decision.equals("allowed") ? "may" : "may not", does, to);
        explain(out, result, decision, Statements.of(List.of(does), List.of(to)));
        return decision.equals("allowed") ? 0 : 1;
    }

    private static void explain(
            PrintWriter out, JsonNode result, String decision, String statement) {
        for (JsonNode matched : result.path("MatchedStatements")) {
            out.printf(
                    "  %s by policy %s (%s)%n",
                    decision.equals("allowed") ? "allowed" : "denied",
                    matched.path("SourcePolicyId").asText(),
                    matched.path("SourcePolicyType").asText());
        }
        if (!result.path("PermissionsBoundaryDecisionDetail")
                .path("AllowedByPermissionsBoundary")
                .asBoolean(true)) {
            out.println("  its permissions boundary does not allow it");
        }
        result.path("MissingContextValues")
                .forEach(key -> out.println("  depends on " + key.asText()));
        if (decision.equals("implicitDeny")) {
            out.println("  no policy allows it; this statement would:");
            out.println(statement);
        }
    }

    private static boolean isRoot(String given) {
        return given.equals("root") || given.matches("arn:aws:iam::\\d{12}:root");
    }

    private static String arn(NodeClient client, String given) {
        if (given.startsWith("arn:") && !given.contains(":lambda:")) {
            return given;
        }
        int slash = given.indexOf('/');
        String type = slash < 0 ? "function" : given.substring(0, slash);
        String name = given.substring(slash + 1);
        JsonNode found =
                switch (type) {
                    case "user" ->
                            client.json("iam", "GetUser", Map.of("UserName", name)).at("/User/Arn");
                    case "role" ->
                            client.json("iam", "GetRole", Map.of("RoleName", name)).at("/Role/Arn");
                    case "group" ->
                            client.json("iam", "GetGroup", Map.of("GroupName", name))
                                    .at("/Group/Arn");
                    case "function" ->
                            client.json(
                                            "lambda",
                                            "GetFunctionConfiguration",
                                            Map.of("FunctionName", name))
                                    .path("Role");
                    default ->
                            throw new CommandException(
                                    "PRINCIPAL is an ARN, root, user/NAME, role/NAME, group/NAME or"
                                            + " a function, not "
                                            + given);
                };
        return found.asText();
    }
}
