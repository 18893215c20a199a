package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.names.HostResolvers;
import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.os.FileTree;
import dev.gatehouse.lambda.sandbox.os.HostNames;
import dev.gatehouse.lambda.sandbox.os.HostParts;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory that becomes {@code /} in every sandbox of this node, read-only: empty places on
 * which the allowed parts of the host are mounted, and a few files written by us. What is not
 * listed here does not exist in a sandbox.
 */
final class Skeleton {

    private static final List<String> DEVICES =
            List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom");

    private static final List<String> PLACES =
            List.of("/proc", "/tmp", "/var/task", "/var/runtime", "/var/lang", "/opt", "/mnt");

    private static final String PASSWD =
            """
            root:x:0:0:root:/root:/sbin/nologin
            sbx_user1051:x:993:990::/home/sbx_user1051:/sbin/nologin
            nobody:x:65534:65534:nobody:/:/sbin/nologin
            """;

    private static final String GROUP = "root:x:0:\nsbx_user1051:x:990:\nnobody:x:65534:\n";

    private static final String NAME_SERVICES =
            "passwd: files\ngroup: files\nhosts: files dns\nservices: files\n";

    private static final String ENTRYPOINT = "#!/bin/sh\nexec \"$@\"\n";

    private final Path root;
    private final List<String> arguments = new ArrayList<>();

    /** Whether the root is a file system of its own, and not the machine's. */
    private final boolean foreign;

    private Skeleton(Path root, boolean foreign) {
        this.root = root;
        this.foreign = foreign;
    }

    /**
     * The same with a whole file system for a root, which has a place for whatever is mounted: it
     * sees devices, names of hosts and resolvers, and nothing else of this machine.
     */
    Skeleton on(Path other) {
        Skeleton skeleton = new Skeleton(other, true);
        skeleton.arguments.addAll(List.of("--root", other.toString()));
        for (String path : DEVICES) {
            skeleton.bind("--device", Path.of(path));
        }
        for (String name : List.of("/etc/hosts", "/etc/resolv.conf")) {
            skeleton.arguments.addAll(List.of("--bind", inside(name).toString(), name));
        }
        return skeleton;
    }

    /** Prepares the directory; one that is there already is brought up to date. */
    static Skeleton in(Path directory) throws IOException {
        Skeleton skeleton = new Skeleton(directory.resolve("root"), false);
        Files.createDirectories(skeleton.root.resolve("etc"));
        skeleton.arguments.addAll(List.of("--root", skeleton.root.toString()));
        for (String path : PLACES) {
            skeleton.mountPoint(path);
        }
        for (String path : HostParts.SYSTEM) {
            skeleton.show(Path.of(path));
        }
        for (String path : HostParts.SETTINGS) {
            skeleton.show(Path.of(path));
        }
        skeleton.showJavaSettings();
        skeleton.addDevices();
        skeleton.writeEntrypoint();
        skeleton.write("passwd", PASSWD);
        skeleton.write("group", GROUP);
        skeleton.write("hosts", HostNames.ofFunctions());
        skeleton.write("nsswitch.conf", NAME_SERVICES);
        skeleton.write("resolv.conf", HostResolvers.ofSandboxes());
        return skeleton;
    }

    /** What the launcher must be told. */
    List<String> arguments() {
        return List.copyOf(arguments);
    }

    /**
     * Sees to it that a directory can be mounted at a path; sandboxes that run already see it too.
     */
    void mountPoint(String target) {
        if (foreign) {
            return; // it has its places, and nobody follows its links from outside
        }
        if (HostParts.show(Path.of(target))) {
            return; // over what the host has there
        }
        try {
            Files.createDirectories(inside(target));
        } catch (IOException e) {
            throw new SandboxException("nothing can be mounted at " + target, e);
        }
    }

    /** Once no sandbox is left. */
    void remove() {
        FileTree.delete(root);
    }

    private void show(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            copyLink(path); // /bin is usr/bin on most systems
        } else if (Files.isDirectory(path)) {
            Files.createDirectories(inside(path.toString()));
            bind("--bind", path);
        } else if (Files.isRegularFile(path)) {
            placeholder(path);
            bind("--bind", path);
        }
    }

    private void addDevices() throws IOException {
        Files.createDirectories(root.resolve("dev"));
        for (String path : DEVICES) {
            placeholder(Path.of(path));
            bind("--device", Path.of(path));
        }
        link("dev/fd", "/proc/self/fd");
        link("dev/stdin", "/proc/self/fd/0");
        link("dev/stdout", "/proc/self/fd/1");
        link("dev/stderr", "/proc/self/fd/2");
    }

    /** Debian keeps the settings of its JDKs outside of them. */
    private void showJavaSettings() throws IOException {
        try (var entries = Files.newDirectoryStream(Path.of("/etc"), "java*")) {
            for (Path entry : entries) {
                show(entry);
            }
        }
    }

    private void bind(String option, Path path) {
        arguments.addAll(List.of(option, path.toString(), path.toString()));
    }

    private void placeholder(Path path) throws IOException {
        try {
            Files.createFile(inside(path.toString()));
        } catch (FileAlreadyExistsException e) {
            // From an earlier start.
        }
    }

    private void copyLink(Path path) throws IOException {
        link(path.toString().substring(1), Files.readSymbolicLink(path).toString());
    }

    private void link(String name, String target) throws IOException {
        Path link = root.resolve(name);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(root.resolve("etc").resolve(name), text);
    }

    /** Functions are started without it; some programs look whether it is there. */
    private void writeEntrypoint() throws IOException {
        Path file = root.resolve("lambda-entrypoint.sh");
        Files.writeString(file, ENTRYPOINT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path inside(String target) {
        return root.resolve(target.substring(1));
    }
}
