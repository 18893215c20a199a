package dev.gatehouse.lambda.extension;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The extensions beside one runtime process, from its start to its end: who they are, what they
 * hear, and which of them work. Confined to the environment's event loop.
 */
public final class Extensions {
    /** AWS's limit of extensions in a function. */
    static final int MOST = 10;

    private final ExtensionWatcher watcher;
    private final Map<String, Extension> byName = new LinkedHashMap<>();

    /** Whether further ones may register: until the runtime asks for its first event. */
    private boolean open = true;

    /** Those that were started and have not registered. */
    private int unregistered;

    /** Those that have not asked for their next event. */
    private int working;

    /** The first thing that one of them reported to be wrong. */
    private @Nullable String reported;

    Extensions(ExtensionWatcher watcher) {
        this.watcher = watcher;
    }

    /** A program is about to be started that will register by this name. */
    void expect(String name) {
        byName.put(name, new Extension(name, true));
        unregistered++;
        working++;
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return byName.isEmpty();
    }

    boolean areExternal() {
        return byName.values().stream().anyMatch(Extension::isExternal);
    }

    /** Whether one of them works on an event or on its start. */
    boolean areWorking() {
        return working > 0;
    }

    /** No further ones may register. */
    void close() {
        open = false;
    }

    /**
     * An extension registers. One with the name of no program is part of the runtime.
     *
     * @throws ServiceException in AWS's words when it may not
     */
    Extension register(String name, List<String> events) {
        Extension known = byName.get(name);
        if (known != null && known.isExternal()) {
            events.forEach(event -> check(event, true));
            known.register(events);
            if (--unregistered == 0) {
                watcher.extensionsRegistered();
            }
            return known;
        }
        events.forEach(event -> check(event, false));
        requireRoom(known != null);
        Extension internal = new Extension(name, false);
        internal.register(events);
        byName.put(name, internal);
        working++;
        return internal;
    }

    private void requireRoom(boolean taken) {
        if (!open) {
            throw new ServiceException(
                    "Extension.RegistrationClosed", 403, "Extension registration closed already");
        }
        if (byName.size() >= MOST) {
            throw new ServiceException(
                    "Extension.TooManyExtensions", 403, "Extension limit (" + MOST + ") reached");
        }
        if (taken) {
            throw new ServiceException(
                    "Extension.InvalidExtensionState",
                    403,
                    "Extension with this name already registered");
        }
    }

    private static void check(String event, boolean external) {
        boolean shutdown = event.equals(Extension.SHUTDOWN);
        if (shutdown && !external) {
            throw wrongEvent(event, "ShutdownEventNotSupportedForInternalExtension");
        }
        if (!shutdown && !event.equals(Extension.INVOKE)) {
            throw wrongEvent(event, "ErrorInvalidEventType");
        }
    }

    private static ServiceException wrongEvent(String event, String why) {
        return new ServiceException("Extension.InvalidEventType", 403, event + ": " + why);
    }

    /** The one with an id; null when there is none. */
    @Nullable Extension find(String id) {
        for (Extension extension : byName.values()) {
            if (extension.isRegistered() && extension.id().equals(id)) {
                return extension;
            }
        }
        return null;
    }

    /** An extension asks for its next event. */
    void next(Extension extension, Poll poll) {
        boolean asksAgain = extension.isReady();
        extension.ask(poll);
        if (!asksAgain && --working == 0) {
            watcher.extensionsIdle();
        }
    }

    /** An extension reports an error, after which it will exit. */
    void failed(Extension extension, ExtensionState how, String errorType) {
        extension.fail(how, errorType);
        if (reported == null) {
            reported = "Extension." + how.label();
        }
    }

    /** What is wrong with one that ended. */
    String errorOfExit() {
        return reported == null ? "Extension.Crash" : reported;
    }

    /** A program could not be executed. */
    void notLaunched(String name, String why) {
        Extension extension = byName.get(name);
        if (extension != null) {
            extension.fail(ExtensionState.LAUNCH_ERROR, why);
        }
    }

    /** The runtime gets an event, and those hear of it who want to. */
    void invoke(InvokeEvent event) {
        ByteBuf document = null;
        for (Extension extension : byName.values()) {
            if (extension.hears(Extension.INVOKE)) {
                document = document == null ? ExtensionReplies.invoke(event) : document;
                working++;
                extension.give(document.duplicate());
            }
        }
    }

    /** Whether an external one wants to hear that it is shut down. */
    boolean hearsShutdown(String name) {
        Extension extension = byName.get(name);
        return extension != null && extension.hears(Extension.SHUTDOWN);
    }

    /** Those that want to hear that they are shut down. */
    void shutDown(ShutdownReason reason, long deadlineMillis) {
        ByteBuf document = ExtensionReplies.shutdown(reason, deadlineMillis);
        for (Extension extension : byName.values()) {
            if (extension.hears(Extension.SHUTDOWN)) {
                extension.give(document.duplicate());
            }
        }
    }

    /** A connection is gone. */
    void disconnected(Poll poll) {
        byName.values().forEach(extension -> extension.disconnected(poll));
    }

    /** What the log of the init phase says of them. */
    List<PlatformEvent.Extension> reports() {
        return byName.values().stream().map(Extension::report).toList();
    }
}
