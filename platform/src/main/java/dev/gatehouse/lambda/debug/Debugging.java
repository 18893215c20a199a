package dev.gatehouse.lambda.debug;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Functions that wait for a debugger: those with the variable {@value #VARIABLE}, where the node's
 * operator allows that. The variable is {@code PORT}, or {@code PORT@UNTIL}, which means nothing
 * any more from UNTIL on, in seconds since 1970: what set it may have been killed. Their runtime
 * starts under its language's own debugger, which is reached at the port that the variable names,
 * on this machine's loopback and nowhere else; and neither the init phase nor an event has a time
 * limit.
 */
public final class Debugging {
    /** Names the port. */
    public static final String VARIABLE = "GATEHOUSE_DEBUG";

    /** A day: nobody waits longer. */
    private static final int SECONDS = 86_400;

    private static final int LOWEST_PORT = 1024;
    private static final int HIGHEST_PORT = 65_535;

    private static final Pattern FORM = Pattern.compile("(\\d{4,5})(?:@(\\d{1,12}))?");

    private final boolean allowed;
    private final Clock clock;

    /**
     * @param allowed whether the variable has a meaning here
     */
    public Debugging(boolean allowed, Clock clock) {
        this.allowed = allowed;
        this.clock = clock;
    }

    /** The version with all time there is, if it waits for a debugger. */
    public FunctionVersion unhurried(FunctionVersion version) {
        if (port(version).isEmpty()) {
            return version;
        }
        FunctionResources usual = version.resources();
        return new FunctionVersion(
                version.function(),
                version.version(),
                version.revision(),
                version.code(),
                version.launch(),
                new FunctionResources(
                        usual.memoryMb(),
                        SECONDS,
                        usual.ephemeralStorageMb(),
                        usual.durable(),
                        usual.perTenant(),
                        usual.snapStart()),
                version.logging(),
                version.state());
    }

    /** What starts a version, under its debugger if it waits for one. */
    public RuntimeSetup of(FunctionVersion version, RuntimeSetup setup) {
        OptionalInt port = port(version);
        return port.isEmpty() ? setup : attached(version, setup, port.getAsInt());
    }

    private static RuntimeSetup attached(FunctionVersion version, RuntimeSetup setup, int port) {
        List<String> arguments = new ArrayList<>(setup.arguments());
        Map<String, String> environment = new HashMap<>(setup.environment());
        List<String> warnings = new ArrayList<>(setup.warnings());
        String runtime = version.launch().runtime();
        String address = "127.0.0.1:" + port;
        if (runtime.startsWith("nodejs")) {
            arguments.add(1, "--inspect-wait=" + address);
        } else if (runtime.startsWith("java")) {
            arguments.add(
                    1, "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=" + address);
        } else if (runtime.startsWith("python")) {
            int script = arguments.indexOf("-S") + 1;
            arguments.addAll(
                    script, List.of("-m", "debugpy", "--listen", address, "--wait-for-client"));
            // Where a package or a layer brings debugpy.
            environment.merge(
                    "PYTHONPATH", "/var/task:/opt/python", (own, more) -> own + ':' + more);
        } else {
            warnings.add(VARIABLE + " has no meaning for " + runtime);
        }
        return new RuntimeSetup(
                setup.label(),
                setup.mounts(),
                arguments,
                List.of(),
                environment,
                setup.framedLogs(),
                warnings,
                setup.jvm());
    }

    /** Lets a debugger of this machine in, until the sandbox is closed. */
    public void serve(FunctionVersion version, Sandbox sandbox) {
        OptionalInt port = port(version);
        boolean own = sandbox.locate("/var/task").equals("/var/task");
        if (port.isPresent() && own) {
            DebugPort.open(port.getAsInt(), sandbox);
        }
    }

    private boolean isOver(@Nullable String until) {
        return until != null && clock.now().getEpochSecond() >= Long.parseLong(until);
    }

    private OptionalInt port(FunctionVersion version) {
        String given = allowed ? version.launch().environment().get(VARIABLE) : null;
        Matcher form = FORM.matcher(given == null ? "" : given);
        if (!form.matches() || isOver(form.group(2))) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(form.group(1));
        return port < LOWEST_PORT || port > HIGHEST_PORT
                ? OptionalInt.empty()
                : OptionalInt.of(port);
    }
}
