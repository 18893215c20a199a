package dev.gatehouse.wire.access;

import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Resources that have tags and no policies.
 *
 * @param tags by where a resource is and what its ARN says of it, such as {@code alarm:NAME}: no
 *     tags for what is not there, empty where tags are not known
 */
public record TaggedResources(BiFunction<Scope, String, Optional<Map<String, String>>> tags)
        implements ServiceAccess {

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        Arn arn = Arn.parse(plain.arn()).orElse(null);
        Region region = arn == null ? null : Region.parse(arn.region()).orElse(null);
        return arn == null || region == null
                ? plain
                : plain.withTags(
                        () -> tags.apply(new Scope(plain.account(), region), arn.resource()));
    }
}
