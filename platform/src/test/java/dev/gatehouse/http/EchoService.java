package dev.gatehouse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;

/**
 * Says what it received; {@code /wait} first sleeps, {@code /fail} throws, {@code /split} answers a
 * header that HTTP cannot carry and {@code /large} some megabytes.
 */
final class EchoService implements BlockingService {
    static final int WAIT_MILLIS = 400;
    static final int LARGE_BYTES = 32 << 20;

    @Override
    public HttpAnswer answer(HttpCall call) {
        if (call.path().equals("/wait")) {
            sleep();
        }
        if (call.path().equals("/fail")) {
            throw new IllegalStateException("asked to");
        }
        if (call.path().equals("/split")) {
            return new HttpAnswer(200, List.of(Map.entry("X-Echo", "a\r\nX-Mine: 1")), new byte[0]);
        }
        if (call.path().equals("/large")) {
            return new HttpAnswer(200, List.of(), new byte[LARGE_BYTES]);
        }
        String seen =
                String.join(
                        " ",
                        call.method(),
                        call.path(),
                        call.query(),
                        call.authority(),
                        Integer.toString(call.body().length),
                        Boolean.toString(Thread.currentThread().isVirtual()));
        return new HttpAnswer(200, List.of(Map.entry("X-Echo", "1")), seen.getBytes(UTF_8));
    }

    @Override
    public HttpAnswer refuse(HttpCall call, Refusal refusal) {
        int status = refusal == Refusal.BODY_TOO_LARGE ? 413 : 429;
        return new HttpAnswer(status, List.of(), refusal.name().getBytes(UTF_8));
    }

    private static void sleep() {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
