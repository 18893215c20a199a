package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts what sandboxes are made of, as the machine sees it. */
final class Traces {

    private Traces() {}

    static Map<String, Long> count(Path directory) throws IOException {
        Map<String, Long> traces = new TreeMap<>();
        traces.put("processes", processes(directory));
        traces.put("control groups", groups());
        traces.put("interfaces", entries(Path.of("/sys/class/net"), "gh"));
        traces.put("mounts", lines(Path.of("/proc/self/mounts"), directory.toString()));
        traces.put("loop devices", loops());
        traces.put("sockets", entries(directory.resolve("calls"), ""));
        return traces;
    }

    /** Open descriptors of this JVM. */
    static long descriptors() throws IOException {
        return entries(Path.of("/proc/self/fd"), "");
    }

    /** Launchers of this directory; their inits are launchers too, and all that runs is below. */
    private static long processes(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> isOurs(path, directory.resolve("launcher")))
                    .count();
        }
    }

    private static boolean isOurs(Path process, Path launcher) {
        try {
            String program = Files.readSymbolicLink(process.resolve("exe")).toString();
            return program.equals(launcher.toString())
                    || Files.readString(process.resolve("status"))
                            .lines()
                            .anyMatch(line -> line.matches("Uid:\\s+19000\\d{5}\\s.*"));
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    private static long groups() throws IOException {
        long count = 0;
        for (Path place : CgroupTree.find().places()) {
            count += entries(place, "") - files(place);
        }
        return count;
    }

    private static long files(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(path -> !Files.isDirectory(path)).count();
        }
    }

    private static long entries(Path place, String prefix) throws IOException {
        if (!Files.isDirectory(place)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(path -> path.getFileName().toString().startsWith(prefix)).count();
        }
    }

    private static long lines(Path file, String word) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(word)).count();
        }
    }

    /** Loop devices in use have a backing file. */
    private static long loops() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/sys/block"))) {
            return all.filter(path -> Files.exists(path.resolve("loop/backing_file"))).count();
        }
    }
}
