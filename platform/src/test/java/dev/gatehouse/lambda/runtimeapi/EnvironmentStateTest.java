package dev.gatehouse.lambda.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class EnvironmentStateTest {
    @Test
    void nothingFollowsTheEnd() {
        for (EnvironmentState next : EnvironmentState.values()) {
            assertThat(EnvironmentState.GONE.allows(next)).isFalse();
        }
    }

    @Test
    void everyStateMayEnd() {
        for (EnvironmentState state : EnvironmentState.values()) {
            assertThat(state.allows(EnvironmentState.GONE))
                    .isEqualTo(state != EnvironmentState.GONE);
        }
    }

    @Test
    void onlyAReadyRuntimeGetsAnEvent() {
        for (EnvironmentState state : EnvironmentState.values()) {
            assertThat(state.allows(EnvironmentState.BUSY))
                    .isEqualTo(state == EnvironmentState.READY);
        }
    }
}
