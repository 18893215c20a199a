package dev.gatehouse.app.settings;

import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.gateway.authorize.VpcEndpoint;
import dev.gatehouse.gateway.plan.StreamBounds;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.http.FileDescriptors;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.PrivateTargets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.NearestWord;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.environment.CpuLimit;
import dev.gatehouse.lambda.image.RegistryAddress;
import dev.gatehouse.lambda.runtimes.PythonClient;
import dev.gatehouse.lambda.sandbox.os.MachineMemory;
import dev.gatehouse.lambda.schedule.ConcurrencyLimits;
import dev.gatehouse.proxy.response.StreamLimits;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks settings and gives them their types. */
final class ConfigReader {
    private final Settings settings;

    ConfigReader(Settings settings) {
        this.settings = settings;
    }

    Config config() {
        Config.Listen listen = listen();
        return new Config(
                Path.of(settings.get(Setting.DATA)).toAbsolutePath().normalize(),
                listen,
                new Config.Home(
                        settings.typed(Setting.ACCOUNT, AccountId::new),
                        settings.typed(Setting.REGION, Region::new)),
                RootKeys.of(settings, listen.isLoopback()),
                storage(),
                functions(),
                new Config.Apis(
                        settings.number(Setting.ROUTES, 1, 1_000_000),
                        settings.number(Setting.PAYLOAD_LIMIT, 1, 1_000_000),
                        networks(),
                        accountLimit(),
                        settings.number(Setting.API_KEYS, 1, 10_000_000),
                        connections(),
                        streams()),
                elsewhere());
    }

    private Config.Elsewhere elsewhere() {
        Map<String, URI> endpoints = new TreeMap<>();
        settings.family(Setting.ENDPOINT)
                .forEach(
                        (service, url) ->
                                endpoints.put(
                                        ServiceNames.neighbour(service), endpoint(service, url)));
        return new Config.Elsewhere(
                endpoints,
                ServiceNames.served(settings.get(Setting.WITH)),
                settings.is(Setting.ENDPOINT_CALLS, "as-signed", "judged"));
    }

    private RateLimit accountLimit() {
        return settings.get(Setting.REQUEST_RATE).equals("unlimited")
                ? RateLimit.NONE
                : new RateLimit(
                        settings.number(Setting.REQUEST_RATE, 1, Integer.MAX_VALUE),
                        settings.number(Setting.REQUEST_BURST, 1, Integer.MAX_VALUE));
    }

    private StreamBounds streams() {
        long rate = settings.limit(Setting.STREAM_RATE, 1_000);
        return new StreamBounds(
                new StreamLimits(rate << 20, settings.duration(Setting.STREAM_IDLE)),
                settings.duration(Setting.STREAM_IDLE_EDGE));
    }

    private ConnectionLimits connections() {
        int most = settings.number(Setting.CONNECTIONS, 0, 10_000_000);
        int rate = settings.number(Setting.CONNECTION_RATE, 1, Integer.MAX_VALUE);
        return new ConnectionLimits(
                settings.duration(Setting.CONNECTION_IDLE),
                settings.duration(Setting.CONNECTION_LIFE),
                most == 0 ? FileDescriptors.forWebSockets() : most,
                new RateLimit(rate, rate));
    }

    private Config.Storage storage() {
        return new Config.Storage(
                settings.get(Setting.STORE),
                settings.is(Setting.ADOPT, "true", "false"),
                settings.duration(Setting.STORE_TIMEOUT));
    }

    private Config.Listen listen() {
        int loops = settings.number(Setting.EVENT_LOOPS, 0, 1024);
        return new Config.Listen(
                settings.get(Setting.HOST),
                settings.number(Setting.PORT, 0, 65535),
                loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
                settings.duration(Setting.DRAIN),
                observed());
    }

    private Config.Observed observed() {
        String accessLog = settings.get(Setting.ACCESS_LOG);
        return new Config.Observed(
                settings.get(Setting.METRICS_TOKEN),
                accessLog.isEmpty() ? null : Path.of(accessLog).toAbsolutePath(),
                settings.is(Setting.REQUEST_LINES, "true", "false"),
                settings.get(Setting.TRACES).isEmpty()
                        ? null
                        : settings.typed(Setting.TRACES, ConfigReader::collector));
    }

    private Config.Networks networks() {
        return new Config.Networks(
                settings.typed(Setting.INTEGRATION_ALLOW, AllowedTargets::parse),
                privateTargets(),
                settings.typed(Setting.VPC_ENDPOINT, VpcEndpoint::parse));
    }

    private PrivateTargets privateTargets() {
        Map<String, URI> targets = new TreeMap<>();
        settings.family(Setting.PRIVATE_TARGET)
                .forEach(
                        (name, url) ->
                                targets.put(name, plainUrl(PrivateTargets.SETTING, name, url)));
        return new PrivateTargets(targets);
    }

    private Map<String, RegistryAddress> registries() {
        Map<String, RegistryAddress> registries = new TreeMap<>();
        settings.family(Setting.REGISTRY)
                .forEach((host, url) -> registries.put(host, registry(host, url)));
        return registries;
    }

    private Map<String, Path> fileSystems() {
        Map<String, Path> folders = new TreeMap<>();
        settings.family(Setting.FILE_SYSTEM)
                .forEach((arn, path) -> folders.put(arn, folder(arn, path)));
        return folders;
    }

    private static Path folder(String arn, String path) {
        Path folder = Path.of(path).toAbsolutePath().normalize();
        if (!arn.startsWith("arn:") && !arn.startsWith("*")) {
            throw new SettingsException(
                    "file-system.%s: not the ARN of an access point, nor a pattern with *"
                            .formatted(arn));
        }
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(
                    "file-system.%s: there is no folder %s".formatted(arn, folder));
        }
        return folder;
    }

    private static RegistryAddress registry(String host, String url) {
        try {
            return RegistryAddress.parse(url);
        } catch (IllegalArgumentException _) {
            throw new SettingsException(
                    "registry.%s: neither an http or https URL without a path, such as http://127.0.0.1:5000, nor a folder, such as file:///srv/images"
                            .formatted(host));
        }
    }

    private Config.Functions functions() {
        Map<String, Path> interpreters = new TreeMap<>();
        settings.family(Setting.RUNTIME)
                .forEach(
                        (runtime, path) ->
                                interpreters.put(interpreted(runtime), interpreter(runtime, path)));
        Config.Environments environments =
                new Config.Environments(
                        settings.oneOf(
                                Setting.SANDBOX,
                                "auto",
                                "namespaces",
                                "process",
                                "process-as-root",
                                "any"),
                        settings.is(Setting.CPU, "quota", "weight")
                                ? CpuLimit.QUOTA
                                : CpuLimit.WEIGHT,
                        settings.is(Setting.INSIGHTS, "on", "off"),
                        settings.typed(Setting.MEMORY, ConfigReader::megabytes),
                        settings.duration(Setting.IDLE_TIMEOUT),
                        settings.duration(Setting.ENVIRONMENT_AGE),
                        settings.is(Setting.AWS_NAMES, "here", "real"),
                        new Config.Languages(
                                PythonClient.valueOf(
                                        settings.oneOf(Setting.PYTHON_CLIENT, "own", "official")
                                                .toUpperCase(Locale.ROOT)),
                                interpreters,
                                settings.is(Setting.DEBUG, "true", "false")));
        return new Config.Functions(
                environments,
                new ConcurrencyLimits(
                        settings.number(Setting.CONCURRENCY, 1, 1_000_000),
                        settings.limit(Setting.INVOCATION_RATE, 1_000),
                        settings.limit(Setting.SCALING_RATE, 100_000)),
                settings.is(Setting.LAMBDA_API_RATE, "quota", "unlimited"),
                settings.duration(Setting.ASYNC_RETRY_DELAY),
                settings.duration(Setting.UPDATE_DELAY),
                registries(),
                fileSystems(),
                settings.is(Setting.RETIRED_RUNTIMES, "accept", "reject"));
    }

    /** A runtime id of Lambda's that an interpreter runs; programs of one's own have none. */
    private static String interpreted(String runtime) {
        List<String> ids =
                Lambda.MODEL.shapes().stream()
                        .filter(shape -> shape.name().equals("Runtime"))
                        .flatMap(shape -> shape.constraints().values().stream())
                        .filter(id -> id.matches("(python|nodejs|java|ruby).*"))
                        .toList();
        if (!ids.contains(runtime)) {
            throw new SettingsException(
                    "runtime.%s: no interpreter runs that; did you mean 'runtime.%s'?"
                            .formatted(runtime, NearestWord.to(runtime, ids)));
        }
        return runtime;
    }

    private static Path interpreter(String runtime, String path) {
        Path program = Path.of(path);
        if (Files.isDirectory(program) || !Files.isExecutable(program)) {
            throw new SettingsException(
                    "runtime.%s: '%s' is not a program; name an interpreter of this machine, or leave the setting out to have one found"
                            .formatted(runtime, path));
        }
        return program;
    }

    /** Megabytes, or hundredths of what the machine has. */
    private static long megabytes(String text) {
        if (!text.matches("[1-9]\\d{0,8}%?")) {
            throw new IllegalArgumentException("no megabytes such as 8192, nor 80%: " + text);
        }
        return text.endsWith("%")
                ? MachineMemory.megabytes()
                        * Long.parseLong(text.substring(0, text.length() - 1))
                        / 100
                : Long.parseLong(text);
    }

    private static URI endpoint(String service, String url) {
        return plainUrl("endpoint", service, url);
    }

    private static URI plainUrl(String family, String name, String url) {
        if (!url.matches("https?://[^/?#@]+/?") || host(url) == null) {
            throw new SettingsException(
                    "%s.%s: '%s' is not an http or https URL without a path"
                            .formatted(family, name, url));
        }
        return URI.create(url);
    }

    /** Of a collector: with a path, unlike an AWS service's. */
    private static URI collector(String url) {
        if (!url.matches("https?://[^/?#@]+/[^?#]*") || host(url) == null) {
            throw new IllegalArgumentException(
                    "not an http or https URL with the collector's path, such as"
                            + " http://127.0.0.1:4318/v1/traces: "
                            + url);
        }
        return URI.create(url);
    }

    private static @Nullable String host(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException problem) {
            return null;
        }
    }
}
