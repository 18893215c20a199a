import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Evaluation;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyRequest;
import dev.gatehouse.identity.policy.RequestValues;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a decision of the policy engine takes: a session of a role with two managed policies and an
 * inline one, against a function with a policy of its own, conditions with variables among them; and
 * the same with 50 policies. Beside it one look-up in a hash map of 10,000. Argument: seconds each.
 */
public final class PolicyLoad {
    private static final AccountId ACCOUNT = new AccountId("123456789012");
    private static final int ROUNDS = 5;
    private static final int BATCH = 1_000;

    /** Where results go, so that none is optimised away. */
    private static int sink;

    private static final String LOGS =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action":
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]}]}""";
    private static final String QUEUES =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action":
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
             "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]}]}""";
    private static final String INLINE =
            """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
               "Resource": "arn:aws:s3:::team/${aws:PrincipalTag/team}/*"},
              {"Effect": "Deny", "Action": "lambda:*", "Resource": "*",
               "Condition": {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"]}}},
              {"Effect": "Allow", "Action": "lambda:Invoke*",
               "Resource": "arn:aws:lambda:*:123456789012:function:${aws:PrincipalTag/team}-*",
               "Condition": {"StringEquals": {"aws:PrincipalTag/team": "${aws:PrincipalTag/team}"},
                             "DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}}]}""";
    private static final String OF_FUNCTION =
            """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"},
               "Action": "lambda:InvokeFunction",
               "Resource": "arn:aws:lambda:us-east-1:123456789012:function:red-orders",
               "Condition": {"ArnLike": {"AWS:SourceArn":
                 "arn:aws:execute-api:us-east-1:123456789012:abc/*/GET/*"}}}]}""";

    public static void main(String[] arguments) {
        long nanos = 1_000_000_000L * (arguments.length > 0 ? Long.parseLong(arguments[0]) : 1);
        Map<String, Integer> table = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            table.put("arn:aws:lambda:us-east-1:123456789012:function:f" + i, i);
        }
        String key = "arn:aws:lambda:us-east-1:123456789012:function:f" + 77;
        Evaluation typical = typical(List.of());
        List<Policy> many = new ArrayList<>();
        for (int i = 0; i < 47; i++) {
            many.add(Policy.of(INLINE.replace("team", "team" + i)));
        }
        Evaluation fifty = typical(many);
        System.out.println("| what | ns |\n|---|---|");
        print("a look-up in a hash map", nanos, () -> table.get(new String(key)));
        print("a decision, 3 policies and the function's", nanos, () -> allowed(typical));
        print("a decision, 50 policies and the function's", nanos, () -> allowed(fifty));
    }

    private static Evaluation typical(List<Policy> more) {
        List<Policy> identity = new ArrayList<>(more);
        identity.addAll(List.of(Policy.of(LOGS), Policy.of(QUEUES), Policy.of(INLINE)));
        return new Evaluation(
                identity, null, List.of(), List.of(), Policy.of(OF_FUNCTION), ACCOUNT);
    }

    /** With a request of its own each time, as a node makes them. */
    private static int allowed(Evaluation evaluation) {
        Principal caller = CALLER;
        RequestValues values =
                new RequestValues(
                        caller,
                        Map.of(
                                "aws:sourceip", List.of("10.1.2.3"),
                                "aws:currenttime", List.of("2026-11-30T01:02:03Z"),
                                "aws:sourcearn", List.of()));
        Decision decision =
                evaluation.decide(
                        new PolicyRequest(
                                caller,
                                "lambda:InvokeFunction",
                                "arn:aws:lambda:us-east-1:123456789012:function:red-orders",
                                values));
        if (!decision.isAllowed()) {
            throw new IllegalStateException("the benchmark's caller is denied: " + decision);
        }
        return decision.hashCode() & 1;
    }

    private static final Principal CALLER =
            Principal.roleSession(
                    new AssumableRole(
                            Arn.parse("arn:aws:iam::123456789012:role/worker").orElseThrow(),
                            "AROAEXAMPLE",
                            "{}",
                            3600),
                    "session",
                    new Principal.Session(
                            new Principal.Issuer(
                                    "arn:aws:iam::123456789012:role/worker", "AROAEXAMPLE"),
                            Instant.parse("2026-11-30T00:00:00Z"),
                            List.of(),
                            Map.of("team", "red"),
                            List.of(),
                            null,
                            null,
                            null));

    private interface Work {
        int once();
    }

    /** The best of some rounds, the first of which only warm up. */
    private static void print(String what, long nanos, Work work) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long done = 0;
            while (System.nanoTime() - start < nanos) {
                for (int i = 0; i < BATCH; i++) {
                    sink += work.once();
                }
                done += BATCH;
            }
            best = Math.min(best, (double) (System.nanoTime() - start) / done);
        }
        System.out.printf("| %s | %,.0f |%n", what, best);
    }
}
