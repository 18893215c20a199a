package dev.gatehouse.app.settings;

import dev.gatehouse.gateway.authorize.VpcEndpoint;
import dev.gatehouse.gateway.plan.StreamBounds;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.PrivateTargets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.environment.CpuLimit;
import dev.gatehouse.lambda.image.RegistryAddress;
import dev.gatehouse.lambda.runtimes.PythonClient;
import dev.gatehouse.lambda.schedule.ConcurrencyLimits;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
     * @param asSigned whether clients' calls go to endpoints as they came, and are not judged here
     */
    public record Elsewhere(Map<String, URI> endpoints, Set<String> engine, boolean asSigned) {
        /** A bucket elsewhere belongs to who runs it, and its objects are too large to be held. */
        private static final String S3 = "s3";

        public Elsewhere {
            endpoints = Map.copyOf(endpoints);
            engine = Set.copyOf(engine);
        }

        /** The endpoints that judge the calls of clients themselves. */
        public Map<String, URI> judging() {
            URI objects = endpoints.get(S3);
            return asSigned ? endpoints : objects == null ? Map.of() : Map.of(S3, objects);
        }

        public boolean isNothing() {
            return endpoints.isEmpty() && engine.isEmpty();
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
     * @param fileSystems folders that stand for access points of file systems, by ARN
     * @param registries where registries of container images are, by host
     * @param retiredRuntimes whether functions of runtimes that AWS has retired can be made
     */
    public record Functions(
            Environments environments,
            ConcurrencyLimits concurrency,
            boolean callerRates,
            Duration retryDelay,
            Duration updateDelay,
            Map<String, RegistryAddress> registries,
            Map<String, Path> fileSystems,
            boolean retiredRuntimes) {}

    /**
     * @param sandbox {@code auto}, {@code namespaces}, {@code process}, {@code process-as-root} or
     *     {@code any}
     * @param cpu what functions get of the processors
     * @param insights whether it is measured what each event had of them
     * @param memoryMb what all execution environments may have together
     * @param idleTimeout how long an idle execution environment is kept
     * @param longestLife how long any is kept
     * @param awsNames whether AWS's host names lead to the node inside sandboxes
     * @param languages what runs functions
     */
    public record Environments(
            String sandbox,
            CpuLimit cpu,
            boolean insights,
            long memoryMb,
            Duration idleTimeout,
            Duration longestLife,
            boolean awsNames,
            Languages languages) {}

    /**
     * @param pythonClient what carries the events of Python functions
     * @param interpreters interpreter by runtime id, where the user chose one
     * @param debug whether functions may wait for a debugger
     */
    public record Languages(
            PythonClient pythonClient, Map<String, Path> interpreters, boolean debug) {
        public Languages {
            interpreters = Map.copyOf(interpreters);
        }
    }

    /**
     * @param routes the most routes of an HTTP API, integrations of it, and resources of a REST API
     * @param payloadMb the longest body that streams to or from a backend
     * @param networks what integrations reach, and from where requests come
     * @param accountLimit how many requests the APIs of an account take together
     * @param apiKeys the most API keys of an account
     * @param connections what connections of WebSocket APIs may take
     */
    public record Apis(
            int routes,
            int payloadMb,
            Networks networks,
            RateLimit accountLimit,
            int apiKeys,
            ConnectionLimits connections,
            StreamBounds streams) {}

    /**
     * What integrations reach, and from where requests come.
     *
     * @param allowed what integrations may reach beyond the public Internet
     * @param privateTargets where what VPC links lead to is
     * @param endpoint through which requests to private APIs come
     */
    public record Networks(
            AllowedTargets allowed, PrivateTargets privateTargets, VpcEndpoint endpoint) {}

    /**
     * Checks and types what a node was told.
     *
     * @throws SettingsException what is wrong, and what to say instead
     */
    public static Config of(Settings settings) {
        return new ConfigReader(settings).config();
    }
}
