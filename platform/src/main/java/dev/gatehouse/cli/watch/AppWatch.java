package dev.gatehouse.cli.watch;

import dev.gatehouse.cli.build.BuiltPackage;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.stack.Deployed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Follows the folder of a deployed app: a changed file is in force with the next event of the
 * functions that have it; what has to be built, and the template, with the next deployment, which
 * comes at once.
 */
public final class AppWatch implements AutoCloseable {
    private final Path app;
    private final LiveCode live;
    private final Supplier<Deployed> deployment;
    private final PrintWriter out;
    private final FolderWatch folders;
    private List<EditedPackage> packages = List.of();
    private Set<Path> documents = Set.of();

    /** Whether the last deployment failed: whatever changes then may be what mends it. */
    private boolean broken;

    /**
     * @param app the app's folder
     * @param data the node's data folder, which may lie in it
     * @param deployment brings the app's stack up to date
     */
    public AppWatch(
            Path app, Path data, LiveCode live, Supplier<Deployed> deployment, PrintWriter out) {
        this.app = app.toAbsolutePath().normalize();
        this.live = live;
        this.deployment = deployment;
        this.out = out;
        try {
            this.folders = new FolderWatch(data);
            folders.add(app);
        } catch (IOException problem) {
            throw new CommandException("cannot watch " + app + ": " + problem.getMessage());
        }
    }

    /** Deploys, and follows the folder from then on, until it is closed or interrupted. */
    public void run() throws InterruptedException {
        deploy();
        try {
            while (true) {
                Set<Path> touched = folders.await();
                try {
                    follow(touched);
                } catch (IOException | UncheckedIOException problem) {
                    say("cannot read " + app + ": " + problem.getMessage());
                }
            }
        } catch (IOException problem) {
            throw new CommandException("cannot watch " + app + ": " + problem.getMessage());
        } catch (ClosedWatchServiceException _) {
            // That is the end.
        }
    }

    private void follow(Set<Path> touched) throws IOException {
        if (broken || touched.stream().anyMatch(documents::contains)) {
            deploy();
            return;
        }
        for (EditedPackage each : packages) {
            if (touched.stream().anyMatch(path -> isIn(path, each)) && !follow(each)) {
                deploy();
                return;
            }
        }
    }

    private static boolean isIn(Path path, EditedPackage edited) {
        Path folder = edited.folder().toAbsolutePath().normalize();
        return path.startsWith(folder) || folder.startsWith(path);
    }

    /** Whether nothing has to be built. */
    private boolean follow(EditedPackage edited) throws IOException {
        long from = System.nanoTime();
        return switch (edited.follow()) {
            case EditedPackage.Found.Applied(List<Path> files) -> {
                if (!files.isEmpty()) {
                    long millis = (System.nanoTime() - from) / 1_000_000;
                    say("changed %s: %s (%d ms)", edited.resource(), some(files), millis);
                }
                yield true;
            }
            case EditedPackage.Found.NeedsBuild(Path file) -> {
                say("build   %s: %s", edited.resource(), file);
                yield false;
            }
        };
    }

    private static String some(List<Path> files) {
        return files.size() == 1
                ? files.getFirst().toString()
                : files.getFirst() + " and " + (files.size() - 1) + " more";
    }

    /** A deployment that fails leaves what is deployed, and waits for the next change. */
    private void deploy() {
        try {
            Deployed deployed = deployment.get();
            documents = absolute(deployed.documents());
            packages =
                    deployed.packages().stream()
                            .map(built -> new EditedPackage(built, live))
                            .toList();
            watch(deployed);
            broken = false;
        } catch (CommandException problem) {
            broken = true;
            say(String.valueOf(problem.getMessage()));
        }
    }

    /** Code may lie elsewhere, and in folders that hold no sources otherwise. */
    private void watch(Deployed deployed) {
        try {
            for (Path file : deployed.documents()) {
                folders.addFolderOf(file);
            }
            for (BuiltPackage built : deployed.packages()) {
                Path code = built.folder().path().toAbsolutePath();
                if (Files.isDirectory(code)) {
                    folders.add(code);
                } else {
                    folders.addFolderOf(code);
                }
            }
        } catch (IOException problem) {
            throw new CommandException("cannot watch " + problem.getMessage());
        }
    }

    private static Set<Path> absolute(Set<Path> files) {
        Set<Path> absolute = new HashSet<>();
        files.forEach(file -> absolute.add(file.toAbsolutePath().normalize()));
        return absolute;
    }

    private void say(String line, Object... values) {
        out.println("  " + (values.length == 0 ? line : line.formatted(values)));
        out.flush();
    }

    @Override
    public void close() {
        try {
            folders.close();
        } catch (IOException problem) {
            say("cannot stop watching: " + problem.getMessage());
        }
    }
}
