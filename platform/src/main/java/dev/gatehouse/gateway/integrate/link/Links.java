package dev.gatehouse.gateway.integrate.link;

import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.plan.integration.Connection;
import dev.gatehouse.gateway.plan.link.ClientIdentities;
import dev.gatehouse.gateway.plan.link.ClientIdentity;
import dev.gatehouse.gateway.plan.link.VpcLink;
import dev.gatehouse.gateway.plan.link.VpcLinks;
import dev.gatehouse.http.outbound.PrivateTargets;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.LogPace;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how requests connect: what their VPC links lead to, and the TLS they ask for. */
public final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final int REMEMBERED = 1_000;

    private final VpcLinks links;
    private final ClientIdentities identities;
    private final LogPace pace;
    private final Map<Tls, ClientSSLOptions> known = new ConcurrentHashMap<>();

    private record Tls(boolean authorityChecked, @Nullable ClientIdentity identity) {}

    public Links(PlanTable plans, Clock clock) {
        this.links = plans.links();
        this.identities = plans.identities();
        this.pace = new LogPace(clock);
    }

    /**
     * How a request of an API connects.
     *
     * @param variables those of the stage
     * @param certificate the id of what it shows to a backend that asks; null for nothing
     * @throws UnlinkedException it cannot
     */
    public Via of(
            Connection connection,
            ApiAddress api,
            Map<String, String> variables,
            @Nullable String certificate) {
        ClientIdentity identity = identities.find(certificate);
        if (connection.equals(Connection.INTERNET) && identity == null) {
            return Via.INTERNET;
        }
        StageText link = connection.link();
        return new Via(
                link == null
                        ? null
                        : target(api, link.resolve(variables), connection.target(), variables),
                tls(new Tls(connection.authorityChecked(), identity)),
                connection.serverName());
    }

    private URI target(
            ApiAddress api, String id, @Nullable StageText named, Map<String, String> variables) {
        VpcLink link =
                links.find(api.account(), api.region(), id)
                        .orElseThrow(
                                () -> new UnlinkedException("There is no VPC link '" + id + "'"));
        String arn = StageText.resolve(named, variables);
        if (arn == null && link.targets().isEmpty()) {
            throw new UnlinkedException(
                    "The VPC link '%s' needs an integrationTarget".formatted(id));
        }
        String wanted = arn == null ? link.targets().getFirst() : arn;
        if (Arn.parse(wanted).filter(target -> isAnothers(target, api)).isPresent()) {
            throw new UnlinkedException("%s is of another account".formatted(wanted));
        }
        return links.targets().find(wanted).orElseThrow(() -> untold(wanted));
    }

    private static boolean isAnothers(Arn target, ApiAddress api) {
        return !target.account().equals(api.account().value());
    }

    private UnlinkedException untold(String arn) {
        String setting = PrivateTargets.SETTING + '.' + PrivateTargets.nameIn(arn);
        if (pace.allows()) {
            LOG.warn(
                    "A private integration leads to {}, and nothing says where that is: start with"
                            + " --set {}=http://HOST:PORT ({} before this one were not logged)",
                    arn,
                    setting,
                    pace.skipped());
        }
        return new UnlinkedException(
                "Nothing says where %s is; the setting is %s".formatted(arn, setting));
    }

    /** Null for what every client does. */
    private @Nullable ClientSSLOptions tls(Tls wanted) {
        if (wanted.authorityChecked() && wanted.identity() == null) {
            return null;
        }
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(wanted, Links::options);
    }

    private static ClientSSLOptions options(Tls wanted) {
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        if (!wanted.authorityChecked()) {
            options.setTrustOptions(TrustOptions.wrap(new BasicTrust()));
        }
        ClientIdentity identity = wanted.identity();
        if (identity != null) {
            options.setKeyCertOptions(
                    new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(identity.certificatePem()))
                            .addKeyValue(Buffer.buffer(identity.keyPem())));
        }
        return options;
    }
}
