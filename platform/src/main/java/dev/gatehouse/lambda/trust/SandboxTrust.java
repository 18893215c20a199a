package dev.gatehouse.lambda.trust;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.os.HostParts;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes programs in sandboxes trust the node where it serves in the name of AWS's hosts, beside
 * everybody whom this machine trusts. Files are made when a sandbox first needs them.
 */
public final class SandboxTrust {

    /** For sandboxes in which AWS's names lead to AWS. */
    public static final SandboxTrust NONE = new SandboxTrust(Optional.empty());

    /** Where programs find the files. */
    private static final String PLACE = "/etc/gatehouse";

    /**
     * What OpenSSL and all that is built on it, Go, Node.js, the AWS SDKs and CLI for Python, and
     * requests look at. Node.js adds to what it brings, the others read the one file.
     */
    private static final Map<String, String> VARIABLES =
            Map.of(
                    "SSL_CERT_FILE", PLACE + "/" + TrustFolder.BUNDLE,
                    "NODE_EXTRA_CA_CERTS", PLACE + "/" + TrustFolder.AUTHORITY,
                    "AWS_CA_BUNDLE", PLACE + "/" + TrustFolder.BUNDLE,
                    "REQUESTS_CA_BUNDLE", PLACE + "/" + TrustFolder.BUNDLE);

    private final Optional<TrustFolder> folder;

    private SandboxTrust(Optional<TrustFolder> folder) {
        this.folder = folder;
    }

    /**
     * @param folder where its files are kept; sandboxes see it
     * @param authority the certificate of the node's authority; may block the first time
     */
    public static SandboxTrust in(Path folder, Supplier<X509Certificate> authority) {
        return new SandboxTrust(Optional.of(new TrustFolder(folder, authority)));
    }

    /** The variables of every program; those of a function's own win. */
    public Map<String, String> variables() {
        return folder.isPresent() ? VARIABLES : Map.of();
    }

    /**
     * Its own files alone, where no file of the machine is in the sandbox. Blocks the first time.
     */
    public List<SandboxMount> ownMounts() {
        return folder.map(files -> List.of(SandboxMount.of(files.ready(), PLACE)))
                .orElse(List.of());
    }

    /**
     * What every sandbox needs beside its code. Blocks the first time.
     *
     * @param javaStore the trust store of its Java, if any
     */
    public List<SandboxMount> mounts(Optional<SandboxMount> javaStore) {
        if (folder.isEmpty()) {
            return List.of();
        }
        TrustFolder files = folder.get();
        List<SandboxMount> mounts = new ArrayList<>(ownMounts());
        Path bundle = files.ready().resolve(TrustFolder.BUNDLE);
        for (Path place : SystemBundle.places()) {
            if (HostParts.show(place)) {
                mounts.add(SandboxMount.of(bundle, place.toString()));
            }
        }
        javaStore.flatMap(store -> JavaTrust.of(store, files)).ifPresent(mounts::add);
        return mounts;
    }
}
