package dev.gatehouse.cloudformation.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a stack beside its template.
 *
 * @param failure what its last operation does when it fails
 * @param retainExceptOnCreate whether what that made goes when it rolls back
 * @param timeoutInMinutes how long its creation may take; null for as long as it takes
 * @param notificationArns topics that hear of its events
 * @param policy what updates may change, as a document; null when everything
 * @param deploymentMode STANDARD or EXPRESS; null when none was asked for
 * @param nesting where it stands among nested stacks; null when it is no resource of another
 */
public record StackSettings(
        Failure failure,
        boolean retainExceptOnCreate,
        @Nullable Integer timeoutInMinutes,
        List<String> notificationArns,
        @Nullable String policy,
        @Nullable String deploymentMode,
        @Nullable Nesting nesting) {

    /** Of a stack of which nothing was asked. */
    public static final StackSettings NONE =
            new StackSettings(Failure.ROLLBACK, false, null, List.of(), null, null, null);

    public StackSettings {
        notificationArns = List.copyOf(notificationArns);
    }

    /** The same for another operation. */
    public StackSettings operating(Failure how, boolean newOnesGo, @Nullable String mode) {
        return new StackSettings(
                how, newOnesGo, timeoutInMinutes, notificationArns, policy, mode, nesting);
    }

    /** The same with other topics; with the same when none are named. */
    public StackSettings notifying(@Nullable List<String> topics) {
        List<String> others = topics == null ? notificationArns : topics;
        return new StackSettings(
                failure,
                retainExceptOnCreate,
                timeoutInMinutes,
                others,
                policy,
                deploymentMode,
                nesting);
    }

    /** The same under another policy; under the same when none is named. */
    public StackSettings under(@Nullable String other) {
        return new StackSettings(
                failure,
                retainExceptOnCreate,
                timeoutInMinutes,
                notificationArns,
                other == null ? policy : other,
                deploymentMode,
                nesting);
    }

    public StackSettings within(@Nullable Integer minutes) {
        return new StackSettings(
                failure,
                retainExceptOnCreate,
                minutes,
                notificationArns,
                policy,
                deploymentMode,
                nesting);
    }

    /** The same of a resource of another stack. */
    public StackSettings nestedAs(Nesting place) {
        return new StackSettings(
                failure,
                retainExceptOnCreate,
                timeoutInMinutes,
                notificationArns,
                policy,
                deploymentMode,
                place);
    }
}
