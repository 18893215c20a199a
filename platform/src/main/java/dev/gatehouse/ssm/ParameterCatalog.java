package dev.gatehouse.ssm;

import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The parameters of every account and region, and their earlier versions. */
final class ParameterCatalog {
    private static final int PAGE = 200;

    /** Versions of a parameter; the oldest goes when another is to come. */
    private static final int MOST_VERSIONS = 100;

    /** Standard and advanced parameters of an account and region. */
    private static final int MOST_PARAMETERS = 110_000;

    private final Store store;

    ParameterCatalog(Store store) {
        this.store = store;
    }

    Optional<StoredParameter> find(Scope scope, String name) {
        return parameters().find(scope, name).map(Stored::value);
    }

    /** A version of a parameter, the newest among them. */
    Optional<ParameterVersion> version(Scope scope, StoredParameter parameter, long number) {
        return parameter.current().number() == number
                ? Optional.of(parameter.current())
                : store.documents(ParameterVersion.KIND)
                        .find(scope, key(parameter.name(), number))
                        .map(Stored::value);
    }

    /** All versions of a parameter, oldest first. */
    List<ParameterVersion> versions(Scope scope, StoredParameter parameter) {
        List<ParameterVersion> all = new ArrayList<>(earlier(scope, parameter.name()));
        all.add(parameter.current());
        return all;
    }

    private List<ParameterVersion> earlier(Scope scope, String name) {
        return earlier(store.documents(ParameterVersion.KIND), scope, name);
    }

    private static List<ParameterVersion> earlier(
            Documents<ParameterVersion> versions, Scope scope, String name) {
        return versions.list(scope, name + ":", null, MOST_VERSIONS).stream()
                .map(Stored::value)
                .toList();
    }

    /** The parameters whose names start so, behind a name, in the order of their names. */
    List<StoredParameter> list(Scope scope, String prefix, @Nullable String after) {
        return parameters().list(scope, prefix, after, PAGE).stream().map(Stored::value).toList();
    }

    /** Whether a page is the last that {@link #list} gives. */
    static boolean isLast(List<StoredParameter> page) {
        return page.size() < PAGE;
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ParameterAlreadyExists; ParameterLimitExceeded
     */
    void insert(Scope scope, StoredParameter parameter) {
        boolean added =
                store.transact(
                        transaction -> {
                            Documents<StoredParameter> all =
                                    transaction.documents(StoredParameter.KIND);
                            if (all.find(scope, parameter.name()).isPresent()) {
                                return false;
                            }
                            if (all.count(scope, "") >= MOST_PARAMETERS) {
                                throw SsmErrors.of(
                                        "ParameterLimitExceeded",
                                        "You have exceeded the number of parameters for this"
                                                + " account.");
                            }
                            all.insert(scope, parameter.name(), parameter);
                            return true;
                        });
        if (!added) {
            throw SsmErrors.of(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite"
                            + " option in the request to true.");
        }
    }

    /**
     * Gives a parameter a newer version.
     *
     * @return the parameter as it is then; empty when there is none
     * @throws dev.gatehouse.kernel.ServiceException ParameterMaxVersionLimitExceeded
     */
    Optional<StoredParameter> renew(
            Scope scope, String name, UnaryOperator<ParameterVersion> next) {
        return store.transact(
                transaction -> {
                    Documents<StoredParameter> all = transaction.documents(StoredParameter.KIND);
                    Optional<Stored<StoredParameter>> found = all.find(scope, name);
                    if (found.isEmpty()) {
                        return Optional.empty();
                    }
                    StoredParameter before = found.get().value();
                    StoredParameter after = before.with(next.apply(before.current()));
                    keep(transaction, scope, before);
                    all.replace(scope, found.get(), after);
                    return Optional.of(after);
                });
    }

    /** Makes the newest version an earlier one. */
    private static void keep(Transaction transaction, Scope scope, StoredParameter parameter) {
        Documents<ParameterVersion> versions = transaction.documents(ParameterVersion.KIND);
        String name = parameter.name();
        List<ParameterVersion> earlier = earlier(versions, scope, name);
        if (earlier.size() >= MOST_VERSIONS - 1) {
            long oldest = earlier.getFirst().number();
            if (!parameter.labelsOf(oldest).isEmpty()) {
                throw SsmErrors.of(
                        "ParameterMaxVersionLimitExceeded",
                        "You attempted to create a new version of %s by calling the PutParameter"
                                + " API with the overwrite flag. Version %d, the oldest version,"
                                + " can't be deleted because it has a label associated with it."
                                + " Move the label to another version of the parameter, and try"
                                + " again.",
                        name,
                        oldest);
            }
            versions.delete(scope, key(name, oldest));
        }
        ParameterVersion last = parameter.current();
        versions.insert(scope, key(name, last.number()), last);
    }

    /** Changes labels or tags; empty when there is no such parameter. */
    Optional<StoredParameter> update(
            Scope scope, String name, UnaryOperator<StoredParameter> change) {
        return parameters().update(scope, name, change).map(Stored::value);
    }

    /** Deletes a parameter with all its versions; false when there is none. */
    boolean delete(Scope scope, String name) {
        return store.transact(
                transaction -> {
                    transaction.documents(ParameterVersion.KIND).deleteAll(scope, name + ":");
                    return transaction.documents(StoredParameter.KIND).delete(scope, name);
                });
    }

    private Documents<StoredParameter> parameters() {
        return store.documents(StoredParameter.KIND);
    }

    private static String key(String name, long number) {
        return "%s:%019d".formatted(name, number);
    }
}
