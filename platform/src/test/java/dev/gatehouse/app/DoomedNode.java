package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node in a process of its own that is to be killed. */
record DoomedNode(Process process, LiveNode node) implements AutoCloseable {
    private static final Pattern ENDPOINT = Pattern.compile("endpoint +http://localhost:(\\d+)");

    /** The level that is there on every machine; nothing runs in these nodes. */
    static final String SANDBOX =
            System.getProperty("user.name").equals("root") ? "process-as-root" : "process";

    static DoomedNode start(Path data) throws IOException, InterruptedException {
        return start(data, List.of());
    }

    /**
     * The same with more to say.
     *
     * @param java options of the virtual machine
     * @param settings {@code key=value}
     */
    static DoomedNode start(Path data, List<String> java, String... settings)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "up",
                        "--port",
                        "0",
                        "--set",
                        "sandbox=" + SANDBOX,
                        "--data",
                        data.toString()));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        Path log = data.resolve("up.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Matcher said =
                Eventually.value(
                        () -> ENDPOINT.matcher(Files.readString(log)),
                        found -> found.find() || !process.isAlive());
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        return new DoomedNode(process, LiveNode.at(Integer.parseInt(said.group(1))));
    }

    /** The node that takes its place on the folder. */
    static Node next(Path data) {
        Map<String, String> settings =
                Map.of("data", data.toString(), "port", "0", "sandbox", SANDBOX);
        return LiveNode.start(Config.of(new Settings(settings)));
    }

    /** Kills it as soon as something holds. */
    void killAfter(BooleanSupplier instant) throws InterruptedException {
        Eventually.holds(instant::getAsBoolean);
        close();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
