package dev.gatehouse.lambda.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.tls.CertificateAuthority;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sandboxes are given: everybody who was trusted before, and the node's authority. */
@Tag("unit")
class SandboxTrustTest {
    @TempDir static Path folder;
    private static X509Certificate authority;
    private static SandboxTrust trust;

    @BeforeAll
    static void make() {
        authority =
                CertificateAuthority.in(folder.resolve("ca"), List.of("aws.example"), Clock.SYSTEM)
                        .certificate();
        trust = SandboxTrust.in(folder.resolve("trust"), () -> authority);
    }

    @Test
    void theBundleIsThatOfTheMachineAndTheAuthority() throws Exception {
        Path shown = trust.mounts(Optional.empty()).getFirst().sources().getFirst();
        Collection<X509Certificate> all = certificates(shown.resolve("bundle.pem"));
        assertThat(all).contains(authority).hasSizeGreaterThan(20);
        for (Path place : SystemBundle.places()) {
            assertThat(all).containsAll(certificates(place));
        }
    }

    @Test
    void sandboxesSeeNoKeyAndCannotMissAFile() throws Exception {
        Path shown = trust.mounts(Optional.empty()).getFirst().sources().getFirst();
        try (var files = Files.list(shown)) {
            assertThat(files)
                    .allSatisfy(
                            file -> {
                                assertThat(Files.readString(file, ISO_8859_1))
                                        .doesNotContain("PRIVATE");
                                assertThat(
                                                PosixFilePermissions.toString(
                                                        Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-r--r--");
                            });
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shown)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void aJdksStoreKeepsItsOwnAndGetsTheAuthority() throws Exception {
        Path own = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        SandboxMount seen = SandboxMount.of(own.toRealPath(), "/var/lang/lib/security/cacerts");
        SandboxMount mount = trust.mounts(Optional.of(seen)).getLast();

        assertThat(mount.target()).isEqualTo(seen.target());
        KeyStore before = KeyStore.getInstance(own.toFile(), "changeit".toCharArray());
        KeyStore after =
                KeyStore.getInstance(mount.sources().getFirst().toFile(), "changeit".toCharArray());
        assertThat(after.size()).isEqualTo(before.size() + 1);
        assertThat(after.getCertificateAlias(authority)).isEqualTo("gatehouse");
    }

    @Test
    void nothingIsMountedOrSaidWithoutTrust() {
        assertThat(SandboxTrust.NONE.mounts(Optional.empty())).isEmpty();
        assertThat(SandboxTrust.NONE.variables()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Collection<X509Certificate> certificates(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (Collection<X509Certificate>)
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
