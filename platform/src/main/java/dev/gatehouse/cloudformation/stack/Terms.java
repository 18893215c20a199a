package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.kernel.RequestId;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms of one operation on a stack, which hold until it ends, whichever node ends it.
 *
 * @param origin what it is
 * @param failure what becomes of the stack when it fails
 * @param newOnesGo whether resources it made go when it rolls back, whatever their policies say
 * @param spared resources it leaves alone: kept by a deletion, skipped by a roll-back
 * @param force whether what resists is left behind
 * @param deadline when it fails if it has not ended; null for never
 * @param policy the stack policy it is judged by; null when everything may change
 * @param imported existing resources that it takes into the stack
 */
public record Terms(
        Origin origin,
        Failure failure,
        boolean newOnesGo,
        Set<String> spared,
        boolean force,
        @Nullable Instant deadline,
        @Nullable String policy,
        ResourceImport imported) {

    public Terms {
        spared = Set.copyOf(spared);
        // Absent in operations that were stored before it was.
        imported = Objects.requireNonNullElse(imported, ResourceImport.NONE);
    }

    /** The sorts of operations, by AWS's names. */
    public enum Kind {
        CREATE_STACK,
        UPDATE_STACK,
        DELETE_STACK,
        CONTINUE_ROLLBACK,
        ROLLBACK,
        CREATE_CHANGESET
    }

    /**
     * An operation as events name it.
     *
     * @param token the caller's own name of the request; null when there is none
     */
    public record Origin(String operationId, Kind kind, @Nullable String token) {}

    /** Those of an operation about which nothing special was said. */
    public static Terms of(Kind kind, @Nullable String token) {
        Origin origin = new Origin(RequestId.next().toString(), kind, token);
        return new Terms(
                origin, Failure.ROLLBACK, false, Set.of(), false, null, null, ResourceImport.NONE);
    }

    public Terms failing(Failure how, boolean andNewOnesGo) {
        return new Terms(origin, how, andNewOnesGo, spared, force, deadline, policy, imported);
    }

    public Terms sparing(Set<String> logicalIds, boolean whatResists) {
        return new Terms(
                origin, failure, newOnesGo, logicalIds, whatResists, deadline, policy, imported);
    }

    public Terms until(@Nullable Instant end) {
        return new Terms(origin, failure, newOnesGo, spared, force, end, policy, imported);
    }

    public Terms under(@Nullable String stackPolicy) {
        return new Terms(
                origin, failure, newOnesGo, spared, force, deadline, stackPolicy, imported);
    }

    public Terms importing(ResourceImport resources) {
        return new Terms(origin, failure, newOnesGo, spared, force, deadline, policy, resources);
    }
}
