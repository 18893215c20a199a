package dev.gatehouse.sts;

import dev.gatehouse.aws.sts.DecodeAuthorizationMessageRequest;
import dev.gatehouse.aws.sts.DecodeAuthorizationMessageResponse;
import dev.gatehouse.aws.sts.GetAccessKeyInfoRequest;
import dev.gatehouse.aws.sts.GetAccessKeyInfoResponse;
import dev.gatehouse.aws.sts.GetCallerIdentityRequest;
import dev.gatehouse.aws.sts.GetCallerIdentityResponse;
import dev.gatehouse.aws.sts.GetSessionTokenRequest;
import dev.gatehouse.aws.sts.GetSessionTokenResponse;
import dev.gatehouse.aws.sts.Sts;
import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.identity.oidc.WebIdentityTokens;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.time.Duration;
import java.util.Objects;

/** STS: its operations for clients, and the credentials of roles for functions. */
public final class StsService {
    private static final int ROOT_SECONDS_MAX = 3_600;
    private static final int USER_SECONDS = 43_200;

    private final Directory iam;
    private final RoleDirectory roles;
    private final CredentialSource longTerm;
    private final boolean rootMayAssume;
    private final WebIdentityTokens tokens;
    private final Sessions sessions;
    private final Clock clock;
    private final RoleCredentials functionRoles;

    /**
     * @param secrets encrypts the keys of sessions
     * @param longTerm the keys that are not sessions: users' and the root's
     * @param tokens verifies those of identity providers
     * @param rootMayAssume whether an account's root may assume roles, which it may not on AWS
     */
    public StsService(
            Store store,
            Secrets secrets,
            Clock clock,
            Directory iam,
            CredentialSource longTerm,
            WebIdentityTokens tokens,
            boolean rootMayAssume) {
        this.tokens = tokens;
        this.iam = iam;
        this.rootMayAssume = rootMayAssume;
        this.roles = iam.roles();
        this.longTerm = longTerm;
        this.clock = clock;
        this.sessions = new Sessions(store, secrets, clock);
        this.functionRoles = new FunctionRoles(roles, sessions, clock);
    }

    /** The keys of the sessions that were handed out. */
    public CredentialSource credentials() {
        return sessions;
    }

    /** The credentials of functions' execution roles. */
    public RoleCredentials roleCredentials() {
        return functionRoles;
    }

    /** The roles that were passed to services. */
    public ServiceRoles serviceRoles() {
        return (role, service, sessionName, source) ->
                roles.find(role)
                        .filter(found -> Trust.allowsService(found, service, source, clock.now()))
                        .map(
                                found ->
                                        Principal.roleSession(
                                                found,
                                                sessionName,
                                                Session.plain(found.issuer(), clock.now())));
    }

    /** The operations that are implemented. */
    public Service service() {
        return Service.of(Sts.MODEL)
                .on(Sts.GET_CALLER_IDENTITY, StsService::callerIdentity)
                .on(Sts.ASSUME_ROLE, assumeRole()::handle)
                .on(
                        Sts.ASSUME_ROLE_WITH_WEB_IDENTITY,
                        new AssumeRoleWithWebIdentity(
                                        iam, tokens, new RoleSessions(sessions, clock), clock)
                                ::handle)
                .on(Sts.GET_SESSION_TOKEN, this::sessionToken)
                .on(
                        Sts.GET_FEDERATION_TOKEN,
                        new FederationToken(sessions, iam.policies(), clock)::handle)
                .on(Sts.DECODE_AUTHORIZATION_MESSAGE, StsService::decoded)
                .on(Sts.GET_ACCESS_KEY_INFO, this::accessKeyInfo)
                .build();
    }

    AssumeRole assumeRole() {
        return new AssumeRole(iam, new RoleSessions(sessions, clock), rootMayAssume, clock);
    }

    static dev.gatehouse.aws.sts.Credentials view(Credentials credentials) {
        return dev.gatehouse.aws.sts.Credentials.builder()
                .accessKeyId(credentials.accessKeyId())
                .secretAccessKey(credentials.secretAccessKey())
                .sessionToken(credentials.sessionToken())
                .expiration(credentials.expiration())
                .build();
    }

    private static GetCallerIdentityResponse callerIdentity(
            RequestContext context, GetCallerIdentityRequest input) {
        Principal caller = context.principal();
        return GetCallerIdentityResponse.builder()
                .userId(caller.userId())
                .account(caller.account().value())
                .arn(caller.arn())
                .build();
    }

    private GetSessionTokenResponse sessionToken(
            RequestContext context, GetSessionTokenRequest input) {
        if (input.serialNumber() != null || input.tokenCode() != null) {
            throw new ServiceException(
                    "ValidationError", 400, "SerialNumber and TokenCode are not supported.");
        }
        Principal caller = context.principal();
        if (caller.session() != null) {
            throw withSession();
        }
        int seconds =
                switch (caller.kind()) {
                    case USER -> Objects.requireNonNullElse(input.durationSeconds(), USER_SECONDS);
                    case ROOT ->
                            Math.min(
                                    ROOT_SECONDS_MAX,
                                    Objects.requireNonNullElse(
                                            input.durationSeconds(), ROOT_SECONDS_MAX));
                    case ASSUMED_ROLE, FEDERATED_USER, WEB_IDENTITY, SERVICE, ANONYMOUS ->
                            throw withSession();
                };
        Principal same = caller.in(Session.plain(null, clock.now()));
        Credentials issued = sessions.issue(same, Duration.ofSeconds(seconds));
        return GetSessionTokenResponse.builder().credentials(view(issued)).build();
    }

    /**
     * Messages are encoded by services such as EC2, which is none of the node's: those here say
     * plainly what was denied.
     */
    private static DecodeAuthorizationMessageResponse decoded(
            RequestContext context, DecodeAuthorizationMessageRequest input) {
        throw new ServiceException(
                "InvalidAuthorizationMessageException", 400, "Message is not valid");
    }

    /** Else a session could outlive itself, one renewal after the other. */
    private static ServiceException withSession() {
        return new ServiceException(
                "AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
    }

    private GetAccessKeyInfoResponse accessKeyInfo(
            RequestContext context, GetAccessKeyInfoRequest input) {
        AccountId account =
                longTerm.or(sessions)
                        .find(input.accessKeyId())
                        .map(found -> found.principal().account())
                        .orElseThrow(
                                () ->
                                        new ServiceException(
                                                "ValidationError",
                                                400,
                                                "Unable to find an account for the access key"
                                                        + " provided."));
        return GetAccessKeyInfoResponse.builder().account(account.value()).build();
    }
}
