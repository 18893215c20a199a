package dev.gatehouse.cli;

import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cli.watch.LiveCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts a node in this process; {@code app} is behind it. */
public interface NodeLauncher {

    /**
     * Starts a node and returns once it serves requests.
     *
     * @param file a settings file, when there is one
     * @param settings settings by key; they win over the file's
     * @throws CommandException the node cannot start; the message says what to change
     */
    default RunningNode start(@Nullable Path file, Map<String, String> settings) {
        return start(Map.of(), file, settings);
    }

    /**
     * The same.
     *
     * @param usual settings that both win over
     */
    RunningNode start(Map<String, String> usual, @Nullable Path file, Map<String, String> settings);

    /** Every setting, for the help. */
    List<SettingHelp> settings();

    /**
     * Looks at what a node would find on this machine. Takes as long as a sandbox takes to start.
     */
    Machine examine();

    /**
     * What a node has here.
     *
     * @param sandbox the isolation that functions would get, in words
     * @param warnings what is weaker than it could be, why, and what would help
     * @param interpreters version and path of those that were found, by language
     */
    record Machine(String sandbox, List<String> warnings, Map<String, List<String>> interpreters) {}

    /** A node of this process; closing it stops everything it started. */
    interface RunningNode extends AutoCloseable {
        /** Where the AWS APIs are. */
        URI endpoint();

        /** A client that signs as the account's root. */
        NodeClient client();

        /** The isolation that functions get, in words. */
        String sandbox();

        /** The services that are served in memory, in words; empty for none. */
        String inMemory();

        /** Its functions' packages, for who works in them. */
        LiveCode liveCode();

        /** Where the node keeps its data. */
        Path data();

        @Override
        void close();
    }

    /** One setting as the help shows it. */
    record SettingHelp(String key, String fallback, String meaning) {}
}
