package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.runtimes.PythonClient;
import dev.gatehouse.lambda.runtimes.Runtimes;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import dev.gatehouse.testkit.RuntimeClients;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ruby functions under AWS's own client. Aborted, with the node's own words for what is missing,
 * where there is no Ruby, or no client is installed with it and no gem server is reached.
 */
@Tag("sandbox")
class RubyFunctionTest {
    @TempDir static Path folder;
    static LambdaNode node;
    static Optional<String> missing = Optional.empty();

    @BeforeAll
    static void start() {
        node = LambdaNode.start(folder);
        LambdaNode.Source any = ruby("any", "def handler(event:, context:) = 1");
        try {
            new Runtimes(
                            RuntimeClients.FOLDER,
                            Registries.of(System.getenv()),
                            Map.of(),
                            PythonClient.OWN,
                            System.getenv())
                    .setup(node.version(any, new FunctionResources(128, 3, 512), Map.of()));
        } catch (RuntimeUnavailable unavailable) {
            missing = Optional.of(unavailable.text());
        }
    }

    @BeforeEach
    void rubyRunsHere() {
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static LambdaNode.Source ruby(String name, String code) {
        return new LambdaNode.Source(name, "ruby3.3", "app.handler", Map.of("app.rb", code));
    }

    @Test
    void answersColdAndWarm() {
        node.publish(
                ruby(
                        "answers",
                        """
                        def handler(event:, context:)
                          { hello: event['name'], left: context.get_remaining_time_in_millis > 0 }
                        end
                        """));
        for (int i = 0; i < 3; i++) {
            assertThat(node.invoke("answers", "{\"name\":\"wörld\"}").payload().toString())
                    .isEqualTo("{\"hello\":\"wörld\",\"left\":true}");
        }
    }

    @Test
    void handlersMayBeMethodsOfClasses() {
        node.publish(
                new LambdaNode.Source(
                        "classes",
                        "ruby3.4",
                        "src/app.App::Handler.process",
                        Map.of(
                                "src/app.rb",
                                """
                                module App
                                  class Handler
                                    def self.process(event:, context:) = event.size
                                  end
                                end
                                """)));
        assertThat(node.invoke("classes", "[1, 2]").payload().toString()).isEqualTo("2");
    }

    @Test
    void errorsAreToldAsOnAwsAndTheNextEventIsServed() {
        node.publish(
                ruby(
                        "errors",
                        """
                        def handler(event:, context:)
                          raise 'bad' if event['raise']
                          event['missing'] ? nil.foo : 'fine'
                        end
                        """));
        InvocationResult raised = node.invoke("errors", "{\"raise\":true}");
        assertThat(raised.functionError()).isEqualTo("Unhandled");
        assertThat(raised.payload().toString())
                .startsWith(
                        "{\"errorMessage\":\"bad\",\"errorType\":\"Function<RuntimeError>\","
                                + "\"stackTrace\":[\"/var/task/app.rb:2:in");
        // This one ends the process.
        assertThat(node.invoke("errors", "{\"missing\":true}").payload().toString())
                .contains("undefined method", "\"errorType\":\"Function<NoMethodError>\"")
                .doesNotContain("arguments");
        assertThat(node.invoke("errors", "{}").payload().toString()).isEqualTo("\"fine\"");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        node.publish(
                new LambdaNode.Source("nofile", "ruby3.3", "app.handler", Map.of("other.rb", "")));
        assertThat(node.invoke("nofile", "{}").payload().toString())
                .contains("cannot load such file -- app", "\"errorType\":\"Init<LoadError>\"");
    }

    @Test
    void putsAndLoggersWriteWholeRecords() {
        node.publish(
                ruby(
                        "logs",
                        """
                        require 'logger'
                        LOGGER = Logger.new($stdout)
                        PLAIN = Logger.new($stderr, formatter: proc { |_, _, _, text| "own #{text}" })
                        def handler(event:, context:)
                          puts "one\\ntwo"
                          LOGGER.info('informed')
                          PLAIN.warn('warned')
                        end
                        """));
        InvocationResult result = LambdaNode.await(node.send("logs", "{}", true));
        assertThat(result.payload().toString()).isEqualTo("true");
        assertThat(Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8))
                .contains("one\ntwo\n")
                .containsPattern("I, \\[\\S+ #\\d+]  INFO [0-9a-f-]{36} -- : informed\n")
                .contains("own warned\n");
        assertThat(node.log("logs")).contains("one\ntwo\n", "own warned\n");
    }

    @Test
    void gemsOfThePackageAreFound() {
        node.publish(
                new LambdaNode.Source(
                        "gems",
                        "ruby3.3",
                        "app.handler",
                        Map.of(
                                "vendor/bundle/ruby/3.3.0/specifications/tiny-1.0.gemspec",
                                "Gem::Specification.new { |s| s.name = 'tiny'; s.version = '1.0' }",
                                "vendor/bundle/ruby/3.3.0/gems/tiny-1.0/lib/tiny.rb",
                                "TINY = 'vendored'",
                                "app.rb",
                                "require 'tiny'\ndef handler(event:, context:) = TINY")));
        assertThat(node.invoke("gems", "{}").payload().toString()).isEqualTo("\"vendored\"");
    }
}
