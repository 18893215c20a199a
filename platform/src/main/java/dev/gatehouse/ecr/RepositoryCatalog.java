package dev.gatehouse.ecr;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The repositories of every account and region. */
final class RepositoryCatalog {
    private static final String RESOURCE = "repository/";

    private final Documents<StoredRepository> documents;

    RepositoryCatalog(Store store) {
        this.documents = store.documents(StoredRepository.KIND);
    }

    Optional<StoredRepository> find(Scope scope, String name) {
        return documents.find(scope, name).map(Stored::value);
    }

    /**
     * @param registry the account that a request names; null for the caller's
     * @throws dev.gatehouse.kernel.ServiceException RepositoryNotFoundException
     */
    StoredRepository require(Scope scope, @Nullable String registry, String name) {
        requireOwn(scope, registry, name);
        return find(scope, name).orElseThrow(() -> absent(scope, name));
    }

    /** The repositories behind a name, in the order of their names. */
    List<StoredRepository> list(Scope scope, @Nullable String after, int most) {
        return documents.list(scope, "", after, most).stream().map(Stored::value).toList();
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException RepositoryAlreadyExistsException
     */
    void insert(Scope scope, StoredRepository repository) {
        try {
            documents.insert(scope, repository.name(), repository);
        } catch (DuplicateDocumentException duplicate) {
            throw EcrErrors.repositoryExists(repository.name(), scope.account().value());
        }
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException RepositoryNotFoundException
     */
    StoredRepository update(
            Scope scope,
            @Nullable String registry,
            String name,
            UnaryOperator<StoredRepository> change) {
        requireOwn(scope, registry, name);
        return documents
                .update(scope, name, change)
                .map(Stored::value)
                .orElseThrow(() -> absent(scope, name));
    }

    void delete(Scope scope, String name) {
        if (!documents.delete(scope, name)) {
            throw absent(scope, name);
        }
    }

    private static RuntimeException absent(Scope scope, String name) {
        return EcrErrors.noRepository(name, scope.account().value());
    }

    private static void requireOwn(Scope scope, @Nullable String registry, String name) {
        if (registry != null && !registry.equals(scope.account().value())) {
            throw EcrErrors.noRepository(name, registry);
        }
    }

    static String arn(Scope scope, String name) {
        return Arn.of("ecr", scope.region(), scope.account(), RESOURCE + name).toString();
    }

    /** The name in a repository's ARN; empty when it is none. */
    static Optional<String> name(String arn) {
        return Arn.parse(arn)
                .map(Arn::resource)
                .filter(resource -> resource.startsWith(RESOURCE))
                .map(resource -> resource.substring(RESOURCE.length()));
    }

    /** The host of an account's registry, as AWS has it. */
    static String host(Scope scope) {
        return scope.account().value() + ".dkr.ecr." + scope.region().name() + ".amazonaws.com";
    }
}
