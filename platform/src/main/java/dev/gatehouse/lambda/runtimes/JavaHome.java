package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.os.HostParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a JDK keeps the authorities it trusts. */
final class JavaHome {

    /** Those of JDKs, and those of Java 8. */
    private static final List<String> STORES =
            List.of("lib/security/cacerts", "jre/lib/security/cacerts");

    private JavaHome() {}

    /**
     * The store, and the same as a sandbox sees it; empty when it would not.
     *
     * @param java an interpreter, mounted at {@link Launcher#LANGUAGE_ROOT} or of the system
     */
    static Optional<SandboxMount> trustStore(Interpreter java) {
        try {
            Path home = java.executable().toRealPath().resolve("../..").normalize();
            for (String store : STORES) {
                Path found = home.resolve(store);
                if (Files.isRegularFile(found)) {
                    return seen(java, found.toRealPath());
                }
            }
        } catch (IOException e) {
            // As if it had none.
        }
        return Optional.empty();
    }

    private static Optional<SandboxMount> seen(Interpreter java, Path store) throws IOException {
        Path home = java.home().toRealPath();
        if (!java.isOfTheSystem() && store.startsWith(home)) {
            String inside = Launcher.LANGUAGE_ROOT + "/" + home.relativize(store);
            return Optional.of(SandboxMount.of(store, inside));
        }
        return HostParts.show(store)
                ? Optional.of(SandboxMount.of(store, store.toString()))
                : Optional.empty();
    }
}
