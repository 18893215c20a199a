package dev.gatehouse.lambda.sandbox.process;

import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.os.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the programs of a process sandbox find what would be mounted in a namespace. */
final class ProcessView {

    private final Path own;
    private final Path tmp;
    private final Map<String, Path> places = new ConcurrentHashMap<>();
    private final List<Path> sources = new ArrayList<>();

    ProcessView(Path own) throws IOException {
        this.own = own;
        this.tmp = Files.createDirectories(own.resolve("tmp"));
    }

    synchronized void add(SandboxMount mount) {
        if (places.containsKey(mount.target())) {
            throw new SandboxException(mount.target() + " is mounted already");
        }
        if (mount.writable()) {
            throw new SandboxException(
                    "a file system needs a sandbox with a view of its own, which the level process"
                            + " does not have");
        }
        Path only = mount.sources().getFirst();
        places.put(mount.target(), mount.sources().size() == 1 ? only : merged(mount));
        sources.add(only);
    }

    private Path merged(SandboxMount mount) {
        Path all = own.resolve("merged").resolve(mount.target().substring(1));
        try {
            for (Path source : mount.sources()) {
                FileTree.merge(source, all);
            }
            return all;
        } catch (IOException e) {
            throw new SandboxException("layers cannot be merged: " + e, e);
        }
    }

    /** The host's path of a sandbox's path. */
    String locate(String target) {
        if (target.equals("/tmp") || target.startsWith("/tmp/")) {
            return tmp + target.substring("/tmp".length());
        }
        for (Map.Entry<String, Path> place : places.entrySet()) {
            String mounted = place.getKey();
            if (target.equals(mounted) || target.startsWith(mounted + "/")) {
                return place.getValue() + target.substring(mounted.length());
            }
        }
        return target;
    }

    String tmp() {
        return tmp.toString();
    }

    synchronized List<Path> sources() {
        return List.copyOf(sources);
    }

    Path own() {
        return own;
    }
}
