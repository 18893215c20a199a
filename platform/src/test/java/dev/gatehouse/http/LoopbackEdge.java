package dev.gatehouse.http;

/** The settings of listeners of tests. */
public final class LoopbackEdge {
    private LoopbackEdge() {}

    /** The loopback address, some free port, and the usual bounds. */
    public static EdgeSettings anyPort() {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        return new EdgeSettings("127.0.0.1", 0, loops, EdgeSettings.Limits.DEFAULT);
    }
}
