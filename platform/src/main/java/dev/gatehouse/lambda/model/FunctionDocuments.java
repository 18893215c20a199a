package dev.gatehouse.lambda.model;

import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored functions, by what callers name: one document a function, one a published version and
 * one an alias, so that a function with thousands of versions is changed as cheaply as a new one.
 *
 * @param functions by name
 * @param versions published ones, by {@code name/number} with ten digits
 * @param aliases by {@code name/alias}
 * @param urls by {@code name/alias}, see {@link #urlId}
 * @param eventConfigs by {@code name/qualifier}
 */
public record FunctionDocuments(
        Documents<StoredFunction> functions,
        Documents<StoredVersion> versions,
        Documents<StoredAlias> aliases,
        Documents<StoredUrl> urls,
        Documents<StoredEventConfig> eventConfigs) {
    private static final Kind<StoredFunction> FUNCTION =
            Kind.announced("lambda.function", StoredFunction.class);
    private static final Kind<StoredVersion> VERSION =
            Kind.announced("lambda.version", StoredVersion.class);
    private static final Kind<StoredAlias> ALIAS =
            Kind.announced("lambda.alias", StoredAlias.class);
    private static final Kind<StoredUrl> URL = Kind.announced("lambda.url", StoredUrl.class);
    private static final Kind<StoredEventConfig> EVENT_CONFIG =
            Kind.announced("lambda.event-config", StoredEventConfig.class);
    private static final int ALL = Integer.MAX_VALUE;

    /** What a function's plan is made of. */
    public static final Set<Kind<?>> KINDS = Set.of(FUNCTION, VERSION, ALIAS, URL, EVENT_CONFIG);

    /** Each call stands on its own. */
    public static FunctionDocuments of(Store store) {
        return new FunctionDocuments(
                store.documents(FUNCTION),
                store.documents(VERSION),
                store.documents(ALIAS),
                store.documents(URL),
                store.documents(EVENT_CONFIG));
    }

    /** All calls belong to {@code transaction}. */
    public static FunctionDocuments of(Transaction transaction) {
        return new FunctionDocuments(
                transaction.documents(FUNCTION),
                transaction.documents(VERSION),
                transaction.documents(ALIAS),
                transaction.documents(URL),
                transaction.documents(EVENT_CONFIG));
    }

    /** The id of a published version. */
    public static String versionId(String name, String number) {
        return name + '/' + "0".repeat(Math.max(0, 10 - number.length())) + number;
    }

    /** The id of a URL; {@code alias} is empty for the function's own, which comes first. */
    public static String urlId(String name, String alias) {
        return name + '/' + (alias.isEmpty() ? FunctionVersion.LATEST : alias);
    }

    /** The function that a change of one of these documents concerns. */
    public static FunctionReference functionOf(DocumentChange change) {
        return FunctionReference.to(change.scope(), change.id().split("/", 2)[0]);
    }

    /** The function of a version's or alias's id. */
    public static String functionOf(String childId) {
        return childId.substring(0, childId.indexOf('/'));
    }

    /** The function a reference names, whatever its qualifier. */
    public Optional<StoredFunction> find(FunctionReference reference) {
        return functions.find(reference.scope(), reference.name()).map(Stored::value);
    }

    /**
     * The function a reference names.
     *
     * @throws dev.gatehouse.kernel.ServiceException ResourceNotFoundException, naming all of the
     *     reference
     */
    public StoredFunction require(FunctionReference reference) {
        return find(reference).orElseThrow(() -> LambdaErrors.functionNotFound(reference.arn()));
    }

    /** The version a reference names, through an alias too; {@code $LATEST} without a qualifier. */
    public Optional<StoredVersion> version(FunctionReference reference) {
        return find(reference).flatMap(function -> version(function, reference));
    }

    /**
     * The version a reference names.
     *
     * @throws dev.gatehouse.kernel.ServiceException ResourceNotFoundException
     */
    public StoredVersion requireVersion(FunctionReference reference) {
        return version(reference).orElseThrow(() -> LambdaErrors.functionNotFound(reference.arn()));
    }

    private Optional<StoredVersion> version(StoredFunction function, FunctionReference reference) {
        String qualifier = reference.qualifier();
        if (qualifier == null || qualifier.equals(FunctionVersion.LATEST)) {
            return Optional.of(function.latest());
        }
        if (isNumber(qualifier)) {
            return published(reference, qualifier);
        }
        return alias(reference, qualifier)
                .flatMap(alias -> version(reference.withQualifier(alias.functionVersion())));
    }

    /** The published version with this number. */
    public Optional<StoredVersion> published(FunctionReference reference, String number) {
        return versions.find(reference.scope(), versionId(reference.name(), number))
                .map(Stored::value)
                // An id pads its number, so 01 would find what only 1 is called.
                .filter(version -> version.version().equals(number));
    }

    /** The alias with this name. */
    public Optional<StoredAlias> alias(FunctionReference reference, String name) {
        return aliases.find(reference.scope(), reference.name() + '/' + name).map(Stored::value);
    }

    /** All published versions of a function, by number. */
    public List<StoredVersion> published(FunctionReference reference) {
        return published(reference, null, ALL);
    }

    /** Published versions after one of them, by number. */
    public List<StoredVersion> published(
            FunctionReference reference, @Nullable String afterNumber, int limit) {
        String after = afterNumber == null ? null : versionId(reference.name(), afterNumber);
        return values(versions.list(reference.scope(), reference.name() + '/', after, limit));
    }

    /** All aliases of a function, by name. */
    public List<StoredAlias> aliases(FunctionReference reference) {
        return values(aliases.list(reference.scope(), reference.name() + '/', null, ALL));
    }

    /** All URLs of a function and its aliases, its own first. */
    public List<StoredUrl> urls(FunctionReference reference) {
        return values(urls.list(reference.scope(), reference.name() + '/', null, ALL));
    }

    /** What is configured of a function's asynchronous events, its own first. */
    public List<StoredEventConfig> eventConfigs(FunctionReference reference) {
        return values(eventConfigs.list(reference.scope(), reference.name() + '/', null, ALL));
    }

    /** The concurrency that all functions of an account and region but one keep for themselves. */
    public long withheld(Scope scope, String exceptName) {
        return values(functions.list(scope, "", null, ALL)).stream()
                .filter(each -> !each.name().equals(exceptName))
                .mapToLong(each -> each.settings().withheld())
                .sum();
    }

    /** Deletes a function with all that belongs to it; false when there was none. */
    public boolean delete(Scope scope, String name) {
        versions.deleteAll(scope, name + '/');
        aliases.deleteAll(scope, name + '/');
        urls.deleteAll(scope, name + '/');
        eventConfigs.deleteAll(scope, name + '/');
        return functions.delete(scope, name);
    }

    /** Whether a qualifier is the number of a published version. */
    public static boolean isNumber(String qualifier) {
        return qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static <T> List<T> values(List<Stored<T>> stored) {
        return stored.stream().map(Stored::value).toList();
    }
}
