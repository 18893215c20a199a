package dev.gatehouse.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps an identity as two PEM files that only the node's user can read. */
final class IdentityFiles {

    private static final String KEY = "PRIVATE KEY";

    private final Path folder;

    IdentityFiles(Path folder) {
        this.folder = folder;
    }

    /** What is there; empty when it is not, or is none. */
    Optional<Identity> read() throws IOException {
        try (InputStream certificate = Files.newInputStream(certificate())) {
            X509Certificate read =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(certificate);
            return Optional.of(new Identity(key(Files.readString(key())), List.of(read)));
        } catch (NoSuchFileException | GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    void write(Identity identity) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder, only("rwx------"));
        replace(key(), Pem.text(KEY, identity.key().getEncoded()));
        replace(certificate(), Pem.of(identity.certificate()));
    }

    /** Never to be seen by halves, nor before other users are locked out. */
    private void replace(Path file, String text) throws IOException {
        Path draft = Files.createTempFile(folder, "draft", "", only("rw-------"));
        Files.write(draft, text.getBytes(StandardCharsets.US_ASCII));
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<Set<PosixFilePermission>> only(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private Path key() {
        return folder.resolve("key.pem");
    }

    private Path certificate() {
        return folder.resolve("certificate.pem");
    }
}
