package dev.gatehouse.kms;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What decisions about keys depend on (KMS Developer Guide, "Key policies in AWS KMS", "Controlling
 * access to aliases", "AWS KMS condition keys"): the key that a call is about, by whatever name it
 * has there, and the key's policy, which must allow what is done.
 */
final class KeyAccess implements ServiceAccess {
    private static final String AMAZON = ".amazonaws.com";

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
        needs.add(new Need("kms:ReEncryptFrom", ciphertextKey(scope, input)));
        if (input.value("DestinationKeyId") instanceof String key) {
            needs.add(new Need("kms:ReEncryptTo", arn(scope, key)));
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
    public Map<String, List<String>> keys(
            RequestContext context, OperationModel operation, Structure input) {
        Map<String, List<String>> known = new TreeMap<>();
        known.put("kms:calleraccount", List.of(context.account().value()));
        List<String> via = context.origin().via();
        if (!via.isEmpty() && via.getLast().endsWith(AMAZON)) {
            String service = via.getLast().replace(AMAZON, "");
            known.put("kms:viaservice", List.of(service + "." + context.region().name() + AMAZON));
        }
        if (input.value("EncryptionContext") instanceof Map<?, ?> given) {
            List<String> names = new ArrayList<>();
            given.forEach(
                    (name, value) -> {
                        names.add(name.toString());
                        known.put(
                                "kms:encryptioncontext:" + name.toString().toLowerCase(Locale.ROOT),
                                List.of(value.toString()));
                    });
            known.put("kms:encryptioncontextkeys", names);
        }
        if (input.value("KeyId") instanceof String key && key.startsWith(KeyCatalog.ALIAS)) {
            known.put("kms:requestalias", List.of(key));
        }
        return known;
    }
}
