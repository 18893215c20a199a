package dev.gatehouse.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.lambda.environment.CpuLimit;
import dev.gatehouse.lambda.image.RegistryAddress;
import dev.gatehouse.lambda.sandbox.os.MachineMemory;
import dev.gatehouse.lambda.schedule.ConcurrencyLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SettingsTest {
    @Test
    void defaultsListenOnLoopbackAndKeepDataBesideTheUser() {
        Config config = Config.of(new Settings(Map.of()));

        assertThat(config.listen().host()).isEqualTo("127.0.0.1");
        assertThat(config.listen().port()).isEqualTo(4566);
        assertThat(config.data().getFileName()).hasToString(".gatehouse");
        assertThat(config.home().account().value()).isEqualTo("000000000000");
        assertThat(config.home().region().name()).isEqualTo("us-east-1");
        assertThat(config.store())
                .isEqualTo(new Config.Storage("sqlite", false, Duration.ofSeconds(5)));
        assertThat(config.functions().environments().sandbox()).isEqualTo("auto");
        assertThat(config.functions().environments().cpu()).isEqualTo(CpuLimit.WEIGHT);
        assertThat(config.functions().environments().memoryMb())
                .isEqualTo(MachineMemory.megabytes() * 80 / 100)
                .isPositive();
        assertThat(config.functions().concurrency()).isEqualTo(ConcurrencyLimits.AWS);
        assertThat(config.functions().environments().idleTimeout())
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(config.apis().routes()).isEqualTo(300);
        assertThat(config.apis().networks().allowed()).isEqualTo(AllowedTargets.NONE);
        assertThat(config.elsewhere().endpoints()).isEmpty();
    }

    @Test
    void everySettingReachesTheConfig(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("settings.yaml");
        Files.writeString(
                file,
                """
                data: /srv/gatehouse
                host: 0.0.0.0
                port: 80
                account: "123456789012"
                region: eu-west-1
                store: postgresql://u:p@db/gatehouse
                store-timeout: 9s
                adopt: true
                root-access-key: AKIAROOT
                root-secret-key: secret
                event-loops: 3
                sandbox: process
                cpu: quota
                concurrency: 50
                invocation-rate: unlimited
                scaling-rate: 7
                lambda-api-rate: quota
                idle-timeout: 90s
                async-retry-delay: 2s
                update-delay: 3s
                python-client: official
                routes: 10000
                integration.allow: 127.0.0.1:*, 10.0.0.0/8
                endpoint:
                  sqs: http://localhost:9324
                registry:
                  images.example: https://me:pw@registry.example:5000
                runtime:
                  python3.12: /bin/sh
                """);

        Config config = Config.of(SettingsFile.read(file));

        assertThat(config.data()).isEqualTo(Path.of("/srv/gatehouse"));
        assertThat(config.listen())
                .isEqualTo(
                        new Config.Listen(
                                "0.0.0.0",
                                80,
                                3,
                                Duration.ofSeconds(10),
                                new Config.Observed("", null, false, null)));
        assertThat(config.home().account().value()).isEqualTo("123456789012");
        assertThat(config.home().region().name()).isEqualTo("eu-west-1");
        assertThat(config.store())
                .isEqualTo(
                        new Config.Storage(
                                "postgresql://u:p@db/gatehouse", true, Duration.ofSeconds(9)));
        assertThat(config.root())
                .isEqualTo(
                        new RootKeys(
                                new AccessKey("AKIAROOT", "secret", null),
                                false,
                                new MasterKeySetting.InFile(Path.of("")),
                                null,
                                true,
                                false,
                                Config.TrailOf.DENIED));
        assertThat(config.functions().environments().sandbox()).isEqualTo("process");
        assertThat(config.functions().environments().cpu()).isEqualTo(CpuLimit.QUOTA);
        assertThat(config.functions().concurrency()).isEqualTo(new ConcurrencyLimits(50, 0, 7));
        assertThat(config.functions().callerRates()).isTrue();
        assertThat(config.functions().registries())
                .containsExactly(
                        Map.entry(
                                "images.example",
                                new RegistryAddress(
                                        URI.create("https://registry.example:5000"), "me:pw")));
        assertThat(config.functions().environments().idleTimeout())
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(config.functions().retryDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.functions().updateDelay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.functions().environments().languages().interpreters())
                .containsEntry("python3.12", Path.of("/bin/sh"));
        assertThat(config.apis().routes()).isEqualTo(10_000);
        assertThat(config.apis().networks().allowed())
                .isEqualTo(AllowedTargets.parse("127.0.0.1:*,10.0.0.0/8"));
        assertThat(config.elsewhere().endpoints().get("sqs")).hasPort(9324);
    }

    @Test
    void aProjectFileIsToml(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("gatehouse.toml");
        Files.writeString(
                file,
                """
                port = 4600
                with = ["dynamodb", "sqs"]
                cpu = "quota"
                adopt = true

                [integration]
                allow = ["127.0.0.1:*", "10.0.0.0/8"]

                [endpoint]
                kinesis = "http://localhost:4567"

                [runtime]
                "python3.12" = "/bin/sh"
                """);

        Config config = Config.of(SettingsFile.read(file));

        assertThat(config.listen().port()).isEqualTo(4600);
        assertThat(config.elsewhere().engine()).containsExactlyInAnyOrder("dynamodb", "sqs");
        assertThat(config.elsewhere().endpoints().get("kinesis")).hasPort(4567);
        assertThat(config.store().adopt()).isTrue();
        assertThat(config.apis().networks().allowed())
                .isEqualTo(AllowedTargets.parse("127.0.0.1:*,10.0.0.0/8"));
        assertThat(config.functions().environments().languages().interpreters())
                .containsEntry("python3.12", Path.of("/bin/sh"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gatehouse.toml | prot = 1 | unknown setting 'prot'; did you mean 'port'?",
                "gatehouse.toml | port = | not TOML: line 1",
                "gatehouse.yaml | port: [ | not YAML",
                "gatehouse.yaml | port | a settings file holds 'key: value' lines"
            })
    void aFileThatIsNoneSaysWhere(String name, String text, String problem, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        assertThatThrownBy(() -> SettingsFile.read(file))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(file + ": " + problem);
    }

    @Test
    void anUnknownSettingNamesTheNearest() {
        assertThatThrownBy(() -> new Settings(Map.of("prot", "1")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown setting 'prot'; did you mean 'port'?");
    }

    @Test
    void theWellKnownKeysNeverLeaveLoopback() {
        assertThat(Config.of(new Settings(Map.of())).root().wellKnown()).isTrue();
        assertThat(Config.of(new Settings(Map.of("host", "0.0.0.0"))).root().wellKnown()).isFalse();
        Map<String, String> set =
                Map.of("host", "0.0.0.0", "root-access-key", "test", "root-secret-key", "test");
        assertThatThrownBy(() -> Config.of(new Settings(set)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("root-access-key");
        assertThatThrownBy(() -> Config.of(new Settings(Map.of("root-access-key", "a"))))
                .isInstanceOf(SettingsException.class)
                .hasMessage("root-access-key and root-secret-key go together");
    }

    @Test
    void aValueOutOfBoundsSaysWhatIsAllowed() {
        assertRejected("port", "70000", "port is a number from 0 to 65535, not '70000'");
        assertRejected(
                "sandbox",
                "docker",
                "sandbox is one of auto, namespaces, process, process-as-root, any, not 'docker'");
        assertRejected("cpu", "all", "cpu is one of weight, quota, not 'all'");
        assertRejected("account", "42", "account: an account id has 12 digits, not: 42");
        assertRejected(
                "endpoint.sqs",
                "localhost",
                "endpoint.sqs: 'localhost' is not an http or https URL without a path");
        assertRejected(
                "private-target.inner",
                "http://127.0.0.1:3000/path",
                "private-target.inner: 'http://127.0.0.1:3000/path' is not an http or https URL"
                        + " without a path");
        assertRejected(
                "integration.allow",
                "10.0.0.0/8, 127.0.0.1:http",
                "integration.allow: '127.0.0.1:http' is no target such as 127.0.0.1:3000,"
                        + " 127.0.0.1:*, 10.0.0.0/8, [::1]:80 or backend.internal:*");
        assertRejected(
                "idle-timeout", "soon", "idle-timeout: not a duration such as 90s or 10m: soon");
    }

    @Test
    void aMemberOfAFamilyThatNothingWouldLookAtIsRejected() {
        assertRejected(
                "runtime.pyton3.12",
                "/usr/bin/python3",
                "runtime.pyton3.12: no interpreter runs that; did you mean 'runtime.python3.12'?");
        assertRejected(
                "endpoint.SQS",
                "http://localhost:9324",
                "endpoint.SQS: a service is named as requests are signed, such as sqs");
        assertRejected(
                "endpoint.sqs",
                "http://localhost:9324/queues",
                "endpoint.sqs: 'http://localhost:9324/queues' is not an http or https URL without"
                        + " a path");
    }

    @Test
    void anInterpreterThatIsNotThereIsRejectedBeforeAFunctionNeedsIt() {
        for (String none : List.of("/nope", "/tmp")) {
            assertRejected(
                    "runtime.python3.11",
                    none,
                    "runtime.python3.11: '%s' is not a program; name an interpreter of this machine, or leave the setting out to have one found"
                            .formatted(none));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sqss, sqs",
        "dynamdb, dynamodb",
        "lamda, lambda",
        "secrets-manager, secretsmanager",
        "cloudwatch, monitoring",
        "eventbridge, events"
    })
    void aMisspeltServiceNamesTheOneThatIsMeant(String service, String meant) {
        assertRejected(
                "endpoint." + service,
                "http://localhost:9324",
                "endpoint.%s: requests are not signed for that; did you mean 'endpoint.%s'?"
                        .formatted(service, meant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqs", "s3", "ses", "ram", "mq", "personalize", "brand-new"})
    void anyOtherServiceMayBeElsewhere(String service) {
        Config config =
                Config.of(new Settings(Map.of("endpoint." + service, "http://localhost:9324")));

        assertThat(config.elsewhere().endpoints()).containsOnlyKeys(service);
    }

    private static void assertRejected(String key, String value, String message) {
        assertThatThrownBy(() -> Config.of(new Settings(Map.of(key, value))))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message);
    }
}
