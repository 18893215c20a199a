package dev.gatehouse.cloudformation.type.secret;

import dev.gatehouse.cloudformation.resource.ResourceType;
import java.util.List;

/** The types of Secrets Manager and Key Management Service. */
public final class SecretTypes {
    public static final List<ResourceType> ALL =
            List.of(new SecretsManagerSecret(), new KmsKey(), new KmsAlias());

    private SecretTypes() {}
}
