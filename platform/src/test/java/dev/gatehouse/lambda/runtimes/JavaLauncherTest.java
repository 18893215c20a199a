package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionLaunch;
import dev.gatehouse.lambda.plan.FunctionLogging;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class JavaLauncherTest {

    /** Without it the library registers hooks with a stub of its own, which runs none. */
    @ParameterizedTest
    @CsvSource({"1, true, true", "1, false, false", "$LATEST, true, false"})
    void hooksFindTheClientWhereAVersionIsRestored(
            String version, boolean snapStart, boolean found) {
        List<String> command = JavaLauncher.command(List.of("java"), version(version, snapStart));
        assertThat(command.contains("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"))
                .isEqualTo(found);
    }

    private static FunctionVersion version(String number, boolean snapStart) {
        Arn role = Arn.parse("arn:aws:iam::000000000000:role/f").orElseThrow();
        return new FunctionVersion(
                Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:f").orElseThrow(),
                number,
                "r1",
                new FunctionCode(Path.of("none"), List.of(), "x86_64"),
                new FunctionLaunch("java21", "Hooks::f", Map.of(), role, null, false, false),
                new FunctionResources(128, 3, 512, null, false, snapStart),
                FunctionLogging.text("/aws/lambda/f"),
                FunctionState.ACTIVE);
    }
}
