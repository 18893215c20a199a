package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RubyClientTest {
    @TempDir Path folder = Path.of("");

    @Test
    void aRubyWithoutTheClientIsRefusedWithWhatToInstall() throws IOException {
        Interpreter ruby = ruby("echo 'cannot load such file -- aws_lambda_ric' >&2; exit 1");

        assertThatThrownBy(() -> new RubyClient().mounts(ruby))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("gem install aws_lambda_ric")
                .hasMessageContaining(ruby.executable().toString());
    }

    @Test
    void gemsOutsideTheSystemAndTheRubyAreMountedWhereTheyAre() throws IOException {
        Path gems = Files.createDirectory(folder.resolve("gems"));
        Path own = Files.createDirectories(folder.resolve("ruby/lib/ruby/gems"));
        Interpreter ruby =
                ruby("echo " + gems + "; echo " + own + "; echo /usr/share; echo /nowhere");

        assertThat(new RubyClient().mounts(ruby))
                .containsExactly(SandboxMount.of(gems, gems.toString()));
    }

    /** What a Ruby answers to the question for its client, without a Ruby. */
    private Interpreter ruby(String script) throws IOException {
        Path program = folder.resolve("ruby/bin/ruby");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return Interpreter.at(program, "3.3");
    }
}
