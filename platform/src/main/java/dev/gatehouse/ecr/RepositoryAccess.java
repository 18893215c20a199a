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
        Optional<Arn> arn = Arn.parse(plain.arn());
        if (name.isEmpty() || arn.isEmpty()) {
            return plain;
        }
        Scope scope = new Scope(plain.account(), new Region(arn.get().region()));
        Optional<StoredRepository> found = repositories.find(scope, name.get());
        return new ProtectedResource(
                        plain.arn(),
                        plain.account(),
                        found.map(StoredRepository::policy).map(Policy::of).orElse(null))
                .withTags(() -> Optional.of(found.map(StoredRepository::tags).orElse(Map.of())));
    }
}
