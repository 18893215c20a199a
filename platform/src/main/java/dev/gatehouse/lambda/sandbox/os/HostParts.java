package dev.gatehouse.lambda.sandbox.os;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The parts of the host that every sandbox in namespaces sees, read-only. */
public final class HostParts {

    /** What programs need; nothing of it is secret or belongs to a user. */
    public static final List<String> SYSTEM =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store");

    /** Of {@code /etc}, only trust stores and tables of the loader and of installed runtimes. */
    public static final List<String> SETTINGS =
            List.of(
                    "/etc/ssl",
                    "/etc/pki",
                    "/etc/ca-certificates",
                    "/etc/crypto-policies",
                    "/etc/alternatives",
                    "/etc/services",
                    "/etc/protocols",
                    "/etc/ld.so.cache");

    private HostParts() {}

    /**
     * @param path a path of the host without links in it
     */
    public static boolean show(Path path) {
        return Stream.concat(SYSTEM.stream(), SETTINGS.stream()).anyMatch(path::startsWith);
    }
}
