package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Federation;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of condition keys in a request: those of its principal, and those a service adds. A
 * key that nobody knows is another thing than one without a value.
 */
public final class RequestValues {
    private static final List<String> ABSENT = List.of();

    private final Principal principal;
    private final ConditionKeys more;

    /** The tags of the user or role itself; null when they are not known. */
    private final @Nullable Map<String, String> tags;

    private final Supplier<Optional<Map<String, String>>> resourceTags;
    private final boolean unknownHolds;

    /**
     * @param more values by key in lower case; an empty list for a key that has none in this
     *     request
     */
    public RequestValues(Principal principal, Map<String, List<String>> more) {
        this(principal, ConditionKeys.of(more));
    }

    public RequestValues(Principal principal, ConditionKeys more) {
        this(principal, null, more, Optional::empty, false);
    }

    private RequestValues(
            Principal principal,
            @Nullable Map<String, String> tags,
            ConditionKeys more,
            Supplier<Optional<Map<String, String>>> resourceTags,
            boolean unknownHolds) {
        this.principal = principal;
        this.tags = tags;
        this.more = more;
        this.resourceTags = resourceTags;
        this.unknownHolds = unknownHolds;
    }

    /**
     * Of a principal whose tags are known.
     *
     * @param tags those of the user or role itself, which those of its session go before
     * @param resource what the request is about
     */
    static RequestValues of(
            Principal principal,
            Map<String, String> tags,
            ProtectedResource resource,
            ConditionKeys more) {
        return new RequestValues(principal, tags, more, resource.tags(), false);
    }

    /**
     * For a service that is passed a role: it is the node itself, and conditions on it are about
     * the resource it acts for. Those that are on what is not known of it are taken to hold.
     *
     * @param source what is known of that resource, by key in lower case
     */
    public static RequestValues ofPassedRole(Principal service, Map<String, List<String>> source) {
        return new RequestValues(service, null, ConditionKeys.of(source), Optional::empty, true);
    }

    /** What a condition on a key that nobody knows comes to. */
    Verdict unknown() {
        return unknownHolds ? Verdict.HOLDS : Verdict.UNKNOWN;
    }

    /** Whether a key has a value that is known; in lower case. */
    public boolean has(String key) {
        List<String> values = of(key);
        return values != null && !values.isEmpty();
    }

    /**
     * The values of a key.
     *
     * @param key in lower case
     * @return empty when the request has none; null when that is not known
     */
    @Nullable List<String> of(String key) {
        List<String> given = more.of(key);
        return given == null ? ofPrincipal(key) : given;
    }

    /** Keys that tell of the principal (IAM User Guide, "AWS global condition context keys"). */
    private @Nullable List<String> ofPrincipal(String key) {
        Principal.Session session = principal.session();
        Federation federation = session == null ? null : session.federation();
        return switch (key) {
            case "aws:principalarn" -> ofIdentity(principal.principalArn());
            case "aws:principalaccount" -> ofIdentity(principal.account().value());
            case "aws:userid" -> ofIdentity(principal.userId());
            case "aws:username" -> userName();
            case "aws:principaltype" -> type();
            case "aws:tokenissuetime" ->
                    session == null ? ABSENT : List.of(session.issuedAt().toString());
            // No session here began with a second factor; long-term keys have none to tell of.
            case "aws:multifactorauthpresent" -> session == null ? ABSENT : List.of("false");
            case "aws:multifactorauthage" -> ABSENT;
            case "aws:sourceidentity" ->
                    optional(session == null ? null : session.sourceIdentity());
            case "aws:principalisawsservice" ->
                    List.of(String.valueOf(principal.kind() == PrincipalKind.SERVICE));
            case "aws:principalservicename" ->
                    principal.kind() == PrincipalKind.SERVICE ? List.of(principal.arn()) : ABSENT;
            case "aws:federatedprovider" ->
                    optional(federation == null ? null : federation.provider());
            case "lambda:sourcefunctionarn" ->
                    optional(session == null ? null : session.sourceFunction());
            default -> federation == null ? tag(key) : ofToken(federation, key);
        };
    }

    /** What the token said that a session was given for; nothing of it is not known. */
    private @Nullable List<String> ofToken(Federation federation, String key) {
        List<String> said = federation.keys().get(key);
        return said == null ? tag(key) : said;
    }

    /** Tags of the principal, of what the request is about, and those that the request brings. */
    private @Nullable List<String> tag(String key) {
        int colon = key.indexOf(':') + 1;
        int slash = key.indexOf('/') + 1;
        if (slash < colon) {
            return null;
        }
        String name = key.substring(slash);
        return switch (key.substring(colon, slash)) {
            // Some services have names of their own for it: ecr:ResourceTag/…
            case "resourcetag/" ->
                    resourceTags.get().map(known -> optional(tag(known, name))).orElse(null);
            case "principaltag/" -> key.startsWith("aws:") ? principalTag(name) : null;
            case "requesttag/" ->
                    key.startsWith("aws:") && more.of("aws:tagkeys") != null ? ABSENT : null;
            default -> null;
        };
    }

    private List<String> ofIdentity(String value) {
        return switch (principal.kind()) {
            case ROOT, USER, ASSUMED_ROLE, FEDERATED_USER, WEB_IDENTITY -> List.of(value);
            case SERVICE, ANONYMOUS -> ABSENT;
        };
    }

    private List<String> userName() {
        return principal.kind() == PrincipalKind.USER
                ? List.of(principal.arn().substring(principal.arn().lastIndexOf('/') + 1))
                : ABSENT;
    }

    private List<String> type() {
        return switch (principal.kind()) {
            case ROOT -> List.of("Account");
            case USER -> List.of("User");
            case ASSUMED_ROLE -> List.of("AssumedRole");
            case FEDERATED_USER, WEB_IDENTITY -> List.of("FederatedUser");
            case ANONYMOUS -> List.of("Anonymous");
            case SERVICE -> ABSENT;
        };
    }

    /** Absent is known only where all tags are. */
    private @Nullable List<String> principalTag(String name) {
        Principal.Session session = principal.session();
        String value = session == null ? null : tag(session.tags(), name);
        if (value == null && tags != null) {
            value = tag(tags, name);
        }
        return value == null && tags == null ? null : optional(value);
    }

    private static @Nullable String tag(Map<String, String> tags, String name) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().equalsIgnoreCase(name)) {
                return tag.getValue();
            }
        }
        return null;
    }

    private static List<String> optional(@Nullable String value) {
        return value == null ? ABSENT : List.of(value);
    }
}
