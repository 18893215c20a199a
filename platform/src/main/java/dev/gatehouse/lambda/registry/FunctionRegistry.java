package dev.gatehouse.lambda.registry;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.Progress;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreException;
import dev.gatehouse.store.Stored;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes functions, and shows every change to the data plane. */
public final class FunctionRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionRegistry.class);

    private final Store store;
    private final FunctionDocuments documents;
    private final Plans plans;
    private final Retries retries;

    public FunctionRegistry(
            Store store, FunctionDocuments documents, Plans plans, Retries retries) {
        this.retries = retries;
        this.store = store;
        this.documents = documents;
        this.plans = plans;
    }

    /** For reading. */
    public FunctionDocuments documents() {
        return documents;
    }

    /**
     * Changes a function and what belongs to it, as one.
     *
     * @param work gets the documents within the transaction; it may run more than once
     */
    public <R extends @Nullable Object> R transact(
            FunctionReference function, Function<FunctionDocuments, R> work) {
        R result = stage(work);
        publish(function);
        return result;
    }

    /** What is written is done: if it cannot be shown now, its caller need not know. */
    private void publish(FunctionReference function) {
        try {
            plans.publish(function);
        } catch (StoreException e) {
            LOG.error("A change of {} is in force a little later", function.function(), e);
            retries.start("Publishing " + function.function(), () -> plans.publish(function));
        }
    }

    /**
     * Shows a change of versions to the data plane ahead of writing it: once callers read of it, it
     * is in force.
     */
    void announce(FunctionReference function, UnaryOperator<StoredVersion> change) {
        plans.publish(function, change);
    }

    /** Changes a function whose activation will show it to the data plane. */
    public <R extends @Nullable Object> R stage(Function<FunctionDocuments, R> work) {
        return store.transact(transaction -> work.apply(FunctionDocuments.of(transaction)));
    }

    /**
     * Changes a function.
     *
     * @throws dev.gatehouse.kernel.ServiceException ResourceNotFoundException when there is none
     */
    public StoredFunction change(FunctionReference function, UnaryOperator<StoredFunction> change) {
        return transact(function, within -> change(within, function, change));
    }

    /** Changes a function within a transaction. */
    public static StoredFunction change(
            FunctionDocuments within,
            FunctionReference function,
            UnaryOperator<StoredFunction> change) {
        return within.functions()
                .update(function.scope(), function.name(), change)
                .map(Stored::value)
                .orElseThrow(() -> LambdaErrors.functionNotFound(function.function()));
    }

    /**
     * Lets only one change of code or configuration happen at a time.
     *
     * @throws dev.gatehouse.kernel.ServiceException ResourceConflictException
     */
    public static void requireSettled(FunctionReference function, StoredFunction stored) {
        Progress progress = stored.latest().progress();
        if (progress == Progress.UPDATING) {
            throw updateInProgress(function);
        }
        if (progress == Progress.CREATING) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. The function is currently in"
                            + " the following state: Pending");
        }
    }

    /** What a change meets that comes while another is under way. */
    public static ServiceException updateInProgress(FunctionReference function) {
        return LambdaErrors.conflict(
                "The operation cannot be performed at this time. An update is in progress for"
                        + " resource: "
                        + function.function());
    }

    /** Rejects a change of something the caller has not seen the newest of. */
    public static void requireRevision(@Nullable String wanted, String actual) {
        if (wanted != null && !wanted.equals(actual)) {
            throw LambdaErrors.staleRevision("GetFunction/GetAlias");
        }
    }
}
