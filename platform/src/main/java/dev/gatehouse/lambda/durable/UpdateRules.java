package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.aws.lambda.OperationUpdate;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.wire.format.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the updates of a checkpoint must be; the messages are those of the service's emulator in
 * AWS's testing library for Python. A checkpoint is taken whole or not at all.
 */
final class UpdateRules {
    /** Of an error, as JSON. */
    static final int LARGEST_ERROR = 32_768;

    /** Of what a chained function is given, and gives back. */
    static final int LARGEST_CHAINED = 1_048_576;

    private static final Map<String, Set<String>> ACTIONS =
            Map.of(
                    "STEP", Set.of("START", "FAIL", "RETRY", "SUCCEED"),
                    "CONTEXT", Set.of("START", "FAIL", "SUCCEED"),
                    "WAIT", Set.of("START", "CANCEL"),
                    "CALLBACK", Set.of("START"),
                    "CHAINED_INVOKE", Set.of("START"),
                    "EXECUTION", Set.of("SUCCEED", "FAIL"));

    private UpdateRules() {}

    static void check(Execution execution, List<OperationUpdate> updates) {
        checkExecutionUpdates(updates);
        checkFamilies(execution, updates);
        for (OperationUpdate update : updates) {
            StoredOperation stored = execution.operation(update.id());
            LambdaOperation current = stored == null ? null : stored.view();
            if (current != null) {
                checkSame(current, update);
            }
            checkSizes(update);
            if (!ACTIONS.getOrDefault(update.type(), Set.of()).contains(update.action())) {
                throw invalid("Invalid action for the given operation type.");
            }
            checkContent(update);
            checkState(current, update);
        }
    }

    private static void checkExecutionUpdates(List<OperationUpdate> updates) {
        long ends = updates.stream().filter(update -> update.type().equals("EXECUTION")).count();
        if (ends > 1) {
            throw invalid("Cannot checkpoint multiple EXECUTION updates.");
        }
        if (ends == 1 && !updates.getLast().type().equals("EXECUTION")) {
            throw invalid("EXECUTION checkpoint must be the last update.");
        }
    }

    /** Steps and contexts may begin and go on in one checkpoint. */
    private static void checkFamilies(Execution execution, List<OperationUpdate> updates) {
        Map<String, OperationUpdate> seen = new HashMap<>();
        Set<String> contexts = new HashSet<>();
        for (OperationUpdate update : updates) {
            OperationUpdate before = seen.put(update.id(), update);
            if (before != null && !continues(before, update)) {
                throw invalid("Cannot checkpoint multiple operations with the same ID.");
            }
            String parent = update.parentId();
            if (parent != null && !contexts.contains(parent) && !isContext(execution, parent)) {
                throw invalid("Invalid parent operation id.");
            }
            if (update.action().equals("START") && update.type().equals("CONTEXT")) {
                contexts.add(update.id());
            }
        }
    }

    private static boolean continues(OperationUpdate before, OperationUpdate update) {
        boolean mayContinue = before.type().equals("STEP") || before.type().equals("CONTEXT");
        return mayContinue && before.action().equals("START") && !update.action().equals("START");
    }

    private static boolean isContext(Execution execution, String id) {
        StoredOperation parent = execution.operation(id);
        return parent != null && "CONTEXT".equals(parent.view().type());
    }

    private static void checkSame(LambdaOperation current, OperationUpdate update) {
        if (!update.type().equals(current.type())) {
            throw invalid("Inconsistent operation type.");
        }
        requireSame(update.subType(), current.subType(), "Inconsistent operation subtype.");
        requireSame(update.name(), current.name(), "Inconsistent operation name.");
        requireSame(update.parentId(), current.parentId(), "Inconsistent parent operation id.");
    }

    private static void requireSame(
            @Nullable String given, @Nullable String kept, String otherwise) {
        if (given != null && !given.equals(kept)) {
            throw invalid(otherwise);
        }
    }

    private static void checkSizes(OperationUpdate update) {
        if (update.error() != null
                && JsonWriter.write(update.error().data()).length > LARGEST_ERROR) {
            throw invalid("Error object size must be less than " + LARGEST_ERROR + " bytes.");
        }
        String payload = update.payload();
        if (payload != null && update.type().equals("CHAINED_INVOKE") && isLarge(payload)) {
            throw invalid(
                    "CHAINED_INVOKE input payload size must be less than or equal to "
                            + LARGEST_CHAINED
                            + " bytes.");
        }
    }

    static boolean isLarge(String payload) {
        return payload.getBytes(StandardCharsets.UTF_8).length > LARGEST_CHAINED;
    }

    private static void checkContent(OperationUpdate update) {
        switch (update.action()) {
            case "FAIL" -> {
                if (update.payload() != null) {
                    throw invalid("Cannot provide a Payload for FAIL action.");
                }
            }
            case "SUCCEED" -> {
                if (update.error() != null) {
                    throw invalid("Cannot provide an Error for SUCCEED action.");
                }
            }
            case "RETRY" -> {
                if (update.stepOptions() == null
                        || update.stepOptions().nextAttemptDelaySeconds() == null) {
                    throw invalid("Invalid StepOptions for the given action.");
                }
                if (update.error() != null && update.payload() != null) {
                    throw invalid("Cannot provide both error and payload to RETRY a STEP.");
                }
            }
            default -> checkBegun(update);
        }
    }

    private static void checkBegun(OperationUpdate update) {
        if (!update.action().equals("START")) {
            return;
        }
        if (update.type().equals("WAIT")
                && (update.waitOptions() == null || update.waitOptions().waitSeconds() == null)) {
            throw invalid("Invalid WaitOptions for the given action.");
        }
        if (update.type().equals("CHAINED_INVOKE") && update.chainedInvokeOptions() == null) {
            throw invalid("Update for CHAINED_INVOKE operation requires ChainedInvokeOptions.");
        }
    }

    private static void checkState(@Nullable LambdaOperation current, OperationUpdate update) {
        String status = current == null ? "" : String.valueOf(current.status());
        switch (update.type()) {
            case "STEP" -> checkStep(current != null, status, update.action());
            case "WAIT" -> checkWait(current != null, status, update.action());
            case "EXECUTION" -> {}
            default -> {
                String type = update.type();
                if (update.action().equals("START") && current != null) {
                    throw invalid("Cannot start a " + type + " that already exist.");
                }
                if (!update.action().equals("START")
                        && current != null
                        && !status.equals(Operations.STARTED)) {
                    throw invalid("Invalid current " + type + " state to close.");
                }
            }
        }
    }

    private static void checkStep(boolean exists, String status, String action) {
        boolean open = status.equals(Operations.STARTED) || status.equals(Operations.READY);
        boolean fits = action.equals("START") ? status.equals(Operations.READY) : open;
        if (exists && !fits) {
            throw invalid(
                    "Invalid current STEP state to "
                            + switch (action) {
                                case "START" -> "start.";
                                case "RETRY" -> "re-attempt.";
                                default -> "close.";
                            });
        }
    }

    private static void checkWait(boolean exists, String status, String action) {
        if (action.equals("START") && exists) {
            throw invalid("Cannot start a WAIT that already exist.");
        }
        if (action.equals("CANCEL") && !status.equals(Operations.STARTED)) {
            throw invalid("Cannot cancel a WAIT that does not exist or has already completed.");
        }
    }

    private static ServiceException invalid(String message) {
        return LambdaErrors.invalidParameter(message);
    }
}
