package dev.gatehouse.lambda.runtimeapi;

import dev.gatehouse.lambda.extension.ExtensionsApi;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import org.jspecify.annotations.Nullable;

/**
 * The life of one runtime process, from its start to its end, as its calls show it. Confined to the
 * environment's event loop, except {@link #end}.
 */
public final class RuntimeSession {
    private final EventLoop loop;
    private final ChannelGroup connections;
    private volatile EnvironmentState state;
    private RuntimeWatcher watcher;
    private @Nullable ExtensionsApi extensions;
    private @Nullable RuntimeConnection waitingPoll;
    private @Nullable String requestId;

    RuntimeSession(
            EventLoop loop,
            RuntimeWatcher watcher,
            @Nullable ExtensionsApi extensions,
            EnvironmentState state) {
        this.loop = loop;
        this.watcher = watcher;
        this.extensions = extensions;
        this.state = state;
        this.connections = new DefaultChannelGroup(loop, true);
    }

    public EnvironmentState state() {
        return state;
    }

    boolean ended() {
        return state == EnvironmentState.GONE;
    }

    int connections() {
        return connections.size();
    }

    void connected(Channel channel) {
        connections.add(channel);
    }

    /**
     * Gives the runtime an event.
     *
     * @return false when the runtime no longer waits for one: the event was not delivered
     */
    public boolean deliver(RuntimeEvent event) {
        RuntimeConnection waiting = waitingPoll;
        if (waiting == null || state != EnvironmentState.READY) {
            return false;
        }
        go(EnvironmentState.BUSY);
        waitingPoll = null;
        requestId = event.requestId();
        waiting.reply(Replies.event(event));
        return true;
    }

    /**
     * Tells a warm runtime its function.
     *
     * @param next hears what the runtime does from now on
     * @param beside takes the calls of extensions
     * @param function what it is told
     * @throws IllegalStateException when the runtime is not warm, or not yet
     */
    public void specialise(RuntimeWatcher next, ExtensionsApi beside, Specialisation function) {
        RuntimeConnection waiting = waitingPoll;
        if (waiting == null) {
            throw new IllegalStateException("the runtime does not wait for a function");
        }
        go(EnvironmentState.STARTING);
        watcher = next;
        extensions = beside;
        waitingPoll = null;
        waiting.reply(Replies.specialisation(function));
    }

    /** Whether it is a warm runtime that waits to be told its function. */
    public boolean awaitsFunction() {
        return state == EnvironmentState.WARM && waitingPoll != null;
    }

    boolean awaitSpecialisation(RuntimeConnection connection) {
        if (state != EnvironmentState.WARM || !(watcher instanceof WarmWatcher warm)) {
            return false;
        }
        waitingPoll = connection;
        warm.waiting();
        return true;
    }

    /** Closes all connections; nothing the runtime still says is heard. */
    public void end() {
        if (loop.inEventLoop()) {
            finish();
        } else {
            loop.execute(this::finish);
        }
    }

    private void finish() {
        if (!ended()) {
            go(EnvironmentState.GONE);
            waitingPoll = null;
            connections.close();
        }
    }

    /** The runtime asks for its next event; its connection waits until there is one. */
    boolean next(RuntimeConnection connection) {
        if (state == EnvironmentState.READY) {
            // Its connection broke and it asks again: only the newest poll counts.
            waitingPoll = connection;
            return true;
        }
        if (!state.allows(EnvironmentState.READY)) {
            return false;
        }
        go(EnvironmentState.READY);
        waitingPoll = connection;
        watcher.ready();
        return true;
    }

    /** A waiting poll's connection is gone: the runtime has to ask again. */
    void disconnected(RuntimeConnection connection) {
        if (waitingPoll == connection) {
            waitingPoll = null;
        }
        ExtensionsApi beside = extensions;
        if (beside != null) {
            beside.disconnected(connection);
        }
    }

    /** What takes the calls of extensions; null where there are none yet. */
    @Nullable ExtensionsApi extensions() {
        return extensions;
    }

    /** Nothing that the runtime does is told any more; extensions are still heard. */
    public void mute() {
        watcher = SilentWatcher.INSTANCE;
    }

    boolean expects(String id) {
        return id.equals(requestId);
    }

    /** The runtime begins to stream its response; null when that is taken whole. */
    @Nullable ResponseStream responding(String id) {
        if (state != EnvironmentState.BUSY || !expects(id)) {
            return null;
        }
        ResponseStream stream = watcher.responding();
        if (stream != null) {
            go(EnvironmentState.RESPONDING);
        }
        return stream;
    }

    /** A response that streams broke off. */
    void truncated() {
        if (state == EnvironmentState.RESPONDING) {
            watcher.truncated();
        }
    }

    /** The runtime responds to its event. */
    boolean respond(RuntimeResponse response) {
        if (!state.allows(EnvironmentState.FINISHING)) {
            return false;
        }
        go(EnvironmentState.FINISHING);
        watcher.responded(response);
        return true;
    }

    /** The runtime has started, and is to be restored before its first event. */
    boolean restore() {
        return state == EnvironmentState.STARTING && watcher.restoring();
    }

    /** The runtime cannot start. */
    boolean failInit(RuntimeResponse.Failure failure) {
        if (!state.allows(EnvironmentState.FAILED)) {
            return false;
        }
        go(EnvironmentState.FAILED);
        watcher.initFailed(failure);
        return true;
    }

    private void go(EnvironmentState next) {
        if (!state.allows(next)) {
            throw new IllegalStateException(
                    "an environment cannot go from " + state + " to " + next);
        }
        state = next;
    }
}
