package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SourceBudgetTest {
    private final SourceBudget budget = new SourceBudget(100, 60);

    @Test
    void aSourceCannotTakeWhatIsThereForOthers() {
        assertThat(budget.tryHold("a", 50)).isTrue();
        assertThat(budget.tryHold("a", 20)).isFalse();
        assertThat(budget.tryHold("b", 50)).isTrue();
    }

    @Test
    void allTogetherCannotTakeMoreThanThereIs() {
        assertThat(budget.tryHold("a", 60)).isTrue();
        assertThat(budget.tryHold("b", 50)).isFalse();
        assertThat(budget.tryHold("b", 40)).isTrue();
    }

    @Test
    void whatWasReleasedCanBeHeldAgain() {
        for (int i = 0; i < 10; i++) {
            assertThat(budget.tryHold("a", 60)).isTrue();
            budget.release("a", 60);
        }
        assertThat(budget.tryHold("b", 60)).isTrue();
    }
}
