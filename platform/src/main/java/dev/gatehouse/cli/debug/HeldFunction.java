package dev.gatehouse.cli.debug;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function that waits for a debugger from its next event on, until this is closed: it has a
 * variable more for as long.
 */
public final class HeldFunction implements AutoCloseable {
    private static final String SERVICE = "lambda";
    private static final String VARIABLE = "GATEHOUSE_DEBUG";
    private static final long POLL_MILLIS = 50;

    /** Should this process be killed, the function waits for no debugger after that. */
    private static final Duration TIME_TO_START = Duration.ofMinutes(5);

    private final NodeClient client;
    private final String function;
    private final String how;
    private boolean closed;

    private HeldFunction(NodeClient client, String function, String how) {
        this.client = client;
        this.function = function;
        this.how = how;
    }

    /**
     * Holds a function.
     *
     * @throws CommandException when the node does not let debuggers in, or the function's language
     *     has none here
     */
    public static HeldFunction of(NodeClient client, String function) {
        if (!client.page("/_gatehouse/status").path("debug").asBoolean()) {
            throw new CommandException(
                    "the node lets no debugger in; start it with --set debug=true, or with"
                            + " --watch");
        }
        JsonNode told = configuration(client, function);
        String runtime = told.path("Runtime").asText("an image");
        Debugger debugger = Debugger.of(runtime);
        Map<String, String> variables = variables(told);
        HeldFunction held = new HeldFunction(client, function, debugger.how());
        long until = Clock.SYSTEM.now().plus(TIME_TO_START).getEpochSecond();
        variables.put(VARIABLE, debugger.port() + "@" + until);
        held.configure(variables);
        return held;
    }

    private static Map<String, String> variables(JsonNode told) {
        Map<String, String> variables = new LinkedHashMap<>();
        told.path("Environment")
                .path("Variables")
                .properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().asText()));
        return variables;
    }

    /** Where it waits, and what attaches there. */
    public String how() {
        return how;
    }

    private void configure(Map<String, String> wanted) {
        client.json(
                SERVICE,
                "UpdateFunctionConfiguration",
                Map.of("FunctionName", function, "Environment", Map.of("Variables", wanted)));
        while (configuration(client, function)
                .path("LastUpdateStatus")
                .asText()
                .equals("InProgress")) {
            pause();
        }
    }

    private static JsonNode configuration(NodeClient client, String function) {
        return client.json(SERVICE, "GetFunctionConfiguration", Map.of("FunctionName", function));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }

    /** The function is as it was, but for what others changed meanwhile. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Map<String, String> now = variables(configuration(client, function));
            if (now.remove(VARIABLE) != null) {
                configure(now);
            }
        }
    }
}
