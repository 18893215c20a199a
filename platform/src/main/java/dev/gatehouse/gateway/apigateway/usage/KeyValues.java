package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.ApiKey;
import dev.gatehouse.gateway.resource.Index;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.store.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which key has a value: no two of an account have the same. */
final class KeyValues implements Index<ApiKey> {
    private static final Kind<Entry> KIND = new Kind<>("apigateway.apikeyvalue", Entry.class);

    /** The key that has a value, which is the entry's id. */
    record Entry(String keyId) {}

    @Override
    public void follow(
            Repositories in, String parentId, @Nullable ApiKey before, @Nullable ApiKey after) {
        if (before == null && after != null) {
            String value = Objects.requireNonNull(after.value());
            if (taken(in, value)) {
                throw conflict("API Key already exists");
            }
            in.documents(KIND, "").put(value, new Entry(Objects.requireNonNull(after.id())));
        }
        if (before != null && after == null) {
            in.documents(KIND, "").delete(Objects.requireNonNull(before.value()));
        }
    }

    @Override
    public void clear(Repositories in, String parentId) {
        in.documents(KIND, "").deleteAll();
    }

    static boolean taken(Repositories in, String value) {
        return in.documents(KIND, "").find(value).isPresent();
    }
}
