package dev.gatehouse.lambda.sandbox.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SlotNamesTest {
    @Test
    void namesAreAwssWhereTheNodeLeavesThemAlone() {
        assertThat(new SlotNames(false, false).names().here()).rejects("iam.amazonaws.com");
        assertThat(new SlotNames(true, false).names().here()).accepts("iam.amazonaws.com");
    }
}
