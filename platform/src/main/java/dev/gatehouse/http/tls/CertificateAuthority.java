package dev.gatehouse.http.tls;

import dev.gatehouse.kernel.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The node's own certificate authority, made once and kept. It can vouch for the hosts of a few
 * domains and for nothing else: its certificate says so (RFC 5280, section 4.2.1.10), and programs
 * that trust it hold it to that, other than Java's, which take a trusted authority at its word.
 */
public final class CertificateAuthority {

    private static final String NAME = "Gatehouse node";
    private static final Duration LIFE = Duration.ofDays(3_650);
    private static final Duration SHORTEST_REST = Duration.ofDays(365);

    /** The longest a certificate for one host is good for. */
    private static final Duration HOST_LIFE = Duration.ofDays(90);

    private final Identity identity;
    private final List<String> domains;
    private final KeyPair hostKeys;
    private final Clock clock;

    private CertificateAuthority(
            Identity identity, List<String> domains, KeyPair hostKeys, Clock clock) {
        this.identity = identity;
        this.domains = List.copyOf(domains);
        this.hostKeys = hostKeys;
        this.clock = clock;
    }

    /**
     * Takes the authority of a folder, or makes it there. Blocks.
     *
     * @param folder readable by the node's user alone: the private key is in it
     * @param domains what it vouches for: these domains and every name below them
     */
    public static CertificateAuthority in(Path folder, List<String> domains, Clock clock) {
        IdentityFiles files = new IdentityFiles(folder);
        try {
            Optional<Identity> kept = files.read().filter(one -> serves(one, domains, clock));
            Identity identity = kept.isPresent() ? kept.get() : made(files, domains, clock);
            return new CertificateAuthority(identity, domains, Certificates.keys(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("no certificate authority in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot make a certificate", e);
        }
    }

    private static boolean serves(Identity identity, List<String> domains, Clock clock) {
        return identity.certificate()
                        .getNotAfter()
                        .toInstant()
                        .isAfter(clock.now().plus(SHORTEST_REST))
                && Certificates.permits(identity.certificate(), domains);
    }

    private static Identity made(IdentityFiles files, List<String> domains, Clock clock)
            throws IOException, GeneralSecurityException {
        KeyPair keys = Certificates.keys();
        X509Certificate certificate =
                Certificates.authority(NAME, keys, domains, Certificates.life(clock.now(), LIFE));
        Identity identity = new Identity(keys.getPrivate(), List.of(certificate));
        files.write(identity);
        return identity;
    }

    /** What must be trusted to trust it. */
    public X509Certificate certificate() {
        return identity.certificate();
    }

    /** Whether it can vouch for a host. */
    boolean covers(String host) {
        return domains.stream().anyMatch(domain -> isBelow(host, domain));
    }

    private static boolean isBelow(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    /** A new certificate for a host that it {@link #covers}. */
    Identity issue(String host) {
        try {
            X509Certificate certificate =
                    Certificates.host(
                            host,
                            hostKeys.getPublic(),
                            identity,
                            Certificates.life(clock.now(), HOST_LIFE));
            return new Identity(
                    hostKeys.getPrivate(), List.of(certificate, identity.certificate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for " + host, e);
        }
    }

    /** The host that is vouched for when a client does not say whom it wants. */
    String ownHost() {
        return domains.getFirst();
    }
}
