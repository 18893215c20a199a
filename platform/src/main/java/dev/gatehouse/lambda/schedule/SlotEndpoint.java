package dev.gatehouse.lambda.schedule;

import java.nio.channels.ServerSocketChannel;

/** Serves the AWS endpoint that each sandbox has of its own, for the SDKs in functions. */
public interface SlotEndpoint {

    /**
     * Begins to accept connections of a sandbox. Does not block.
     *
     * @param listener closed by the sandbox
     */
    void serve(ServerSocketChannel listener);

    /** For nodes that offer functions no endpoint: connections wait and are never accepted. */
    SlotEndpoint NONE = _ -> {};
}
