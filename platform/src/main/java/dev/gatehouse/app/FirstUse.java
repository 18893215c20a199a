package dev.gatehouse.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.gatehouse.observe.Metrics;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Loads, beside a node that has begun to listen, what the first signed request needs and the start
 * did not: a JSON parser, whose bounds of numbers are large powers, and the providers of
 * cryptography. The first CreateFunction would wait for them. Then what counts requests.
 */
final class FirstUse {
    private static final String MAC = "HmacSHA256";

    private FirstUse() {}

    /** Returns at once. */
    static void loadInBackground(Metrics metrics) {
        Thread.ofPlatform()
                .name("first-use")
                .daemon()
                .start(
                        () -> {
                            load();
                            metrics.load();
                        });
    }

    private static void load() {
        try (JsonParser parser = new JsonFactory().createParser("{}")) {
            parser.nextToken();
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(new byte[1], MAC));
            mac.doFinal();
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
