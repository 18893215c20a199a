package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
class RubyClientTest {
    private static final String WITHOUT_THE_GEM = "echo 'Could not find it' >&2; exit 3";

    @TempDir Path folder = Path.of("");

    @Test
    void aGemThatWasInstalledWithTheRubyIsTakenAndNothingFetched() throws IOException {
        Path gem = folder.resolve("home/gems/aws_lambda_ric-3.1.3");
        Files.createDirectories(gem.resolve("lib/aws_lambda_ric"));
        Files.writeString(gem.resolve("lib/aws_lambda_ric.rb"), "client");
        Files.writeString(gem.resolve("lib/aws_lambda_ric/version.rb"), "3.1.3");

        Path client = client(nobody()).folder(ruby("echo " + gem));

        Path copy = client.resolve("gems/aws_lambda_ric-3.1.3/lib");
        assertThat(copy.resolve("aws_lambda_ric.rb")).hasContent("client");
        assertThat(copy.resolve("aws_lambda_ric/version.rb")).hasContent("3.1.3");
        assertThat(client.resolve("index.rb")).content().contains("AwsLambdaRIC::Bootstrap");
    }

    @Test
    void whereNothingIsInstalledNorReachedBothWaysOutAreNamed() throws IOException {
        Interpreter ruby = ruby(WITHOUT_THE_GEM);

        assertThatThrownBy(() -> client(nobody()).folder(ruby))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("127.0.0.1 cannot be reached")
                .hasMessageContaining("set " + Registries.RUBYGEMS_VARIABLE)
                .hasMessageContaining("gem install aws_lambda_ric")
                .hasMessageEndingWith(ruby.executable().toString());
    }

    @Test
    void aGemOfAnotherContentThanThePinnedIsRejectedByNameAndLeavesNothing() throws IOException {
        try (GemServer server =
                new GemServer(GemServer.gem(Map.of("lib/aws_lambda_ric.rb", "forged")))) {
            assertThatThrownBy(() -> client(server.registries()).folder(ruby(WITHOUT_THE_GEM)))
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining(
                            "aws_lambda_ric-2.0.0.gem is not the file that was pinned");
        }
        assertThat(folder.resolve("runtimes")).isEmptyDirectory();
    }

    @Test
    void anAnswerThatIsNoFolderIsNoClient() throws IOException {
        Interpreter ruby = ruby("echo /nowhere/at/all");

        assertThatThrownBy(() -> client(nobody()).folder(ruby))
                .isInstanceOf(RuntimeUnavailable.class);
    }

    @Test
    void aRubyThatCouldNotTellIsAskedAgain() throws IOException {
        Path gem = folder.resolve("home/gems/aws_lambda_ric-3.1.3");
        Files.createDirectories(gem.resolve("lib"));
        Files.writeString(gem.resolve("lib/aws_lambda_ric.rb"), "client");
        Path busy = Files.writeString(folder.resolve("busy"), "");
        Interpreter ruby = ruby("if [ -e " + busy + " ]; then exit 1; fi; echo " + gem);
        RubyClient client = client(nobody());
        assertThatThrownBy(() -> client.folder(ruby)).isInstanceOf(RuntimeUnavailable.class);

        Files.delete(busy);

        assertThat(client.folder(ruby).resolve("gems/aws_lambda_ric-3.1.3")).isDirectory();
    }

    private RubyClient client(Registries registries) {
        return new RubyClient(new Bundles(folder.resolve("runtimes"), registries));
    }

    /** Registries on a port that nobody listens at any more. */
    private static Registries nobody() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + closed.getLocalPort();
            return Registries.of(Map.of(Registries.RUBYGEMS_VARIABLE, address));
        }
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
