package dev.gatehouse.lambda.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The resource policy of a function, version, alias or layer version.
 *
 * @param revisionId changes with every change of the policy
 * @param statements in the order they were added
 */
public record ResourcePolicy(String revisionId, List<PolicyStatement> statements) {
    public ResourcePolicy {
        statements = List.copyOf(statements);
    }

    /** The policy of a resource that has none yet. */
    public static ResourcePolicy empty() {
        return new ResourcePolicy(RevisionId.next(), List.of());
    }

    /**
     * The policy with one more statement.
     *
     * @throws dev.gatehouse.kernel.ServiceException when its id is taken
     */
    public ResourcePolicy with(PolicyStatement statement) {
        if (has(statement.sid())) {
            throw LambdaErrors.conflict(
                    "The statement id (%s) provided already exists. Please provide a new statement"
                                    .formatted(statement.sid())
                            + " id, or remove the existing statement.");
        }
        List<PolicyStatement> more = new ArrayList<>(statements);
        more.add(statement);
        return new ResourcePolicy(RevisionId.next(), more);
    }

    /**
     * The policy without a statement.
     *
     * @throws dev.gatehouse.kernel.ServiceException when there is none with this id
     */
    public ResourcePolicy without(String sid) {
        if (!has(sid)) {
            throw LambdaErrors.notFound("Statement " + sid + " is not found in resource policy.");
        }
        return new ResourcePolicy(
                RevisionId.next(),
                statements.stream().filter(each -> !each.sid().equals(sid)).toList());
    }

    private boolean has(String sid) {
        return statements.stream().anyMatch(each -> each.sid().equals(sid));
    }
}
