package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.lambda.plan.FunctionVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of runtime versions: stable, and in AWS's form. */
public final class RuntimeArns {
    private RuntimeArns() {}

    public static String of(FunctionVersion version, String label) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(label.getBytes(StandardCharsets.UTF_8));
            return "arn:"
                    + version.function().partition()
                    + ":lambda:"
                    + version.function().region()
                    + "::runtime:"
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
