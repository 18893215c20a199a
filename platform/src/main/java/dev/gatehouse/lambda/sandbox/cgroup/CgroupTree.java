package dev.gatehouse.lambda.sandbox.cgroup;

import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where this machine keeps control groups, and the node's place in them. */
public sealed interface CgroupTree {

    /** The directory of all nodes of this machine, in each hierarchy. */
    String PLACE = "gatehouse";

    /** How many processes and threads a function may have, on AWS; and our PID 1. */
    int PROCESSES = 1_024 + 1;

    /** A new group for one sandbox. */
    ControlGroup create(String name);

    /** The node's places, one a hierarchy. */
    List<Path> places();

    /** What holds memory, in words. */
    String title();

    /** No hierarchy that we may write. */
    record None() implements CgroupTree {
        @Override
        public ControlGroup create(String name) {
            return new WatchedGroup();
        }

        @Override
        public List<Path> places() {
            return List.of();
        }

        @Override
        public String title() {
            return "watched, and RLIMIT_DATA of each process; no control groups";
        }
    }

    /** The unified hierarchy with its controllers. */
    record V2(Path place) implements CgroupTree {
        @Override
        public ControlGroup create(String name) {
            return ControlGroupV2.create(place, name, PROCESSES);
        }

        @Override
        public List<Path> places() {
            return List.of(place);
        }

        @Override
        public String title() {
            return "cgroup v2";
        }
    }

    /** Separate hierarchies, and the unified one for freezing where it is mounted too. */
    record V1(Path memory, Path cpu, Path pids, Optional<Path> unified) implements CgroupTree {
        @Override
        public ControlGroup create(String name) {
            return ControlGroupV1.create(this, name, PROCESSES);
        }

        @Override
        public List<Path> places() {
            Set<Path> places = new LinkedHashSet<>(List.of(memory, cpu, pids));
            unified.ifPresent(places::add);
            return List.copyOf(places);
        }

        @Override
        public String title() {
            return unified.isPresent()
                    ? "cgroup v1, frozen by v2"
                    : "cgroup v1, never frozen between invocations";
        }
    }

    /**
     * All functions together weigh as much as this many busy programs for each processor: without
     * it, one group among the many threads of a busy machine would starve.
     */
    int WEIGHT_A_PROCESSOR = 2;

    /** Looks at what is mounted and tries to make our place there. */
    static CgroupTree find() {
        try {
            List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts"));
            Optional<Path> unified = mountOf(mounts, "cgroup2", "");
            if (unified.isPresent() && hasControllers(unified.get())) {
                return new V2(delegated(unified.get()));
            }
            Optional<Path> memory = mountOf(mounts, "cgroup", "memory").map(CgroupTree::place);
            Optional<Path> cpu = mountOf(mounts, "cgroup", "cpu").map(CgroupTree::place);
            Optional<Path> pids = mountOf(mounts, "cgroup", "pids").map(CgroupTree::place);
            if (memory.isPresent() && cpu.isPresent() && pids.isPresent()) {
                weigh(cpu.get(), "cpu.shares", 1_024, 262_144);
                Optional<Path> freezer = unified.map(CgroupTree::place);
                return new V1(memory.get(), cpu.get(), pids.get(), freezer);
            }
        } catch (IOException | SandboxException e) {
            // Not ours to write: the report says so.
        }
        return new None();
    }

    private static Optional<Path> mountOf(List<String> mounts, String type, String option) {
        return mounts.stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 3 && fields[2].equals(type))
                .filter(
                        fields ->
                                option.isEmpty()
                                        || Arrays.asList(fields[3].split(",")).contains(option))
                .map(fields -> Path.of(fields[1]))
                .findFirst();
    }

    private static boolean hasControllers(Path unified) throws IOException {
        List<String> there =
                Arrays.asList(
                        Files.readString(unified.resolve("cgroup.controllers")).strip().split(" "));
        return there.containsAll(List.of("memory", "cpu", "pids"));
    }

    private static Path place(Path hierarchy) {
        Path place = GroupFiles.create(hierarchy, PLACE);
        if (!Files.isWritable(place)) {
            throw new SandboxException(place + " is read-only");
        }
        return place;
    }

    private static void weigh(Path place, String file, int one, int most) {
        int processors = Runtime.getRuntime().availableProcessors();
        int weight = Math.min(most, one * WEIGHT_A_PROCESSOR * processors);
        GroupFiles.tryWrite(place, file, Integer.toString(weight));
    }

    /** Controllers reach a group only when each group above hands them down. */
    private static Path delegated(Path unified) {
        String controllers = "+memory +cpu +pids";
        GroupFiles.write(unified, "cgroup.subtree_control", controllers);
        Path place = place(unified);
        GroupFiles.write(place, "cgroup.subtree_control", controllers);
        weigh(place, "cpu.weight", 100, 10_000);
        return place;
    }
}
