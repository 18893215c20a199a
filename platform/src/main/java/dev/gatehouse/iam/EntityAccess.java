package dev.gatehouse.iam;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.iam.account.ServiceLinkedRoles;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ARNs of users, roles and groups, which requests name without their paths. */
final class EntityAccess implements ServiceAccess {
    private final Catalogs iam;

    EntityAccess(Catalogs iam) {
        this.iam = iam;
    }

    /** Those whose ARN is not what a member says: of a provider's URL, of a service's role. */
    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        String named =
                switch (operation.name()) {
                    case "CreateOpenIDConnectProvider" ->
                            "oidc-provider/"
                                    + String.valueOf(input.value("Url"))
                                            .replaceFirst("^https://", "");
                    case "CreateServiceLinkedRole" ->
                            ServiceLinkedRoles.resource(
                                    String.valueOf(input.value("AWSServiceName")),
                                    (String) input.value("CustomSuffix"));
                    case "GetServiceLinkedRoleDeletionStatus" ->
                            String.valueOf(input.value("DeletionTaskId"))
                                    .replaceFirst("^task/(.*)/[^/]*$", "role/$1");
                    default -> null;
                };
        return named == null
                ? listed
                : List.of(
                        new Need(
                                "iam:" + operation.name(),
                                Arn.global("iam", context.account(), named).toString()));
    }

    /** A user, a role or a group, as decisions see it. */
    private record Found(Entity entity, Tags tags, @Nullable String boundary) {}

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        Optional<Arn> arn = Arn.parse(plain.arn());
        String type = arn.map(each -> each.resource().split("/", 2)[0]).orElse("");
        if (type.equals("policy")) {
            return plain.withTags(() -> Optional.of(tagsOfPolicy(plain)));
        }
        Found found = arn.flatMap(each -> find(each, plain.account())).orElse(null);
        if (found == null) {
            return isEntity(type) ? plain.withTags(() -> Optional.of(Map.of())) : plain;
        }
        String real = found.entity().arn(type, plain.account());
        return new ProtectedResource(real, plain.account(), null)
                .withTags(() -> Optional.of(found.tags().values()));
    }

    /** What is not there yet has none. */
    private Map<String, String> tagsOfPolicy(ProtectedResource plain) {
        return iam.policies()
                .find(plain.account(), plain.arn())
                .map(found -> found.policy().tags().values())
                .orElse(Map.of());
    }

    private static boolean isEntity(String type) {
        return type.equals("role") || type.equals("user") || type.equals("group");
    }

    private Optional<Found> find(Arn arn, AccountId account) {
        int slash = arn.resource().indexOf('/');
        String type = slash < 0 ? "" : arn.resource().substring(0, slash);
        return find(type, arn.resource().substring(slash + 1), account);
    }

    private Optional<Found> find(String type, String name, AccountId account) {
        return switch (type) {
            case "role" ->
                    iam.roles()
                            .find(account, name)
                            .map(role -> new Found(role.entity(), role.tags(), role.boundary()));
            case "user" ->
                    iam.users()
                            .find(account, name)
                            .map(user -> new Found(user.entity(), user.tags(), user.boundary()));
            case "group" ->
                    iam.groups()
                            .find(account, name)
                            .map(group -> new Found(group.entity(), new Tags(Map.of()), null));
            default -> Optional.empty();
        };
    }

    /** IAM User Guide, "IAM and AWS STS condition context keys". */
    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return key -> key.equals("iam:permissionsboundary") ? boundary(context, input) : null;
    }

    private List<String> boundary(RequestContext context, Structure input) {
        Object asked = input.value("PermissionsBoundary");
        Object boundary = asked == null ? boundaryNow(context, input) : asked;
        return boundary == null ? List.of() : List.of(boundary.toString());
    }

    /** A caller who may change only what is bounded may not change what is not. */
    private @Nullable String boundaryNow(RequestContext context, Structure input) {
        Object role = input.value("RoleName");
        Object name = role == null ? input.value("UserName") : role;
        return name == null
                ? null
                : find(role == null ? "user" : "role", name.toString(), context.account())
                        .map(Found::boundary)
                        .orElse(null);
    }
}
