package dev.gatehouse.app.settings;

import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.http.FileDescriptors;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.environment.CpuLimit;
import dev.gatehouse.lambda.runtimes.PythonClient;
import dev.gatehouse.lambda.sandbox.os.MachineMemory;
import dev.gatehouse.lambda.schedule.ConcurrencyLimits;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a node was told, checked and typed.
 *
 * @param data folder that holds everything the node keeps
 * @param listen where it listens
 * @param home the account and region it acts in by default
 * @param root credentials of the account's root
 * @param store where documents are kept
 * @param functions how functions run
 * @param apis how APIs are served
 * @param elsewhere the services of others
 */
public record Config(
        Path data,
        Listen listen,
        Home home,
        RootKeys root,
        Storage store,
        Functions functions,
        Apis apis,
        Elsewhere elsewhere) {

    public Config {
        if (root.isSetToWellKnown() && !listen.isLoopback()) {
            throw new SettingsException(
                    "will not listen on %s with the well-known keys test/test; leave out root-access-key and root-secret-key, or set others"
                            .formatted(listen.host()));
        }
    }

    /**
     * @param host the address to bind
     * @param port the port to bind; 0 takes a free one
     * @param eventLoops threads of the data plane
     * @param drain how long running calls may go on once the node is told to stop
     * @param observed what the node tells of its requests
     */
    public record Listen(String host, int port, int eventLoops, Duration drain, Observed observed) {
        boolean isLoopback() {
            if (host.equals("127.0.0.1")) {
                return true; // as a rule: nothing has to be looked up
            }
            try {
                return InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException unknown) {
                throw new SettingsException("host '%s' is not an address".formatted(host));
            }
        }
    }

    /**
     * @param metricsToken what opens the metrics; empty where being on this machine does
     * @param accessLog where each request adds a line; null for nowhere
     * @param lines whether what happens is printed for people who read along
     * @param traces where a collector takes spans; null where there is none
     */
    public record Observed(
            String metricsToken, @Nullable Path accessLog, boolean lines, @Nullable URI traces) {}

    /**
     * @param endpoints where neighbouring services are, by signing name
     * @param engine the services that the development engine serves, by signing name
     */
    public record Elsewhere(Map<String, URI> endpoints, Set<String> engine) {
        public Elsewhere {
            endpoints = Map.copyOf(endpoints);
            engine = Set.copyOf(engine);
        }
    }

    /** Where the node acts when a request does not say. */
    public record Home(AccountId account, Region region) {}

    /** Which calls of AWS services leave a record. */
    public enum TrailOf {
        DENIED,
        ALL,
        NONE
    }

    /**
     * @param url {@code sqlite} or a PostgreSQL URL
     * @param adopt whether a store and a data folder that do not know each other go together
     * @param patience how long a call waits for a PostgreSQL that is away
     */
    public record Storage(String url, boolean adopt, Duration patience) {}

    /**
     * @param environments where they run
     * @param concurrency concurrent executions of the account, and how fast they grow
     * @param callerRates whether calls of Lambda's API are counted
     * @param retryDelay pause before an asynchronous event is repeated that its function failed at
     * @param updateDelay how long an update of a function stays in progress at least
     * @param retiredRuntimes whether functions of runtimes that AWS has retired can be made
     */
    public record Functions(
            Environments environments,
            ConcurrencyLimits concurrency,
            boolean callerRates,
            Duration retryDelay,
            Duration updateDelay,
            boolean retiredRuntimes) {}

    /**
     * @param sandbox {@code auto}, {@code namespaces}, {@code process} or {@code process-as-root}
     * @param cpu what functions get of the processors
     * @param memoryMb what all execution environments may have together
     * @param idleTimeout how long an idle execution environment is kept
     * @param longestLife how long any is kept
     * @param awsNames whether AWS's host names lead to the node inside sandboxes
     * @param pythonClient what carries the events of Python functions
     * @param interpreters interpreter by runtime id, where the user chose one
     */
    public record Environments(
            String sandbox,
            CpuLimit cpu,
            long memoryMb,
            Duration idleTimeout,
            Duration longestLife,
            boolean awsNames,
            PythonClient pythonClient,
            Map<String, Path> interpreters) {
        public Environments {
            interpreters = Map.copyOf(interpreters);
        }
    }

    /**
     * @param routes the most routes of an HTTP API, integrations of it, and resources of a REST API
     * @param payloadMb the longest body that streams to or from a backend
     * @param allowed what integrations may reach beyond the public Internet
     * @param accountLimit how many requests the APIs of an account take together
     * @param apiKeys the most API keys of an account
     * @param connections what connections of WebSocket APIs may take
     */
    public record Apis(
            int routes,
            int payloadMb,
            AllowedTargets allowed,
            RateLimit accountLimit,
            int apiKeys,
            ConnectionLimits connections) {}

    public static Config of(Settings settings) {
        Listen listen = listen(settings);
        return new Config(
                Path.of(settings.get(Setting.DATA)).toAbsolutePath().normalize(),
                listen,
                new Home(
                        typed(settings, Setting.ACCOUNT, AccountId::new),
                        typed(settings, Setting.REGION, Region::new)),
                RootKeys.of(settings, listen.isLoopback()),
                storage(settings),
                functions(settings),
                new Apis(
                        number(settings, Setting.ROUTES, 1, 1_000_000),
                        number(settings, Setting.PAYLOAD_LIMIT, 1, 1_000_000),
                        typed(settings, Setting.INTEGRATION_ALLOW, AllowedTargets::parse),
                        accountLimit(settings),
                        number(settings, Setting.API_KEYS, 1, 10_000_000),
                        connections(settings)),
                elsewhere(settings));
    }

    private static Elsewhere elsewhere(Settings settings) {
        Map<String, URI> endpoints = new TreeMap<>();
        settings.family(Setting.ENDPOINT)
                .forEach(
                        (service, url) ->
                                endpoints.put(
                                        ServiceNames.neighbour(service), endpoint(service, url)));
        return new Elsewhere(endpoints, ServiceNames.served(settings.get(Setting.WITH)));
    }

    private static RateLimit accountLimit(Settings settings) {
        return settings.get(Setting.REQUEST_RATE).equals("unlimited")
                ? RateLimit.NONE
                : new RateLimit(
                        number(settings, Setting.REQUEST_RATE, 1, Integer.MAX_VALUE),
                        number(settings, Setting.REQUEST_BURST, 1, Integer.MAX_VALUE));
    }

    /** A number, or 0 for {@code unlimited}. */
    private static int limit(Settings settings, Setting setting, int most) {
        return settings.get(setting).equals("unlimited") ? 0 : number(settings, setting, 1, most);
    }

    private static ConnectionLimits connections(Settings settings) {
        int most = number(settings, Setting.CONNECTIONS, 0, 10_000_000);
        int rate = number(settings, Setting.CONNECTION_RATE, 1, Integer.MAX_VALUE);
        return new ConnectionLimits(
                typed(settings, Setting.CONNECTION_IDLE, Config::duration),
                typed(settings, Setting.CONNECTION_LIFE, Config::duration),
                most == 0 ? FileDescriptors.forWebSockets() : most,
                new RateLimit(rate, rate));
    }

    private static Storage storage(Settings settings) {
        return new Storage(
                settings.get(Setting.STORE),
                oneOf(settings, Setting.ADOPT, "true", "false").equals("true"),
                typed(settings, Setting.STORE_TIMEOUT, Config::duration));
    }

    private static Listen listen(Settings settings) {
        int loops = number(settings, Setting.EVENT_LOOPS, 0, 1024);
        return new Listen(
                settings.get(Setting.HOST),
                number(settings, Setting.PORT, 0, 65535),
                loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
                typed(settings, Setting.DRAIN, Config::duration),
                observed(settings));
    }

    private static Observed observed(Settings settings) {
        String accessLog = settings.get(Setting.ACCESS_LOG);
        return new Observed(
                settings.get(Setting.METRICS_TOKEN),
                accessLog.isEmpty() ? null : Path.of(accessLog).toAbsolutePath(),
                oneOf(settings, Setting.REQUEST_LINES, "true", "false").equals("true"),
                settings.get(Setting.TRACES).isEmpty()
                        ? null
                        : typed(settings, Setting.TRACES, Config::collector));
    }

    private static Functions functions(Settings settings) {
        Map<String, Path> interpreters = new TreeMap<>();
        settings.family(Setting.RUNTIME)
                .forEach(
                        (runtime, path) ->
                                interpreters.put(interpreted(runtime), interpreter(runtime, path)));
        Environments environments =
                new Environments(
                        oneOf(
                                settings,
                                Setting.SANDBOX,
                                "auto",
                                "namespaces",
                                "process",
                                "process-as-root"),
                        oneOf(settings, Setting.CPU, "weight", "quota").equals("quota")
                                ? CpuLimit.QUOTA
                                : CpuLimit.WEIGHT,
                        typed(settings, Setting.MEMORY, Config::megabytes),
                        typed(settings, Setting.IDLE_TIMEOUT, Config::duration),
                        typed(settings, Setting.ENVIRONMENT_AGE, Config::duration),
                        oneOf(settings, Setting.AWS_NAMES, "here", "real").equals("here"),
                        PythonClient.valueOf(
                                oneOf(settings, Setting.PYTHON_CLIENT, "own", "official")
                                        .toUpperCase(Locale.ROOT)),
                        interpreters);
        return new Functions(
                environments,
                new ConcurrencyLimits(
                        number(settings, Setting.CONCURRENCY, 1, 1_000_000),
                        limit(settings, Setting.INVOCATION_RATE, 1_000),
                        limit(settings, Setting.SCALING_RATE, 100_000)),
                oneOf(settings, Setting.LAMBDA_API_RATE, "unlimited", "quota").equals("quota"),
                typed(settings, Setting.ASYNC_RETRY_DELAY, Config::duration),
                typed(settings, Setting.UPDATE_DELAY, Config::duration),
                oneOf(settings, Setting.RETIRED_RUNTIMES, "accept", "reject").equals("accept"));
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
            String nearest =
                    ids.stream()
                            .min(Comparator.comparingInt(id -> Settings.distance(runtime, id)))
                            .orElseThrow();
            throw new SettingsException(
                    "runtime.%s: no interpreter runs that; did you mean 'runtime.%s'?"
                            .formatted(runtime, nearest));
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

    private static Duration duration(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException problem) {
            throw new IllegalArgumentException("not a duration such as 90s or 10m: " + text);
        }
    }

    private static URI endpoint(String service, String url) {
        if (!url.matches("https?://[^/?#@]+/?") || host(url) == null) {
            throw new SettingsException(
                    "endpoint.%s: '%s' is not an http or https URL without a path"
                            .formatted(service, url));
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

    static String oneOf(Settings settings, Setting setting, String... allowed) {
        String value = settings.get(setting);
        for (String candidate : allowed) {
            if (candidate.equals(value)) {
                return value;
            }
        }
        throw new SettingsException(
                "%s is one of %s, not '%s'"
                        .formatted(setting.key(), String.join(", ", allowed), value));
    }

    private static int number(Settings settings, Setting setting, int least, int most) {
        String value = settings.get(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException problem) {
            // told below, as for a number out of bounds
        }
        throw new SettingsException(
                "%s is a number from %d to %d, not '%s'"
                        .formatted(setting.key(), least, most, value));
    }

    private static <T> T typed(Settings settings, Setting setting, Function<String, T> type) {
        try {
            return type.apply(settings.get(setting));
        } catch (IllegalArgumentException problem) {
            throw new SettingsException(setting.key() + ": " + problem.getMessage());
        }
    }
}
