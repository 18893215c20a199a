package dev.gatehouse.cloudformation.control;

import dev.gatehouse.aws.cloudcontrol.ProgressEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to change a resource, and how far it came, as it is stored.
 *
 * @param token names the request
 * @param client the caller's own name of it; null when there is none
 * @param asked the digest of what was asked for, to be told from another request of the same name
 * @param type the resource's
 * @param identifier the resource; null until it has one
 * @param operation CREATE, UPDATE or DELETE
 * @param outcome where it stands
 */
record Progress(
        String token,
        @Nullable String client,
        String asked,
        String type,
        @Nullable String identifier,
        String operation,
        Outcome outcome) {

    /**
     * Where a request stands.
     *
     * @param status such as {@code SUCCESS}
     * @param model the resource then, as a JSON document
     * @param message why it failed
     * @param code AWS's word for that
     */
    record Outcome(
            String status,
            Instant at,
            @Nullable String model,
            @Nullable String message,
            @Nullable String code) {}

    boolean isOver() {
        return !outcome.status().equals("IN_PROGRESS");
    }

    Progress with(@Nullable String found, Outcome other) {
        return new Progress(token, client, asked, type, found, operation, other);
    }

    ProgressEvent event() {
        return ProgressEvent.builder()
                .typeName(type)
                .identifier(identifier)
                .requestToken(token)
                .operation(operation)
                .operationStatus(outcome.status())
                .eventTime(outcome.at())
                .resourceModel(outcome.model())
                .statusMessage(outcome.message())
                .errorCode(outcome.code())
                .build();
    }
}
