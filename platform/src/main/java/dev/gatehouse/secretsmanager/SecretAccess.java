package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.secretsmanager.SecretCatalog.Found;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decisions about secrets depend on (Service Authorization Reference, "AWS Secrets Manager"):
 * their whole ARNs, however a call names them, their policies and their tags.
 */
final class SecretAccess implements ServiceAccess {
    /** Stands for the letters of chance that a secret does not have yet. */
    private static final String UNKNOWN = "-??????";

    private final SecretCatalog secrets;

    SecretAccess(SecretCatalog secrets) {
        this.secrets = secrets;
    }

    @Override
    public boolean deniesRoot() {
        return true;
    }

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        Scope scope = new Scope(context.account(), context.region());
        String action = "secretsmanager:" + operation.name();
        if (operation.name().equals("CreateSecret") && input.value("Name") instanceof String name) {
            return creating(SecretCatalog.arn(scope, name + UNKNOWN), input);
        }
        if (input.value("SecretId") instanceof String id) {
            String arn =
                    secrets.find(scope, id)
                            .map(found -> found.secret().arn())
                            .orElseGet(
                                    () ->
                                            id.startsWith("arn:")
                                                    ? id
                                                    : SecretCatalog.arn(scope, id + UNKNOWN));
            return List.of(new Need(action, arn));
        }
        return listed;
    }

    /** A secret is tagged from its beginning by those alone who may tag it. */
    private static List<Need> creating(String arn, Structure input) {
        List<Need> needs = new ArrayList<>();
        needs.add(new Need("secretsmanager:CreateSecret", arn));
        if (input.value("Tags") instanceof List<?> tags && !tags.isEmpty()) {
            needs.add(new Need("secretsmanager:TagResource", arn));
        }
        return needs;
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        Optional<Region> region = Arn.parse(plain.arn()).map(Arn::region).flatMap(Region::parse);
        if (region.isEmpty()) {
            return plain;
        }
        Scope scope = new Scope(plain.account(), region.get());
        Optional<StoredSecret> found = secrets.find(scope, plain.arn()).map(Found::secret);
        return new ProtectedResource(
                        plain.arn(),
                        plain.account(),
                        found.map(secret -> secret.settings().policy())
                                .map(Policy::of)
                                .orElse(null))
                .withTags(
                        () ->
                                Optional.of(
                                        found.map(secret -> secret.settings().tags())
                                                .orElse(Map.of())));
    }

    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return key ->
                switch (key) {
                    case "secretsmanager:secretid" -> secret(context, input);
                    case "secretsmanager:kmskeyarn" -> key(context, input);
                    case "secretsmanager:secretprimaryregion" -> List.of(context.region().name());
                    default -> null;
                };
    }

    /** The key that a secret is to be encrypted with, else the one that it is. */
    private List<String> key(RequestContext context, Structure input) {
        Scope scope = new Scope(context.account(), context.region());
        if (input.value("KmsKeyId") instanceof String asked) {
            return List.of(keyArn(scope, asked));
        }
        return input.value("SecretId") instanceof String id
                ? secrets.find(scope, id).flatMap(SecretAccess::keyOf).stream().toList()
                : List.of();
    }

    private static Optional<String> keyOf(SecretCatalog.Found found) {
        return Optional.ofNullable(found.secret().settings().keyId())
                .map(name -> keyArn(found.scope(), name));
    }

    private static String keyArn(Scope scope, String name) {
        return name.startsWith("arn:")
                ? name
                : Arn.of(
                                "kms",
                                scope.region(),
                                scope.account(),
                                name.startsWith("alias/") ? name : "key/" + name)
                        .toString();
    }

    private @Nullable List<String> secret(RequestContext context, Structure input) {
        return input.value("SecretId") instanceof String id
                ? secrets.find(new Scope(context.account(), context.region()), id).stream()
                        .map(found -> found.secret().arn())
                        .toList()
                : null;
    }
}
