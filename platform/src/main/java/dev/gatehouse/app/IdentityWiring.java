package dev.gatehouse.app;

import dev.gatehouse.app.EdgeWiring.ControlPlanes;
import dev.gatehouse.app.secret.MasterKeys;
import dev.gatehouse.app.services.ProviderConnections;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.RootKeys;
import dev.gatehouse.cloudtrail.CallTrail;
import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.gateway.access.ApiAccess;
import dev.gatehouse.gateway.integrate.IntegrationRoles;
import dev.gatehouse.iam.IamService;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.KnownCredentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.RootCredentials;
import dev.gatehouse.identity.RootKeyFile;
import dev.gatehouse.identity.oidc.WebIdentityTokens;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.proxy.signed.DeniedRequests;
import dev.gatehouse.s3.object.ObjectRights;
import dev.gatehouse.store.Store;
import dev.gatehouse.sts.Directory;
import dev.gatehouse.sts.StsService;
import dev.gatehouse.wire.Authenticator;
import dev.gatehouse.wire.Authorizer;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.ServiceDirectory;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.PolicyAuthorizer;
import dev.gatehouse.wire.access.PolicyAuthorizer.Mode;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.access.Trail;
import dev.gatehouse.wire.message.Signing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is who: the root's keys, users' keys, sessions, and the check of every call. */
final class IdentityWiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityWiring.class);

    private final Config config;
    private final Clock clock;
    private final Store store;
    private final IamService iam;
    private final StsService sts;
    private final CredentialSource keys;
    private final Secrets secrets;
    private @Nullable Authorizer authorizer;

    IdentityWiring(Foundation base) {
        this.config = base.config();
        this.clock = base.clock();
        this.store = base.store();
        this.secrets = new MasterKeys(config, store, System.getenv(), clock).secrets();
        this.iam = new IamService(store, secrets, clock);
        if (!Secrets.areIn(store)) {
            iam.encryptKeys();
        }
        CredentialSource longTerm = root(base).or(iam.credentials());
        this.sts =
                new StsService(
                        store,
                        secrets,
                        clock,
                        new Directory(
                                iam.roles(),
                                iam.permissions(),
                                iam.managedPolicies(),
                                iam.identityProviders()),
                        longTerm,
                        new WebIdentityTokens(() -> base.loops().vertx(), providers(base), clock),
                        config.root().mayAssume());
        KnownCredentials known = new KnownCredentials(longTerm.or(sts.credentials()));
        store.changes().subscribe(IamService.CREDENTIAL_KINDS, known);
        this.keys = known;
    }

    private static CredentialSource root(Foundation base) {
        AccountId account = base.config().home().account();
        RootKeys root = base.config().root();
        AccessKey own = root.own() == null ? base.folder().rootKey() : root.own();
        if (root.own() == null && !root.wellKnown()) {
            LOG.info("The keys of the root are in {}", RootKeyFile.in(base.config().data()));
        }
        CredentialSource keys = RootCredentials.of(account, own.id(), own.secret());
        return root.wellKnown() ? RootCredentials.wellKnown(account).or(keys) : keys;
    }

    private static ProviderConnections providers(Foundation base) {
        return new ProviderConnections(
                () -> base.loops().vertx(),
                base.config().apis().networks().allowed(),
                base.config().elsewhere().endpoints().get("cognito-identity"),
                base.clock());
    }

    /** What encrypts secrets for the store. */
    Secrets secrets() {
        return secrets;
    }

    void offer(OfferedServices services) {
        services.add("iam", iam::service).judge("iam", iam.access()).add("sts", sts::service);
    }

    RoleCredentials roleCredentials() {
        return sts.roleCredentials();
    }

    ServiceRoles serviceRoles() {
        return sts.serviceRoles();
    }

    /** What integrations may do by the roles that they name. */
    IntegrationRoles integrationRoles() {
        return new IntegrationRoles(sts.serviceRoles(), iam.permissions(), clock);
    }

    /** Who signed requests to APIs. */
    Callers callers(LogSink logs) {
        Trail trail = trail(logs);
        return new Callers(
                verifier(keys),
                verifier(keys.withoutRoots()),
                iam.permissions(),
                (request, caller, what) -> tell(trail, request, caller, what));
    }

    private void tell(
            Trail trail, ClientRequest request, Principal caller, DeniedRequests.Denied what) {
        Region region =
                Arn.parse(what.resource())
                        .map(arn -> new Region(arn.region()))
                        .orElse(config.home().region());
        String[] action = what.action().split(":", 2);
        trail.decided(
                new RequestContext(
                        request.ids().requestId(),
                        caller,
                        caller.account(),
                        region,
                        new RequestContext.Origin(
                                request.arrival().sourceIp(),
                                request.arrival().sent().authority(),
                                request.ids().trace(),
                                request.header("User-Agent"),
                                List.of(),
                                signing(request))),
                new Trail.Call(
                        action[0],
                        action[1],
                        true,
                        List.of(new Need(what.action(), what.resource()))),
                new Trail.Rejection(what.action(), what.resource(), what.message(), true));
    }

    private static Signing signing(ClientRequest request) {
        String query = request.line().query();
        return new Signing(
                request.header("Authorization"),
                query == null ? "" : query,
                request.header("X-Amz-Content-Sha256"));
    }

    private Verifier verifier(CredentialSource known) {
        return new Verifier(known, clock, new SigningKeys(), iam.lastUses());
    }

    /** What signs the node's own calls of services elsewhere. */
    AccessKey rootKey() {
        return config.root().outward();
    }

    /** Asks the policies of what the control planes serve, once they do. */
    ObjectRights objectRights() {
        return (context, operation, input) ->
                Objects.requireNonNull(authorizer)
                        .authorize(context, operation.model(), input.data());
    }

    /** A function is its role: in its sandbox an account's root keys are no keys at all. */
    ControlPlanes controlPlanes(OfferedServices offered, LogSink logs, Beside beside) {
        ServiceDirectory services = new ServiceDirectory(offered.all());
        Map<String, ServiceAccess> all = new HashMap<>(offered.access());
        ServiceAccess apis = new ApiAccess(store, clock);
        all.put("apigateway", apis);
        all.put("apigatewayv2", apis);
        Authorizer judge =
                new PolicyAuthorizer(
                        iam.permissions(),
                        service -> all.getOrDefault(service, ServiceAccess.PLAIN),
                        config.root().audit() ? Mode.AUDIT : Mode.ENFORCE,
                        trail(logs),
                        clock);
        authorizer = judge;
        return new ControlPlanes(
                controlPlane(services, keys, judge, beside),
                controlPlane(services, keys.withoutRoots(), judge, beside));
    }

    @Override
    public void close() {
        iam.lastUses().close();
    }

    private Trail trail(LogSink logs) {
        return switch (config.root().trail()) {
            case DENIED -> new CallTrail(logs, false, clock);
            case ALL -> new CallTrail(logs, true, clock);
            case NONE -> Trail.NONE;
        };
    }

    private ControlPlane controlPlane(
            ServiceDirectory services,
            CredentialSource known,
            Authorizer authorizer,
            Beside beside) {
        Authenticator authenticator =
                new Authenticator(verifier(known), config.home().account(), config.home().region());
        return new ControlPlane(services, authenticator, authorizer, beside);
    }
}
