package dev.gatehouse.lambda.durable;

import dev.gatehouse.lambda.durable.model.StoredExecution.Run;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What an invocation shows that it is the one under way, and has seen the last checkpoint. */
final class CheckpointToken {
    private CheckpointToken() {}

    static String of(Run run) {
        String plain = run.token() + ":" + run.sequence();
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a token is the one that is due. */
    static boolean fits(Execution execution, String token) {
        return !execution.isClosed()
                && execution.run().token() != null
                && token.equals(of(execution.run()));
    }
}
