package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Opens sockets inside the network of another process, as root: a socket belongs to the network its
 * thread was in when it was made, and works from everywhere afterwards. A thread never comes back
 * from there, so each visit has its own.
 */
final class NetworkVisit {

    private NetworkVisit() {}

    static <T> T to(long pid, Callable<T> opening) throws IOException {
        FutureTask<T> visit =
                new FutureTask<>(
                        () -> {
                            LibC.enterNetworkOf(pid);
                            return opening.call();
                        });
        Thread.ofPlatform().name("sandbox-visit").start(visit);
        try {
            return visit.get();
        } catch (ExecutionException e) {
            throw new IOException("no socket can be opened inside the sandbox", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
