package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
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

    @Test
    void aRubyIsMountedWhereItWasBuiltFor() {
        Interpreter ruby =
                Interpreter.at(Path.of("/home/me/.rbenv/versions/3.3.9/bin/ruby"), "3.3.9");

        assertThat(RubyLauncher.home(ruby, code(List.of(Path.of("/layer")))))
                .isEqualTo(SandboxMount.of(ruby.home(), "/home/me/.rbenv/versions/3.3.9"));
    }

    @Test
    void aRubyBelowOptIsRejectedWhereLayersHideIt() {
        Interpreter ruby = Interpreter.at(Path.of("/opt/rubies/3.3.9/bin/ruby"), "3.3.9");

        assertThat(RubyLauncher.home(ruby, code(List.of())).target())
                .isEqualTo("/opt/rubies/3.3.9");
        assertThatThrownBy(() -> RubyLauncher.home(ruby, code(List.of(Path.of("/layer")))))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageStartingWith(
                        "/opt/rubies/3.3.9/bin/ruby cannot run functions with layers");
    }

    private static FunctionCode code(List<Path> layers) {
        return new FunctionCode(Path.of("/code"), layers, "x86_64");
    }
}
