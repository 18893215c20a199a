package dev.gatehouse.lambda.sandbox.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class NameRulesTest {
    @Test
    void namesAreAwssWhereTheNodeLeavesThemAlone() {
        assertThat(new SandboxNames(false, false).names().here()).rejects("iam.amazonaws.com");
        assertThat(new SandboxNames(true, false).names().here()).accepts("iam.amazonaws.com");
    }
}
