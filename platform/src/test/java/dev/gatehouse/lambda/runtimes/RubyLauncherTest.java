package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RubyLauncherTest {
    private static final RuntimeId RUBY_3_3 = RuntimeId.parse("ruby3.3");

    private static Interpreter ruby(String version) {
        return Interpreter.at(Path.of("/usr/bin/ruby"), version);
    }

    @Test
    void gemsOfThePackageAndOfLayersComeBeforeTheRubysOwn() {
        assertThat(RubyLauncher.gemPath(RUBY_3_3, ruby("3.3.9")))
                .isEqualTo("/var/task/vendor/bundle/ruby/3.3.0:/opt/ruby/gems/3.3.0:");
    }

    @Test
    void gemsThatTheNearestRubyVendoredAreFoundToo() {
        assertThat(RubyLauncher.gemPath(RUBY_3_3, ruby("3.1.2")))
                .isEqualTo(
                        "/var/task/vendor/bundle/ruby/3.3.0:/opt/ruby/gems/3.3.0:"
                                + "/var/task/vendor/bundle/ruby/3.1.0:/opt/ruby/gems/3.1.0:");
    }

    @Test
    void anOlderRubyKeepsItsHintsOutOfMessagesAsTheNewerDoes() {
        assertThat(RubyLauncher.command(RUBY_3_3, ruby("3.1.2")))
                .containsExactly(
                        "/usr/bin/ruby",
                        "--disable=did_you_mean",
                        "--disable=error_highlight",
                        "/var/runtime/index.rb");
        assertThat(RubyLauncher.command(RUBY_3_3, ruby("2.7.8")))
                .containsExactly(
                        "/usr/bin/ruby", "--disable=did_you_mean", "/var/runtime/index.rb");
    }

    @Test
    void aRubyOfTheVersionAskedForIsStartedAsItIs() {
        assertThat(RubyLauncher.command(RUBY_3_3, ruby("3.3.9")))
                .containsExactly("/usr/bin/ruby", "/var/runtime/index.rb");
        assertThat(RubyLauncher.command(RuntimeId.parse("ruby2.7"), ruby("2.7.8")))
                .containsExactly("/usr/bin/ruby", "/var/runtime/index.rb");
    }
}
