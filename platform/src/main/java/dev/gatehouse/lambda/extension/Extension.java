package dev.gatehouse.lambda.extension;

import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One extension, as its calls show it. Confined to the environment's event loop. */
public final class Extension {
    static final String INVOKE = "INVOKE";
    static final String SHUTDOWN = "SHUTDOWN";

    private final String name;
    private final boolean external;
    private final String id = RequestId.next().value();
    private ExtensionState state = ExtensionState.STARTED;
    private List<String> events = List.of();
    private @Nullable String errorType;
    private @Nullable Poll waitingPoll;

    /** What it gets as soon as it asks. */
    private @Nullable ByteBuf undelivered;

    Extension(String name, boolean external) {
        this.name = name;
        this.external = external;
    }

    /** An external one's is its program's. */
    String name() {
        return name;
    }

    /** What it is known by once it has registered. */
    String id() {
        return id;
    }

    /** Whether it is a program of its own. */
    boolean isExternal() {
        return external;
    }

    boolean isRegistered() {
        return state != ExtensionState.STARTED && state != ExtensionState.LAUNCH_ERROR;
    }

    boolean hears(String event) {
        return events.contains(event);
    }

    boolean isReady() {
        return state == ExtensionState.READY;
    }

    void register(List<String> wanted) {
        go(ExtensionState.REGISTERED, name);
        events = List.copyOf(wanted);
    }

    /** It asks for its next event, again if its connection broke meanwhile. */
    void ask(Poll poll) {
        if (state != ExtensionState.READY || waitingPoll != null) {
            go(ExtensionState.READY, id);
        }
        waitingPoll = poll;
        ByteBuf event = undelivered;
        if (event != null) {
            undelivered = null;
            give(event);
        }
    }

    /** It gets an event now, or as soon as it asks. */
    void give(ByteBuf event) {
        Poll poll = waitingPoll;
        if (poll == null) {
            undelivered = event;
            return;
        }
        waitingPoll = null;
        state = ExtensionState.RUNNING;
        poll.reply(ExtensionReplies.event(event));
    }

    /** A connection on which it may have waited is gone. */
    void disconnected(Poll poll) {
        if (waitingPoll == poll) {
            waitingPoll = null;
        }
    }

    void fail(ExtensionState how, String type) {
        go(how, id);
        errorType = type;
    }

    private void go(ExtensionState next, String who) {
        if (!state.allows(next)) {
            throw new ServiceException(
                    "Extension.InvalidExtensionState",
                    403,
                    "State transition from %s to %s failed for extension %s. Error: State transition is not allowed"
                            .formatted(state.label(), next.label(), who));
        }
        state = next;
    }

    /** What the log of the init phase says of it. */
    PlatformEvent.Extension report() {
        return new PlatformEvent.Extension(name, state.label(), events, errorType);
    }
}
