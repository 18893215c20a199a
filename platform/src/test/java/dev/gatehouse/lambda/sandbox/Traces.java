package dev.gatehouse.lambda.sandbox;

import dev.gatehouse.lambda.sandbox.cgroup.CgroupTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What sandboxes of one node are made of, as the machine sees it.
 *
 * @param directory the node's directory for sandboxes
 * @param block the number that the ids of its sandboxes begin with, or a letter where it has none
 */
record Traces(Path directory, String block) {

    /** Host users of a node begin with this, followed by nothing that another node has. */
    private static final int FIRST_UID = 1_900_000_000;

    private static final int SANDBOXES_OF_A_NODE = 1_024;

    static Traces of(Path directory, String sandboxId) {
        return new Traces(directory, sandboxId.substring(0, sandboxId.indexOf('-')));
    }

    /** Everything that is there, with its number; empty when nothing is. */
    Map<String, Long> left() throws IOException {
        Map<String, Long> traces = new TreeMap<>();
        traces.put("processes", entries(Path.of("/proc"), this::isOurs));
        traces.put("interfaces", entries(Path.of("/sys/class/net"), named("gh" + block + "s")));
        traces.put("loop devices", entries(Path.of("/sys/block"), this::isOurLoop));
        traces.put("sockets", entries(directory.resolve("calls"), _ -> true));
        traces.put("mounts", mounts());
        for (Path place : CgroupTree.find().places()) {
            traces.put("groups in " + place, entries(place, named(block + "-")));
        }
        traces.values().removeIf(count -> count == 0);
        return traces;
    }

    /** Open descriptors of this JVM. */
    static long descriptors() throws IOException {
        return entries(Path.of("/proc/self/fd"), _ -> true);
    }

    /** A launcher or init of this directory, or a program of one of this node's host users. */
    private boolean isOurs(Path process) {
        if (!process.getFileName().toString().matches("\\d+")) {
            return false;
        }
        try {
            Path program = Files.readSymbolicLink(process.resolve("exe"));
            return program.equals(directory.resolve("launcher"))
                    || isOurUser((Integer) Files.getAttribute(process, "unix:uid"));
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    private boolean isOurUser(int uid) {
        return block.matches("\\d+")
                && uid >= FIRST_UID
                && (uid - FIRST_UID) / SANDBOXES_OF_A_NODE == Integer.parseInt(block);
    }

    private boolean isOurLoop(Path device) {
        try {
            return Files.readString(device.resolve("loop/backing_file"))
                    .startsWith(directory.toString());
        } catch (IOException e) {
            return false; // no loop device, or one that is not in use
        }
    }

    private long mounts() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mounts"))) {
            return lines.filter(line -> line.contains(directory.toString())).count();
        }
    }

    private static Predicate<Path> named(String prefix) {
        return path -> path.getFileName().toString().startsWith(prefix);
    }

    private static long entries(Path place, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(place)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(path -> !Files.isRegularFile(path)).filter(wanted).count();
        }
    }
}
