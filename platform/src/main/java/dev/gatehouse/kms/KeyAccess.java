package dev.gatehouse.kms;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kms.KeyCatalog.Found;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decisions about keys depend on (KMS Developer Guide, "Key policies in AWS KMS", "Controlling
 * access to aliases", "AWS KMS condition keys"): the key that a call is about, by whatever name it
 * has there, and the key's policy, which must allow what is done.
 */
final class KeyAccess implements ServiceAccess {
    private static final String AMAZON = ".amazonaws.com";
    private static final String FROM = "kms:ReEncryptFrom";
    private static final String TO = "kms:ReEncryptTo";
    private static final String ENCRYPTION_CONTEXT = "kms:encryptioncontext:";

    /** Operations that have an algorithm, one way or the other. */
    private static final Set<String> ENCRYPTING =
            Set.of(
                    "Encrypt",
                    "Decrypt",
                    "ReEncrypt",
                    "GenerateDataKey",
                    "GenerateDataKeyWithoutPlaintext");

    private final KeyCatalog keys;

    KeyAccess(KeyCatalog keys) {
        this.keys = keys;
    }

    @Override
    public boolean deniesRoot() {
        return true;
    }

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        Scope scope = new Scope(context.account(), context.region());
        String action = "kms:" + operation.name();
        return switch (operation.name()) {
            case "CreateAlias", "UpdateAlias", "DeleteAlias" -> aliasing(scope, action, input);
            case "ReEncrypt" -> reEncrypting(scope, input);
            case "Decrypt" -> List.of(new Need(action, ciphertextKey(scope, input)));
            default ->
                    input.value("KeyId") instanceof String key && !listed.isEmpty()
                            ? List.of(new Need(action, arn(scope, key)))
                            : listed;
        };
    }

    private List<Need> aliasing(Scope scope, String action, Structure input) {
        List<Need> needs = new ArrayList<>();
        if (input.value("AliasName") instanceof String name) {
            needs.add(new Need(action, KeyCatalog.arn(scope, name)));
            keys.find(scope, name).ifPresent(key -> needs.add(new Need(action, key.arn())));
        }
        if (input.value("TargetKeyId") instanceof String key) {
            needs.add(new Need(action, arn(scope, key)));
        }
        return needs;
    }

    private List<Need> reEncrypting(Scope scope, Structure input) {
        List<Need> needs = new ArrayList<>();
        needs.add(new Need(FROM, ciphertextKey(scope, input)));
        if (input.value("DestinationKeyId") instanceof String key) {
            needs.add(new Need(TO, arn(scope, key)));
        }
        return needs;
    }

    private static String ciphertextKey(Scope scope, Structure input) {
        try {
            return input.value("CiphertextBlob") instanceof byte[] blob
                    ? KeyMaterial.keyOf(blob, scope.region().name())
                    : KeyCatalog.arn(scope, KeyCatalog.KEY + "*");
        } catch (ServiceException garbled) {
            return KeyCatalog.arn(scope, KeyCatalog.KEY + "*");
        }
    }

    /** The ARN of a key by any of its names; of one that is not there, what it would be. */
    private String arn(Scope scope, String reference) {
        try {
            return keys.find(scope, reference)
                    .map(Found::arn)
                    .orElseGet(
                            () ->
                                    reference.startsWith("arn:")
                                            ? reference
                                            : KeyCatalog.arn(
                                                    scope,
                                                    reference.startsWith(KeyCatalog.ALIAS)
                                                            ? reference
                                                            : KeyCatalog.KEY + reference));
        } catch (ServiceException elsewhere) {
            return reference;
        }
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        Optional<Region> region =
                Arn.parse(plain.arn())
                        .filter(arn -> arn.resource().startsWith(KeyCatalog.KEY))
                        .flatMap(arn -> Region.parse(arn.region()));
        if (region.isEmpty()) {
            return plain;
        }
        Scope scope = new Scope(plain.account(), region.get());
        Optional<Found> found = keys.find(scope, plain.arn());
        if (found.isEmpty()) {
            return plain;
        }
        StoredKey.Settings settings = found.get().key().settings();
        return new ProtectedResource(plain.arn(), plain.account(), Policy.of(settings.policy()))
                .guarded()
                .withTags(() -> Optional.of(settings.tags()));
    }

    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return key ->
                switch (key) {
                    case "kms:calleraccount" -> List.of(context.account().value());
                    case "kms:viaservice" -> via(context);
                    case "kms:encryptioncontextkeys" ->
                            context(input, need).keySet().stream().map(Object::toString).toList();
                    case "kms:requestalias" -> alias(input, need);
                    case "kms:resourcealiases" -> aliases(context, need);
                    case "kms:encryptionalgorithm" ->
                            ENCRYPTING.contains(operation.name())
                                    ? given(input, algorithm(need), KeyViews.SPEC)
                                    : null;
                    case "kms:keyspec", "kms:customermasterkeyspec" ->
                            ofKey(operation, input, "KeySpec", KeyViews.SPEC);
                    case "kms:keyusage", "kms:customermasterkeyusage" ->
                            ofKey(operation, input, "KeyUsage", KeyViews.USAGE);
                    case "kms:keyorigin" -> ofKey(operation, input, "Origin", KeyViews.ORIGIN);
                    case "kms:multiregion" -> ofKey(operation, input, "MultiRegion", "false");
                    case "kms:grantconstrainttype" -> constraints(input);
                    case "kms:grantisforawsresource" ->
                            List.of(String.valueOf(!via(context).isEmpty()));
                    case "kms:reencryptonsamekey" -> onSameKey(context, operation, input);
                    default -> encrypted(key, input, need);
                };
    }

    /** Re-encryption has an algorithm, a context and a key for each of its sides. */
    private static String algorithm(Need need) {
        return switch (need.action()) {
            case FROM -> "SourceEncryptionAlgorithm";
            case TO -> "DestinationEncryptionAlgorithm";
            default -> "EncryptionAlgorithm";
        };
    }

    private static Map<?, ?> context(Structure input, Need need) {
        String member =
                switch (need.action()) {
                    case FROM -> "SourceEncryptionContext";
                    case TO -> "DestinationEncryptionContext";
                    default -> "EncryptionContext";
                };
        return input.value(member) instanceof Map<?, ?> given ? given : Map.of();
    }

    /** The service that calls in the caller's name. */
    private static List<String> via(RequestContext context) {
        List<String> via = context.origin().via();
        return via.isEmpty() || !via.getLast().endsWith(AMAZON)
                ? List.of()
                : List.of(
                        via.getLast().replace(AMAZON, "") + "." + context.region().name() + AMAZON);
    }

    private static List<String> alias(Structure input, Need need) {
        String member =
                switch (need.action()) {
                    case FROM -> "SourceKeyId";
                    case TO -> "DestinationKeyId";
                    default -> "KeyId";
                };
        return input.value(member) instanceof String key && key.startsWith(KeyCatalog.ALIAS)
                ? List.of(key)
                : List.of();
    }

    /** The aliases of the key that is asked for. */
    private List<String> aliases(RequestContext context, Need need) {
        Scope scope = new Scope(context.account(), context.region());
        try {
            return keys.find(scope, need.resource()).stream()
                    .flatMap(key -> keys.aliasesOf(key.scope(), key.key().id()).stream())
                    .map(StoredAlias::name)
                    .toList();
        } catch (ServiceException notThere) {
            return List.of();
        }
    }

    /** Names of an encryption context have no case in keys. */
    private static @Nullable List<String> encrypted(String key, Structure input, Need need) {
        return key.startsWith(ENCRYPTION_CONTEXT)
                ? context(input, need).entrySet().stream()
                        .filter(
                                each ->
                                        each.getKey()
                                                .toString()
                                                .equalsIgnoreCase(
                                                        key.substring(ENCRYPTION_CONTEXT.length())))
                        .map(each -> each.getValue().toString())
                        .toList()
                : null;
    }

    /** All keys here are of one sort; a request for a new one may ask for another, in vain. */
    private static List<String> ofKey(
            OperationModel operation, Structure input, String member, String otherwise) {
        if (operation.name().equals("CreateKey")) {
            return given(input, member, otherwise);
        }
        boolean about = input.value("KeyId") != null || ENCRYPTING.contains(operation.name());
        return about ? List.of(otherwise) : List.of();
    }

    private static List<String> given(Structure input, String member, String otherwise) {
        Object value = input.value(member);
        return List.of(value == null ? otherwise : value.toString());
    }

    private static List<String> constraints(Structure input) {
        return input.value("Constraints") instanceof Structure constraints
                ? Stream.of("EncryptionContextEquals", "EncryptionContextSubset")
                        .filter(type -> constraints.value(type) != null)
                        .toList()
                : List.of();
    }

    private List<String> onSameKey(
            RequestContext context, OperationModel operation, Structure input) {
        if (!operation.name().equals("ReEncrypt")
                || !(input.value("DestinationKeyId") instanceof String destination)) {
            return List.of();
        }
        Scope scope = new Scope(context.account(), context.region());
        return List.of(String.valueOf(ciphertextKey(scope, input).equals(arn(scope, destination))));
    }
}
