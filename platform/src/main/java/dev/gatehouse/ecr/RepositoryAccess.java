package dev.gatehouse.ecr;

import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.Map;
import java.util.Optional;

/** What a repository's policy and tags say of who may use it. */
final class RepositoryAccess implements ServiceAccess {
    private final RepositoryCatalog repositories;

    RepositoryAccess(RepositoryCatalog repositories) {
        this.repositories = repositories;
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        Optional<String> name = RepositoryCatalog.name(plain.arn());
        Optional<Region> region = Arn.parse(plain.arn()).map(Arn::region).flatMap(Region::parse);
        if (name.isEmpty() || region.isEmpty()) {
            return plain;
        }
        Scope scope = new Scope(plain.account(), region.get());
        Optional<StoredRepository> found = repositories.find(scope, name.get());
        return new ProtectedResource(
                        plain.arn(),
                        plain.account(),
                        found.map(StoredRepository::policy).map(Policy::of).orElse(null))
                .withTags(() -> Optional.of(found.map(StoredRepository::tags).orElse(Map.of())));
    }
}
