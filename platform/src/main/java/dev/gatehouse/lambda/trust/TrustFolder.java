package dev.gatehouse.lambda.trust;

import dev.gatehouse.http.tls.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The files that sandboxes see of trust: public all of them. Brought up to date once a start. */
final class TrustFolder {

    /** The node's authority alone. */
    static final String AUTHORITY = "ca.pem";

    /** Everybody who is trusted. */
    static final String BUNDLE = "bundle.pem";

    private final Path folder;
    private final Supplier<X509Certificate> authority;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean ready;

    TrustFolder(Path folder, Supplier<X509Certificate> authority) {
        this.folder = folder;
        this.authority = authority;
    }

    X509Certificate authority() {
        return authority.get();
    }

    /** The folder with its files in it. */
    Path ready() {
        if (!ready) {
            writing.lock();
            try {
                if (!ready) {
                    writeAll();
                    ready = true;
                }
            } finally {
                writing.unlock();
            }
        }
        return folder;
    }

    private void writeAll() {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            byte[] own = Pem.of(authority()).getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(own);
            all.writeBytes(SystemBundle.read());
            write(AUTHORITY, own);
            write(BUNDLE, all.toByteArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot write what functions trust to " + folder, e);
        }
    }

    /** Whole or not at all, since sandboxes may be reading. */
    void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Path draft = Files.createTempFile(folder, "draft", "");
        Files.write(draft, content);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
