package dev.gatehouse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.http.blocking.BlockingService;
import dev.gatehouse.http.blocking.HttpCall;
import dev.gatehouse.http.blocking.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Says what it received; {@code /wait} first sleeps, {@code /hold} waits to be let go, {@code
 * /fail} throws, {@code /split} answers a header that HTTP cannot carry, {@code /large} some
 * megabytes, {@code /file} a file without its first byte, and {@code /head} before the body.
 */
final class EchoService implements BlockingService {
    private static final long WAIT_MILLIS = EchoEdge.IDLE.toMillis() + 100;

    /** A permit for each call of {@code /hold} that may end. */
    static final Semaphore LET_GO = new Semaphore(0);

    static final int LARGE_BYTES = 32 << 20;
    static final int FILE_BYTES = 1_000_000;

    @Override
    public HttpResponse respond(HttpCall call) {
        if (call.path().equals("/head")) {
            return new HttpResponse(200, List.of(), Body.of("head".getBytes(UTF_8)));
        }
        try {
            call.body().receive();
        } catch (BodyRejectedException rejected) {
            int status = rejected.reason() == BodyRejectedException.Reason.TOO_LARGE ? 413 : 429;
            String reason = rejected.reason().name();
            return new HttpResponse(status, List.of(), Body.of(reason.getBytes(UTF_8)));
        }
        if (call.path().equals("/wait")) {
            sleep();
        }
        if (call.path().equals("/hold")) {
            LET_GO.acquireUninterruptibly();
        }
        if (call.path().equals("/fail")) {
            throw new IllegalStateException("asked to");
        }
        if (call.path().equals("/split")) {
            return new HttpResponse(200, List.of(Map.entry("X-Echo", "a\r\nX-Mine: 1")), Body.NONE);
        }
        if (call.path().equals("/file")) {
            return new HttpResponse(200, List.of(), file());
        }
        if (call.path().equals("/large")) {
            return new HttpResponse(200, List.of(), Body.of(new byte[LARGE_BYTES]));
        }
        String seen =
                String.join(
                        " ",
                        call.method(),
                        call.path(),
                        call.query(),
                        call.authority(),
                        Integer.toString(call.body().accepted().length),
                        Boolean.toString(Thread.currentThread().isVirtual()));
        return new HttpResponse(
                200, List.of(Map.entry("X-Echo", "1")), Body.of(seen.getBytes(UTF_8)));
    }

    private static Body file() {
        try {
            Path path = Files.createTempFile("echo", null);
            Files.write(path, new byte[FILE_BYTES + 1]);
            FileChannel channel =
                    FileChannel.open(
                            path, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
            return new Body.FilePart(channel, 1, FILE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
