package dev.gatehouse.lambda.trust;

import dev.gatehouse.http.tls.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The authorities that this machine trusts, in the one file in which distributions keep them. */
final class SystemBundle {

    private static final List<String> PLACES =
            List.of(
                    "/etc/ssl/certs/ca-certificates.crt", // Debian, Arch, Alpine
                    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, Amazon Linux
                    "/etc/pki/tls/certs/ca-bundle.crt",
                    "/etc/ssl/ca-bundle.pem", // SUSE
                    "/etc/ssl/certs/ca-bundle.crt", // NixOS
                    "/etc/ssl/cert.pem");

    private SystemBundle() {}

    /** Where this machine has it, links followed. */
    static List<Path> places() {
        return PLACES.stream()
                .map(Path::of)
                .filter(Files::isRegularFile)
                .flatMap(SystemBundle::real)
                .distinct()
                .toList();
    }

    /** Its text; that of the JDK's own authorities where the machine has none. */
    static byte[] read() throws IOException, GeneralSecurityException {
        Optional<Path> place = places().stream().findFirst();
        return place.isPresent() ? Files.readAllBytes(place.get()) : ofJdk();
    }

    private static byte[] ofJdk() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager authorities) {
                for (X509Certificate authority : authorities.getAcceptedIssuers()) {
                    text.writeBytes(Pem.of(authority).getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
        return text.toByteArray();
    }

    private static Stream<Path> real(Path place) {
        try {
            return Stream.of(place.toRealPath());
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
