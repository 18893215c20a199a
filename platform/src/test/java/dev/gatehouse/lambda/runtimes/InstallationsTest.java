package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class InstallationsTest {
    @TempDir Path home = Path.of("");

    @Test
    void rubiesOfVersionManagersAreFoundByTheNamesOfTheirFolders() throws IOException {
        Path rbenv = program(".rbenv/versions/3.2.9/bin/ruby");
        Path chruby = program(".rubies/ruby-3.3.9/bin/ruby");
        Path rvm = program(".rvm/rubies/ruby-3.4.1/bin/ruby");
        Path mise = program(".local/share/mise/installs/ruby/3.1.7/bin/ruby");
        program(".rubies/truffleruby-24.1/bin/ruby");

        assertThat(new Installations(Map.of("HOME", home.toString())).of(Language.RUBY).found())
                .filteredOn(ruby -> ruby.executable().startsWith(home))
                .containsExactlyInAnyOrder(
                        Interpreter.at(rbenv, "3.2.9"),
                        Interpreter.at(chruby, "3.3.9"),
                        Interpreter.at(rvm, "3.4.1"),
                        Interpreter.at(mise, "3.1.7"));
    }

    private Path program(String name) throws IOException {
        Path file = home.toRealPath().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
