package dev.gatehouse.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The launcher's own checks ({@code native/check}). */
@Tag("node")
class LauncherSourcesTest {
    private static final int NO_COMPILER = 77;

    @Test
    void theLauncherIsFreeOfWarningsAndHoldsUnderSanitizers() throws Exception {
        Process check =
                new ProcessBuilder("sh", "../native/check").redirectErrorStream(true).start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = check.waitFor();
        assumeTrue(
                status != NO_COMPILER, "no C compiler with sanitizers on this machine: " + output);
        assertThat(status).as(output).isZero();
    }
}
