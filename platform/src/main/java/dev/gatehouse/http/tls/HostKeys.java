package dev.gatehouse.http.tls;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificates, made by an authority when a client asks for a host (SNI, RFC 6066) and
 * kept for a while. A client that asks for a host the authority does not vouch for gets a
 * certificate of another, and rejects it.
 */
public final class HostKeys extends X509ExtendedKeyManager {

    private static final String KEY_TYPE = "EC";
    private static final int HOSTS = 1_000;
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    private final CertificateAuthority authority;
    private final LoadingCache<String, Identity> identities;

    public HostKeys(CertificateAuthority authority) {
        this.authority = authority;
        this.identities =
                Caffeine.newBuilder()
                        .maximumSize(HOSTS)
                        .expireAfterWrite(KEPT)
                        .build(authority::issue);
    }

    /** The name of an identity is its host. */
    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        if (!keyType.equals(KEY_TYPE)) {
            return null;
        }
        return engine.getHandshakeSession() instanceof ExtendedSSLSession session
                ? host(session.getRequestedServerNames())
                : authority.ownHost();
    }

    private String host(List<SNIServerName> requested) {
        for (SNIServerName name : requested) {
            if (name instanceof SNIHostName host) {
                String asked = host.getAsciiName().toLowerCase(Locale.ROOT);
                if (HOST.matcher(asked).matches() && authority.covers(asked)) {
                    return asked;
                }
            }
        }
        return authority.ownHost();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identities.get(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.get(alias).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return keyType.equals(KEY_TYPE) ? new String[] {authority.ownHost()} : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return keyType.equals(KEY_TYPE) ? authority.ownHost() : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
