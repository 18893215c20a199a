package dev.gatehouse.testkit;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionLaunch;
import dev.gatehouse.lambda.plan.FunctionLogging;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.PythonClient;
import dev.gatehouse.lambda.runtimes.Runtimes;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The clients of Lambda's runtimes and their SDKs, fetched once for all tests and before the first
 * event: one that waits for a download meets its function's or its authorizer's limit of time.
 */
public final class RuntimeClients {
    /** Kept between runs of the tests. */
    public static final Path FOLDER = Path.of("target", "runtime-clients").toAbsolutePath();

    private RuntimeClients() {}

    /** Lets a node find them in its data folder. */
    public static void in(Path data) {
        Path place = data.resolve("runtimes");
        try {
            Files.createDirectories(data);
            Files.createDirectories(FOLDER);
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(place, FOLDER);
            }
        } catch (IOException _) {
            // The node says what is wrong with its folder.
        }
        fetch();
    }

    /** Fetches those that most tests use, where this machine can run them. */
    public static void fetch() {
        Once.FETCHED.forEach(_ -> {});
    }

    private static final class Once {
        static final List<String> FETCHED = List.of("python3.11", "nodejs22.x");

        static {
            try (Runtimes runtimes =
                    new Runtimes(
                            FOLDER,
                            Registries.of(System.getenv()),
                            Map.of(),
                            PythonClient.OWN,
                            System.getenv())) {
                FETCHED.forEach(each -> fetch(runtimes, each));
            }
        }

        private static void fetch(Runtimes runtimes, String runtime) {
            try {
                runtimes.setup(version(runtime));
            } catch (RuntimeUnavailable _) {
                // The tests that use it tell.
            }
        }

        private static FunctionVersion version(String runtime) {
            Arn function = Arn.of("lambda", Region.DEFAULT, AccountId.DEFAULT, "function:fetches");
            return new FunctionVersion(
                    function,
                    FunctionVersion.LATEST,
                    "1",
                    new FunctionCode(FOLDER.resolve("no-code"), List.of(), "x86_64"),
                    new FunctionLaunch(runtime, "x.x", Map.of(), function, null, false, false),
                    new FunctionResources(128, 1, 512),
                    FunctionLogging.text("/none"),
                    FunctionState.ACTIVE);
        }
    }
}
