package dev.gatehouse.lambda.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
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
class DebuggingTest {

    /** What a killed {@code invoke --debug} leaves behind holds the function for minutes only. */
    @ParameterizedTest
    @CsvSource({
        "5678, true",
        "5678@99999999999, true",
        "5678@1, false",
        "80, false",
        "5678@, false"
    })
    void aVariableHoldsUntilItsTimeIsOver(String value, boolean holds) {
        FunctionVersion version = version(Map.of(Debugging.VARIABLE, value));
        assertThat(new Debugging(true, Clock.SYSTEM).unhurried(version).resources().isUnhurried())
                .isEqualTo(holds);
        assertThat(new Debugging(false, Clock.SYSTEM).unhurried(version)).isSameAs(version);
    }

    private static FunctionVersion version(Map<String, String> variables) {
        Arn role = Arn.parse("arn:aws:iam::000000000000:role/f").orElseThrow();
        return new FunctionVersion(
                Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:f").orElseThrow(),
                FunctionVersion.LATEST,
                "r1",
                new FunctionCode(Path.of("none"), List.of(), "x86_64"),
                new FunctionLaunch("python3.13", "app.f", variables, role, null, false, false),
                new FunctionResources(128, 3, 512),
                FunctionLogging.text("/aws/lambda/f"),
                FunctionState.ACTIVE);
    }
}
